// Owns the tests of teams and their ledger of questions: who is due, one slot a date, what was asked before.
#include "tests/unit/store/team_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

DailySlot skipped(RoomId room, int date, daily::Outcome outcome) {
    DailySlot slot;
    slot.room = room;
    slot.slot = {day(date), outcome, at(date)};
    return slot;
}

}  // namespace

TEST_CASE("a room without a schedule is no team, and one nobody has seen has no place") {
    TeamStage stage;
    REQUIRE_FALSE(must(stage.book->team(stage.room)));
    REQUIRE_FALSE(must(stage.book->team(RoomId{99})));
    REQUIRE_FALSE(must(stage.book->next_team_due()));
    REQUIRE(must(stage.book->teams()).empty());
    REQUIRE(must(stage.book->place_of(stage.room)) == group("-1"));
    const Error none{Code::kNotFound, "there is no room 2r"};
    REQUIRE(stage.book->place_of(RoomId{99}).error() == none);
    REQUIRE(stage.book->title_of(RoomId{99}).error() == none);
    REQUIRE(stage.book->set_team(some_team(RoomId{99})).error() == none);
    REQUIRE(stage.book->entries(RoomId{99}).error() == none);
    REQUIRE(stage.look("SELECT count(*) FROM team") == "0");
}

TEST_CASE("a team keeps what was set last") {
    TeamStage stage;
    auto team = some_team(stage.room);
    must(stage.book->set_team(team));
    team.on = false;
    team.wake = std::nullopt;
    team.thread = "";
    team.schedule = {};
    team.next = day(8);
    team.set_by = stage.person("Ann");
    must(stage.book->set_team(team));
    stage.reopen();
    REQUIRE(must(stage.book->team(stage.room)) == team);
    REQUIRE_FALSE(must(stage.book->next_team_due()));
    team.schedule.zone.assign(70'000, 'x');
    REQUIRE(stage.book->set_team(team).error().code == Code::kInvalidInput);
}

TEST_CASE("teams are due by their wake, reminders and reveals, earliest first and as many as are asked for") {
    TeamStage stage;
    const auto second = stage.group_room("-2"), third = stage.group_room("-3");
    for (const auto room : {stage.room, second, third}) {
        auto team = some_team(room);
        team.wake = room == third ? std::nullopt : std::optional(at(room == second ? 50 : 100));
        must(stage.book->set_team(team));
    }
    DailySlot slot;
    slot.room = third;
    slot.slot = {day(1), daily::Outcome::kPosted, at(0)};
    slot.question = "go/a";
    slot.remind_at = at(30);
    slot.reveal_at = at(70);
    slot.id = must(stage.book->put_slot(slot));
    REQUIRE(must(stage.book->next_team_due()) == at(30));
    REQUIRE(must(stage.book->teams_due(at(29), 9)).empty());
    REQUIRE(must(stage.book->teams_due(at(30), 9)) == std::vector{third});
    REQUIRE(must(stage.book->teams_due(at(100), 9)) == std::vector{third, second, stage.room});
    REQUIRE(must(stage.book->teams_due(at(100), 2)) == std::vector{third, second});
    must(stage.book->set_reminded(slot.id));
    REQUIRE(must(stage.book->teams_due(at(100), 9)) == std::vector{second, third, stage.room});
    must(stage.book->set_revealed(slot.id, at(71)));
    REQUIRE(must(stage.book->teams_due(at(100), 9)) == std::vector{second, stage.room});
    REQUIRE(must(stage.book->next_team_due()) == at(50));
    // The ledger's own deadlines are about sessions.
    REQUIRE_FALSE(must(stage.ledger->next_due()));
    // A revealed question is nobody's to be reminded of.
    slot.slot.date = day(2);
    slot.id = must(stage.book->put_slot(slot));
    must(stage.book->set_revealed(slot.id, at(71)));
    REQUIRE(must(stage.book->teams_due(at(100), 9)) == std::vector{second, stage.room});
    // Unreachable rooms too.
    must(stage.ledger->set_reachable(second, false, "removed"));
    REQUIRE(must(stage.book->teams_due(at(100), 9)) == std::vector{second, stage.room});
}

TEST_CASE("a team that cannot be read stops no other, and is silent once it was taken off the deadlines") {
    TeamStage stage;
    const auto second = stage.group_room("-2");
    auto team = some_team(stage.room);
    must(stage.book->set_team(team));
    stage.posted(stage.room, 1, "go/a");
    team.room = second;
    must(stage.book->set_team(team));
    stage.look("UPDATE team SET schedule = '{\"v\":1,\"schedule\":{\"time\":9999}}' WHERE room = " + std::to_string(stage.room.value));
    const auto broken = stage.book->team(stage.room);
    REQUIRE_FALSE(broken);
    REQUIRE(broken.error() == Error{Code::kCorrupt, "the team of room 1: the stored schedule cannot be read: a time, day or holiday in it is none"});
    REQUIRE(must(stage.book->team(second)) == team);
    REQUIRE(must(stage.book->teams_due(at(900), 9)) == std::vector{stage.room, second});
    must(stage.book->silence_team(stage.room));
    REQUIRE(must(stage.book->teams_due(at(900), 9)) == std::vector{second});
    REQUIRE(must(stage.book->place_of(stage.room)) == group("-1", "topic"));
    REQUIRE(must(stage.book->teams()) == std::vector{stage.room, second});
    REQUIRE(stage.look("SELECT running || ' ' || schedule FROM team WHERE room = 1") == "1 {\"v\":1,\"schedule\":{\"time\":9999}}");
    // It has no row: its slots are silent all the same.
    const auto third = stage.group_room("-3");
    stage.posted(third, 1, "go/a");
    must(stage.book->silence_team(third));
    REQUIRE(must(stage.book->teams_due(at(900), 9)) == std::vector{second});
    REQUIRE(must(stage.book->open_slots(third)).size() == 1);
}

TEST_CASE("a date has one slot: a skipped one may be posted, a posted one stays what it is") {
    TeamStage stage;
    const auto id = must(stage.book->put_slot(skipped(stage.room, 1, daily::Outcome::kPaused)));
    REQUIRE(must(stage.book->put_slot(skipped(stage.room, 1, daily::Outcome::kHoliday))) == id);
    REQUIRE(must(stage.book->slot_on(stage.room, day(1)))->slot.outcome == daily::Outcome::kHoliday);
    REQUIRE(must(stage.book->open_slots(stage.room)).empty());
    REQUIRE(stage.posted(stage.room, 1, "go/a", 2) == id);
    const auto posted = *must(stage.book->slot(id));
    REQUIRE(posted.question == "go/a");
    REQUIRE(posted.cycle == 2);
    REQUIRE(posted.reveal_at == at(481));
    for (const auto outcome :
         {daily::Outcome::kDowntime, daily::Outcome::kHoliday, daily::Outcome::kPaused, daily::Outcome::kNoQuestion, daily::Outcome::kSetLater}) {
        const auto refused = stage.book->put_slot(skipped(stage.room, 1, outcome));
        REQUIRE_FALSE(refused);
        REQUIRE(refused.error() == Error{Code::kConflict, "room 1 was asked go/a on " + daily::to_text(day(1)) + " already"});
    }
    auto other = posted;
    other.question = "go/b";
    REQUIRE(stage.book->put_slot(other).error().code == Code::kConflict);
    REQUIRE(must(stage.book->slot(id)) == posted);
    // The same again is the same.
    REQUIRE(must(stage.book->put_slot(posted)) == id);
    REQUIRE(must(stage.book->slot(id)) == posted);
    REQUIRE(must(stage.book->asked_in(stage.room)) == std::vector<AskedBefore>{{"go/a", 2, 1, std::nullopt}});
    // Another date and another room are others.
    REQUIRE(stage.posted(stage.room, 2, "go/b") != id);
    REQUIRE(stage.posted(stage.group_room("-2"), 1, "go/b") != id);
    REQUIRE(stage.look("SELECT count(*) FROM slot") == "3");
}

TEST_CASE("every outcome of a slot is kept, by date and from a date on") {
    TeamStage stage;
    std::vector<daily::Slot> expected;
    for (int number = 5; number >= 1; --number) {
        const auto slot = skipped(stage.room, number, static_cast<daily::Outcome>(number));
        must(stage.book->put_slot(slot));
        expected.insert(expected.begin(), slot.slot);
    }
    stage.posted(stage.group_room("-2"), 1, "go/a");
    REQUIRE(must(stage.book->slots(stage.room, daily::LocalDate{})) == expected);
    expected.erase(expected.begin(), expected.begin() + 2);
    REQUIRE(must(stage.book->slots(stage.room, day(3))) == expected);
    REQUIRE_FALSE(must(stage.book->slot_on(stage.room, day(9))));
    REQUIRE_FALSE(must(stage.book->slot(SlotId{99})));
    for (const auto& status : {stage.book->set_letter(SlotId{99}, 1), stage.book->set_reminded(SlotId{99}), stage.book->set_revealed(SlotId{99}, at(1))})
        REQUIRE(status.error() == Error{Code::kNotFound, "there is no slot 2r"});
}

TEST_CASE("the platform's id of a post arrives with its letter, and with no other") {
    TeamStage stage;
    const auto first = stage.posted(stage.room, 1, "go/a"), second = stage.posted(stage.room, 2, "go/b");
    const auto one = must(stage.ledger->write(letter(group(), "one"))), two = must(stage.ledger->write(letter(group(), "two"))),
               other = must(stage.ledger->write(letter(group(), "other")));
    must(stage.book->set_letter(first, one));
    must(stage.book->set_letter(second, two));
    must(stage.ledger->settle({{one, Settled::How::kSent, "", "m1"}, {other, Settled::How::kSent, "", "m3"}, {two, Settled::How::kSent, "", ""}}, at(3)));
    REQUIRE(must(stage.book->slot(first))->message == "m1");
    REQUIRE(must(stage.book->slot(second))->message.empty());
    // It is sent only once.
    must(stage.ledger->settle({{one, Settled::How::kSent, "", "again"}}, at(4)));
    REQUIRE(must(stage.book->slot(first))->message == "m1");
}

TEST_CASE("draws are numbered upwards in a room, posted or put aside") {
    TeamStage stage;
    const auto second = stage.group_room("-2");
    stage.posted(stage.room, 1, "go/a");
    must(stage.book->put_aside(stage.room, day(2), "go/b", 1));
    must(stage.book->put_aside(stage.room, day(2), "go/c", 1));
    must(stage.book->put_aside(second, day(2), "go/x", 4));
    stage.posted(stage.room, 2, "go/d");
    must(stage.book->put_slot(skipped(stage.room, 3, daily::Outcome::kHoliday)));
    const auto slot = stage.posted(stage.room, 4, "go/b", 2);
    REQUIRE(must(stage.book->aside_on(stage.room, day(2))) == std::vector<std::string>{"go/b", "go/c"});
    REQUIRE(must(stage.book->aside_on(stage.room, day(1))).empty());
    stage.answered(slot, stage.person("Ann"), 80);
    stage.answered(slot, stage.person("Bob"), 61);
    using Asked = std::vector<AskedBefore>;
    REQUIRE(must(stage.book->asked_in(stage.room)) ==
            Asked{{"go/a", 1, 1, std::nullopt}, {"go/b", 2, 5, 71}, {"go/c", 1, 3, std::nullopt}, {"go/d", 1, 4, std::nullopt}});
    REQUIRE(must(stage.book->asked_in(second)) == Asked{{"go/x", 4, 1, std::nullopt}});
}

TEST_CASE("what a batch wrote about a team goes with it") {
    TeamStage stage;
    {
        const auto batch = must(stage.ledger->batch());
        must(stage.book->set_team(some_team(stage.room)));
        const auto scope = must(stage.ledger->scope());
        stage.posted(stage.room, 1, "go/a");
        REQUIRE(must(stage.book->slots(stage.room, day(0))).size() == 1);
    }
    REQUIRE_FALSE(must(stage.book->team(stage.room)));
    REQUIRE(must(stage.book->slots(stage.room, day(0))).empty());
    const auto batch = must(stage.ledger->batch());
    must(stage.book->set_team(some_team(stage.room)));
    {
        const auto scope = must(stage.ledger->scope());
        stage.posted(stage.room, 1, "go/a");
        // Half a call's work spoils the scope, as the ledger's calls do.
        REQUIRE(stage.book->put_slot(skipped(stage.room, 1, daily::Outcome::kPaused)).error().code == Code::kConflict);
        REQUIRE(stage.book->slots(stage.room, day(0)).error().code == Code::kConflict);
    }
    REQUIRE(must(stage.book->slots(stage.room, day(0))).empty());
    must(batch->commit());
    stage.reopen();
    REQUIRE(must(stage.book->team(stage.room)));
}
