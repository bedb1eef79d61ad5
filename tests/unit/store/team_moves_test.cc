// Owns what becomes of teams when rooms move and merge, and when people go; and what a dossier says of them.
#include <algorithm>

#include "tests/unit/store/team_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

// Every table of the team book, so that a new one cannot be forgotten here.
const std::vector<std::string> kTables{"team", "slot", "put_aside", "daily_answer", "score", "audit", "off_board", "card", "appeal", "judge", "page_link"};

void dispute(TeamBook& book, PersonId person, AttemptId attempt, RoomId room, const std::string& reason) {
    Appeal appeal;
    appeal.person = person;
    appeal.attempt = attempt;
    appeal.room = room;
    appeal.question = "go/a";
    appeal.reason = reason;
    must(book.open_appeal(appeal));
}

// A team in which every table has rows of the person and of another one.
void populate(TeamStage& stage, RoomId room, PersonId person, PersonId other) {
    auto team = some_team(room);
    team.set_by = person;
    must(stage.book->set_team(team));
    const auto slot = stage.posted(room, 1, "go/a");
    const auto attempt = stage.answered(slot, person, 40), others = stage.answered(slot, other, 70);
    must(stage.book->put_aside(room, day(2), "go/b", 1));
    for (const auto each : {person, other}) {
        must(stage.book->set_hidden(room, each, true));
        must(stage.book->set_judge(room, each, true));
        must(stage.book->set_card(each, "go/a", {3.5, 5, day(4), day(1), 1, 0, review::State::kReview}));
    }
    dispute(*stage.book, person, attempt, room, "words of the person");
    dispute(*stage.book, other, others, room, "words of the other");
    must(stage.book->decide_appeal(AppealId{2}, 71, "fair", person, at(9)));
    must(stage.book->add_link(room, "digest", at(999), at(0)));
}

}  // namespace

TEST_CASE("every table with a room or a person is one that moves and erasures know") {
    TeamStage stage;
    auto known = kTables;
    for (const char* before : {"attempt", "chat", "dead_letter", "outbox", "room", "session", "setting"}) known.emplace_back(before);
    std::sort(known.begin(), known.end());
    std::string names;
    for (const auto& name : known) names += (names.empty() ? "" : " ") + name;
    REQUIRE(stage.look("SELECT group_concat(name, ' ') FROM (SELECT DISTINCT tables.name FROM sqlite_schema AS tables "
                       "CROSS JOIN pragma_foreign_key_list(tables.name) AS refers WHERE refers.\"table\" IN ('room', 'person') ORDER BY 1)") == names);
}

TEST_CASE("a room with another key keeps its team") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    populate(stage, stage.room, ann, bob);
    const auto team = must(stage.book->team(stage.room));
    const auto entries = must(stage.book->entries(stage.room)).size();
    must(stage.ledger->move_room("bot:1", "-1", "-100"));
    REQUIRE(must(stage.book->team(stage.room)) == team);
    REQUIRE(must(stage.book->place_of(stage.room)) == group("-100", "topic"));
    REQUIRE(must(stage.book->entries(stage.room)).size() == entries);
    REQUIRE(must(stage.ledger->room(group("-1"), RoomKind::kGroup, "", at(3))).id == stage.room);
    REQUIRE(must(stage.book->room_of_link("digest", at(1))) == stage.room);
}

TEST_CASE("all of a team goes with its room into another one") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    const auto into = stage.group_room("-100");
    populate(stage, stage.room, ann, bob);
    auto team = *must(stage.book->team(stage.room));
    must(stage.ledger->move_room("bot:1", "-1", "-100"));
    team.room = into;
    // Who still holds the old id reaches the same team.
    for (const auto room : {stage.room, into}) {
        CAPTURE(room.value);
        REQUIRE(must(stage.book->team(room)) == team);
        REQUIRE(must(stage.book->place_of(room)) == group("-100", "topic"));
        REQUIRE(must(stage.book->title_of(room)) == "Team -100");
        REQUIRE(must(stage.book->slots(room, day(0))).size() == 1);
        REQUIRE(must(stage.book->slot_on(room, day(1)))->room == into);
        REQUIRE(must(stage.book->open_slots(room)).size() == 1);
        REQUIRE(must(stage.book->aside_on(room, day(2))).size() == 1);
        REQUIRE(must(stage.book->asked_in(room)).size() == 2);
        REQUIRE(must(stage.book->entries(room)).size() == 2);
        REQUIRE(must(stage.book->audit(room, ann, 9)).size() == 1);
        REQUIRE(must(stage.book->hidden(room)).size() == 2);
        REQUIRE(must(stage.book->judges(room)).size() == 2);
        REQUIRE(must(stage.book->due_in(room, day(4))).size() == 1);
    }
    REQUIRE(must(stage.book->teams_of(ann)) == std::vector{into});
    REQUIRE(must(stage.book->teams()) == std::vector{into});
    REQUIRE(must(stage.book->teams_due(at(9999), 9)) == std::vector{into});
    REQUIRE(must(stage.book->room_of_link("digest", at(1))) == into);
    for (const auto& appeal : must(stage.book->appeals())) REQUIRE(appeal.room == into);
    for (const auto& table : kTables) {
        if (table == "card" || table == "daily_answer") continue;
        CAPTURE(table);
        REQUIRE(stage.look("SELECT count(*) FROM " + table + " WHERE room = " + std::to_string(stage.room.value)) == "0");
    }
    // And what is written by the old id lands there.
    must(stage.book->set_hidden(stage.room, bob, false));
    REQUIRE(must(stage.book->hidden(into)) == std::set{ann});
    must(stage.book->score({stage.room, ann, day(3), "go/c", {}, 1, AttemptId{1}}, "answered", false, at(1)));
    REQUIRE(must(stage.book->entries(into)).size() == 3);
    REQUIRE(stage.look("PRAGMA foreign_key_check").empty());
}

TEST_CASE("of two scores of one date the first answer's stays, and the audit says so") {
    TeamStage stage;
    const auto into = stage.group_room("-100");
    const auto ann = stage.person("Ann"), bob = stage.person("Bob"), carl = stage.person("Carl");
    const auto points = [&](RoomId room, PersonId person, int date, int value, std::int64_t attempt) {
        must(stage.book->score({room, person, day(date), "go/a", {"t" + std::to_string(attempt)}, value, AttemptId{attempt}}, "answered", false,
                               at(int(attempt))));
    };
    points(stage.room, ann, 1, 40, 10);  // first
    points(into, ann, 1, 90, 11);
    points(into, bob, 1, 30, 12);  // first
    points(stage.room, bob, 1, 80, 13);
    points(stage.room, carl, 2, 55, 14);  // the only one
    points(into, carl, 1, 66, 15);
    must(stage.ledger->move_room("bot:1", "-1", "-100"));
    const auto entries = must(stage.book->entries(into));
    REQUIRE(entries.size() == 4);
    const auto is = [&](std::size_t index, PersonId person, int date, int value, std::int64_t attempt) {
        const auto& entry = entries[index];
        return entry.person == person && entry.date == day(date) && entry.points == value && entry.attempt == AttemptId{attempt} &&
               entry.tags == std::vector{"t" + std::to_string(attempt)};
    };
    REQUIRE(is(0, ann, 1, 40, 10));
    REQUIRE(is(1, bob, 1, 30, 12));
    REQUIRE(is(2, carl, 1, 66, 15));
    REQUIRE(is(3, carl, 2, 55, 14));
    const auto changes = [&](PersonId person) {
        std::vector<std::string> lines;
        const auto text = [](std::optional<int> value) { return value ? std::to_string(*value) : "-"; };
        for (const auto& audit : must(stage.book->audit(into, person, 9)))
            lines.push_back(audit.reason + " " + text(audit.before) + " " + text(audit.after) + " " + to_rfc3339(audit.at).substr(14, 2));
        return lines;
    };
    using Lines = std::vector<std::string>;
    REQUIRE(changes(ann) == Lines{"merged 90 40 11", "answered - 90 11", "answered - 40 10"});
    REQUIRE(changes(bob) == Lines{"merged 80 30 13", "answered - 80 13", "answered - 30 12"});
    REQUIRE(changes(carl) == Lines{"answered - 66 15", "answered - 55 14"});
}

TEST_CASE("of two slots of one date the posted one stays, of two posted ones the first") {
    TeamStage stage;
    const auto into = stage.group_room("-100");
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    const auto put = [&](RoomId room, int date, daily::Outcome outcome, int decided, const std::string& question) {
        DailySlot slot;
        slot.room = room;
        slot.slot = {day(date), outcome, at(decided)};
        slot.question = question;
        slot.cycle = question.empty() ? 0 : 1;
        return must(stage.book->put_slot(slot));
    };
    using enum daily::Outcome;
    const auto a = put(stage.room, 1, kPosted, 5, "go/a");
    put(into, 1, kHoliday, 1, "");
    const auto b = put(into, 2, kPosted, 5, "go/b");
    put(stage.room, 2, kDowntime, 1, "");
    const auto c = put(stage.room, 3, kPosted, 4, "go/c"), later = put(into, 3, kPosted, 5, "go/d");
    const auto e = put(into, 4, kPosted, 4, "go/e"), same = put(stage.room, 4, kPosted, 5, "go/e");
    const auto paused = put(into, 5, kPaused, 1, "");
    put(stage.room, 5, kHoliday, 1, "");
    must(stage.book->put_aside(stage.room, day(3), "go/x", 1));
    must(stage.book->put_aside(into, day(4), "go/y", 1));
    stage.answered(later, ann, 10);
    stage.answered(same, ann, 20);
    stage.answered(e, bob, 30);
    must(stage.ledger->move_room("bot:1", "-1", "-100"));
    std::vector<SlotId> ids;
    for (int date = 1; date <= 5; ++date) ids.push_back(must(stage.book->slot_on(into, day(date)))->id);
    REQUIRE(ids == std::vector{a, b, c, e, paused});
    REQUIRE(must(stage.book->slots(into, day(0))).size() == 5);
    // Answers to the same question stay answers; points stay anyway.
    REQUIRE(must(stage.book->answers(e)).size() == 2);
    REQUIRE_FALSE(must(stage.book->slot(later)));
    REQUIRE(must(stage.book->answers(later)).empty());
    REQUIRE(must(stage.book->entries(into)).size() == 3);
    // Both rooms counted their draws from 1.
    REQUIRE(must(stage.book->asked_in(into)) == std::vector<AskedBefore>{{"go/a", 1, 1, std::nullopt},
                                                                         {"go/b", 1, 2, std::nullopt},
                                                                         {"go/c", 1, 4, std::nullopt},
                                                                         {"go/e", 1, 6, 25},
                                                                         {"go/x", 1, 3, std::nullopt},
                                                                         {"go/y", 1, 5, std::nullopt}});
    stage.posted(into, 9, "go/z");
    REQUIRE(must(stage.book->asked_in(into)).back().draw == 7);
    REQUIRE(stage.look("PRAGMA foreign_key_check").empty());
}

TEST_CASE("of two schedules the one that runs goes on, of two that run the one that was there") {
    for (const bool theirs : {false, true}) {
        for (const bool own : {false, true}) {
            CAPTURE(theirs, own);
            TeamStage stage;
            const auto into = stage.group_room("-100");
            auto team = some_team(stage.room);
            team.on = theirs;
            team.schedule.zone = "theirs";
            must(stage.book->set_team(team));
            team.room = into;
            team.on = own;
            team.schedule.zone = "own";
            must(stage.book->set_team(team));
            must(stage.ledger->move_room("bot:1", "-1", "-100"));
            const auto kept = *must(stage.book->team(into));
            REQUIRE(kept.on == (theirs || own));
            REQUIRE(kept.schedule.zone == (theirs && !own ? "theirs" : "own"));
            REQUIRE(must(stage.book->teams()) == std::vector{into});
        }
    }
}

TEST_CASE("erasing a person takes all of theirs out of their teams, and nothing of the others'") {
    TeamStage stage;
    const auto ann = stage.person("Annabel"), bob = stage.person("Bob");
    populate(stage, stage.room, ann, bob);
    const auto bobs = must(stage.ledger->dossier(bob));
    must(stage.ledger->erase(ann));
    REQUIRE(must(stage.ledger->dossier(bob)) == bobs);
    for (const auto& table : {"daily_answer", "score", "audit", "off_board", "card", "appeal", "judge"}) {
        CAPTURE(table);
        REQUIRE(stage.look("SELECT count(*) FROM " + std::string(table) + " WHERE person = " + std::to_string(ann.value)) == "0");
        REQUIRE(stage.look("SELECT count(*) FROM " + std::string(table)) == "1");
    }
    // The team was asked all the same, and Bob's appeal was decided.
    REQUIRE(must(stage.book->slots(stage.room, day(0))).size() == 1);
    REQUIRE(must(stage.book->team(stage.room))->set_by == PersonId{});
    const auto decided = must(stage.book->appeal(AppealId{2}));
    REQUIRE((decided->verdict == 71 && decided->judge == PersonId{}));
    REQUIRE(must(stage.book->entries(stage.room)).size() == 1);
    REQUIRE(stage.look("PRAGMA foreign_key_check").empty());
    stage.ledger.reset();
    const auto bytes = read_file(stage.path);
    REQUIRE(bytes.find("words of the other") != std::string::npos);
    REQUIRE(bytes.find("words of the person") == std::string::npos);
    REQUIRE(bytes.find("Annabel") == std::string::npos);
}

TEST_CASE("a team of one in a direct chat goes with the person") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    stage.session(ann);
    const auto own = must(stage.ledger->find_room("bot:1", "user-Ann"))->id;
    populate(stage, own, ann, bob);
    must(stage.ledger->erase(ann));
    REQUIRE_FALSE(must(stage.ledger->find_room("bot:1", "user-Ann")));
    REQUIRE(must(stage.book->teams()).empty());
    REQUIRE_FALSE(must(stage.book->next_team_due()));
    for (const auto& table : kTables) {
        if (table == "card" || table == "appeal") continue;
        CAPTURE(table);
        REQUIRE(stage.look("SELECT count(*) FROM " + table) == "0");
    }
    REQUIRE_FALSE(must(stage.book->appeal(AppealId{2}))->room);
    REQUIRE(stage.look("PRAGMA foreign_key_check").empty());
}

TEST_CASE("the dossier tells a person's points, changes, answers, cards, appeals and roles") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    populate(stage, stage.room, ann, bob);
    const auto dossier = must(stage.ledger->dossier(ann));
    const auto ask = [&](const std::string& where) { return shell(stage.folder / "asked.db", "SELECT json_extract('" + dossier + "', '" + where + "')"); };
    REQUIRE(ask("$.points[0].room") == "-1");
    REQUIRE(ask("$.points[0].room_title") == "Team -1");
    REQUIRE(ask("$.points[0].date") == daily::to_text(day(1)));
    REQUIRE(ask("$.points[0].points") == "40");
    REQUIRE(ask("$.changes_of_points[0].reason") == "answered");
    REQUIRE(ask("$.changes_of_points[0].before") == "null");
    REQUIRE(ask("$.changes_of_points[0].after") == "40");
    REQUIRE(ask("$.daily_answers[0].question") == "go/a");
    REQUIRE(ask("$.daily_answers[0].points") == "40");
    REQUIRE(ask("$.review[0].due") == daily::to_text(day(4)));
    REQUIRE(ask("$.review[0].stability") == "3.5");
    REQUIRE(ask("$.appeals[0].reason") == "words of the person");
    REQUIRE(ask("$.appeals[0].verdict") == "null");
    REQUIRE(ask("$.roles[0].role") == "decided appeal 2");
    REQUIRE(ask("$.roles[3].role") == "set the schedule");
    for (const char* list : {"points", "changes_of_points", "daily_answers", "review", "appeals"}) {
        CAPTURE(list);
        REQUIRE(shell(stage.folder / "asked.db", "SELECT json_array_length('" + dossier + "', '$." + list + "')") == "1");
    }
    REQUIRE(dossier.find("Bob") == std::string::npos);
    REQUIRE(dossier.find("words of the other") == std::string::npos);
    REQUIRE(must(stage.ledger->dossier(bob)).find("\"verdict_reason\": \"fair\"") != std::string::npos);
}
