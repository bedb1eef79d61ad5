// Owns the tests of answers, points with their audit, who is hidden, and review cards.
#include <limits>

#include "tests/unit/store/team_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

review::Card some_card(int due, int reps = 3) { return {12.34567890123456789, 1.0 / 3.0, day(due), day(due - 12), reps, 1, review::State::kReview}; }

}  // namespace

TEST_CASE("beginning again replaces the session and keeps the points") {
    TeamStage stage;
    const auto ann = stage.person("Ann");
    const auto slot = stage.posted(stage.room, 1, "go/a");
    REQUIRE_FALSE(must(stage.book->answer_of(slot, ann)));
    const auto first = stage.session(ann);
    REQUIRE_FALSE(must(stage.book->answer_in(first)));
    must(stage.book->begin_answer(slot, ann, first));
    REQUIRE(must(stage.book->answer_in(first)) == DailyAnswer{slot, ann, "Ann", first, std::nullopt, {}, false});
    must(stage.book->set_points(slot, ann, 62, AttemptId{7}));
    must(stage.book->set_shared(slot, ann, true));
    const auto again = stage.session(ann);
    must(stage.book->begin_answer(slot, ann, again));
    const DailyAnswer expected{slot, ann, "Ann", again, 62, AttemptId{7}, true};
    REQUIRE(must(stage.book->answer_of(slot, ann)) == expected);
    REQUIRE(must(stage.book->answer_in(again)) == expected);
    REQUIRE_FALSE(must(stage.book->answer_in(first)));
    must(stage.book->set_shared(slot, ann, false));
    REQUIRE_FALSE(must(stage.book->answer_of(slot, ann))->shared);
    const auto bob = stage.person("Bob");
    const Error none{Code::kNotFound, "person 2 has not begun to answer slot 1"};
    REQUIRE(stage.book->set_points(slot, bob, 1, AttemptId{1}).error() == none);
    REQUIRE(stage.book->set_shared(slot, bob, true).error() == none);
    REQUIRE_FALSE(stage.book->begin_answer(SlotId{99}, ann, first));
    REQUIRE_FALSE(stage.book->begin_answer(slot, ann, SessionId{99}));
}

TEST_CASE("answers come in the order in which they were first graded, whatever is revised later") {
    TeamStage stage;
    const auto slot = stage.posted(stage.room, 1, "go/a");
    const auto ann = stage.person("Ann"), bob = stage.person("Bob"), carl = stage.person("Carl");
    must(stage.book->begin_answer(slot, ann, stage.session(ann)));
    stage.answered(slot, carl, 10);
    stage.answered(slot, bob, 20);
    const auto later = stage.attempt(carl, "go/a", 90).second;
    must(stage.book->set_points(slot, carl, 90, later));
    std::vector<std::string> names;
    for (const auto& answer : must(stage.book->answers(slot))) names.push_back(answer.name);
    REQUIRE(names == std::vector<std::string>{"Carl", "Bob", "Ann"});
    REQUIRE(must(stage.book->answers(slot)).front().points == 90);
    REQUIRE(must(stage.book->answers(slot)).front().attempt == later);
    REQUIRE_FALSE(must(stage.book->answers(slot)).back().points);
    REQUIRE(must(stage.book->answers(SlotId{99})).empty());
}

TEST_CASE("an answer's text is there until it is forgotten, and follow-ups are no first attempts") {
    TeamStage stage;
    const auto ann = stage.person("Ann");
    const auto [session, first] = stage.attempt(ann, "go/a", 62, "a secret");
    auto followup = attempt_of_turn(1);
    followup.turn = 1;
    must(stage.ledger->commit({{session, ann, "pin-one", session_after(2)}, {followup}}, at(2)));
    REQUIRE(must(stage.book->last_first_attempt(session)) == first);
    REQUIRE(must(stage.book->answer_text(first)) == "a secret");
    REQUIRE(must(stage.ledger->forget_old(at(60 * 24), {{}, {}, std::chrono::hours(1)}, 100)) == 2);
    REQUIRE(must(stage.book->answer_text(first)).empty());
    REQUIRE(stage.book->answer_text(AttemptId{99}).error() == Error{Code::kNotFound, "there is no attempt 2r"});
    REQUIRE_FALSE(must(stage.book->last_first_attempt(stage.session(ann))));
}

TEST_CASE("the first points stay unless they are revised, and every change is in the audit") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    Score score{stage.room, ann, day(1), "go/a", {"go", "memory"}, 40, AttemptId{1}};
    must(stage.book->score(score, "answered", false, at(1)));
    auto second = score;
    second.points = 90;
    second.attempt = AttemptId{2};
    must(stage.book->score(second, "answered", false, at(2)));
    REQUIRE(must(stage.book->entries(stage.room)).front().points == 40);
    REQUIRE(must(stage.book->entries(stage.room)).front().attempt == AttemptId{1});
    must(stage.book->score(second, "revised", true, at(3)));
    // No change of points is none in the audit, but the attempt that explains them is the new one.
    second.attempt = AttemptId{3};
    must(stage.book->score(second, "revised", true, at(4)));
    const auto entry = must(stage.book->entries(stage.room)).front();
    REQUIRE((entry.points == 90 && entry.attempt == AttemptId{3} && entry.tags == score.tags && entry.date == day(1)));
    REQUIRE(must(stage.book->audit(stage.room, ann, 9)) ==
            std::vector<Audit>{{ann, day(1), "go/a", 40, 90, "revised", at(3)}, {ann, day(1), "go/a", std::nullopt, 40, "answered", at(1)}});
    REQUIRE(must(stage.book->audit(stage.room, ann, 1)).size() == 1);
    // A revision of nothing is the first.
    auto third = score;
    third.person = bob;
    third.tags = {};
    must(stage.book->score(third, "appeal a1", true, at(5)));
    REQUIRE(must(stage.book->audit(stage.room, bob, 9)) == std::vector<Audit>{{bob, day(1), "go/a", std::nullopt, 40, "appeal a1", at(5)}});
    // Another question, date or room is another score.
    auto other = score;
    other.question = "go/b";
    must(stage.book->score(other, "answered", false, at(6)));
    other = score;
    other.date = day(2);
    must(stage.book->score(other, "answered", false, at(6)));
    other = score;
    other.room = stage.group_room("-2");
    must(stage.book->score(other, "answered", false, at(6)));
    REQUIRE(must(stage.book->entries(stage.room)).size() == 4);
    REQUIRE(must(stage.book->entries(other.room)).size() == 1);
    REQUIRE(must(stage.book->entries(stage.room)).back().name == "Bob");
    REQUIRE(must(stage.book->entries(stage.room)).back().tags.empty());
    REQUIRE_FALSE(stage.book->score({stage.room, PersonId{99}, day(1), "go/a", {}, 1, AttemptId{1}}, "answered", false, at(1)));
    REQUIRE(must(stage.book->entries(stage.room)).size() == 4);
}

TEST_CASE("a person's teams are those with their points, the latest first") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    const auto second = stage.group_room("-2"), third = stage.group_room("-3");
    const auto points = [&](RoomId room, PersonId person, int date) {
        must(stage.book->score({room, person, day(date), "go/a", {}, 50, AttemptId{1}}, "answered", false, at(1)));
    };
    REQUIRE(must(stage.book->teams_of(ann)).empty());
    points(stage.room, ann, 1);
    points(stage.room, ann, 5);
    points(third, ann, 3);
    points(second, bob, 9);
    REQUIRE(must(stage.book->teams_of(ann)) == std::vector{stage.room, third});
    points(third, ann, 6);
    REQUIRE(must(stage.book->teams_of(ann)) == std::vector{third, stage.room});
    REQUIRE(must(stage.book->teams_of(bob)) == std::vector{second});
    must(stage.book->set_team(some_team(stage.group_room("-4"))));
    REQUIRE(must(stage.book->teams()) == std::vector{stage.room, second, third, stage.group_room("-4")});
}

TEST_CASE("who does not want to be on a board is kept until they change their mind") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    REQUIRE(must(stage.book->hidden(stage.room)).empty());
    must(stage.book->set_hidden(stage.room, bob, true));
    must(stage.book->set_hidden(stage.room, bob, true));
    must(stage.book->set_hidden(stage.room, ann, true));
    must(stage.book->set_hidden(stage.room, ann, false));
    must(stage.book->set_hidden(stage.room, ann, false));
    REQUIRE(must(stage.book->hidden(stage.room)) == std::set{bob});
    REQUIRE(must(stage.book->hidden(stage.group_room("-2"))).empty());
}

TEST_CASE("a review card comes back bit by bit, by due date, and one that is not there is new") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    REQUIRE(must(stage.book->card(ann, "go/a")) == review::Card{});
    must(stage.book->set_card(ann, "go/b", some_card(4)));
    must(stage.book->set_card(ann, "go/a", some_card(4, 2)));
    must(stage.book->set_card(ann, "go/c", some_card(2)));
    must(stage.book->set_card(bob, "go/a", review::Card{}));
    stage.reopen();
    REQUIRE(must(stage.book->card(ann, "go/b")) == some_card(4));
    REQUIRE(must(stage.book->card(bob, "go/a")) == review::Card{});
    using Cards = std::vector<std::pair<std::string, review::Card>>;
    REQUIRE(must(stage.book->cards(ann)) == Cards{{"go/c", some_card(2)}, {"go/a", some_card(4, 2)}, {"go/b", some_card(4)}});
    must(stage.book->set_card(ann, "go/c", some_card(9)));
    REQUIRE(must(stage.book->cards(ann)).back() == std::pair<std::string, review::Card>{"go/c", some_card(9)});
    auto broken = some_card(1);
    broken.stability = std::numeric_limits<double>::quiet_NaN();
    REQUIRE_FALSE(stage.book->set_card(ann, "go/c", broken));
    REQUIRE_FALSE(stage.book->set_card(PersonId{99}, "go/a", some_card(1)));
    REQUIRE(must(stage.book->card(ann, "go/c")) == some_card(9));
}

TEST_CASE("what is due in a room counts the people who answered there") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob"), carl = stage.person("Carl");
    for (const auto person : {ann, bob}) must(stage.book->score({stage.room, person, day(1), "go/a", {}, 50, AttemptId{1}}, "answered", false, at(1)));
    for (const auto person : {ann, bob, carl}) must(stage.book->set_card(person, "go/a", some_card(person == ann ? 5 : 6)));
    must(stage.book->set_card(ann, "go/b", some_card(7)));
    const auto due = [&](int today) {
        std::vector<std::tuple<std::string, int, int>> found;
        for (const auto& each : must(stage.book->due_in(stage.room, day(today)))) found.emplace_back(each.question, each.people, each.due);
        return found;
    };
    using Found = std::vector<std::tuple<std::string, int, int>>;
    REQUIRE(due(4) == Found{{"go/a", 2, 0}, {"go/b", 1, 0}});
    REQUIRE(due(5) == Found{{"go/a", 2, 1}, {"go/b", 1, 0}});
    REQUIRE(due(7) == Found{{"go/a", 2, 2}, {"go/b", 1, 1}});
    REQUIRE(must(stage.book->due_in(stage.group_room("-2"), day(9))).empty());
}

TEST_CASE("standings say what is due by the end of the day in UTC") {
    TeamStage stage;
    const auto ann = stage.person("Ann");
    stage.attempt(ann, "go/a", 62);
    stage.attempt(ann, "go/b", 70);
    must(stage.book->set_card(ann, "go/a", some_card(3)));
    const auto midnight = Instant(std::chrono::days{20'003});
    const auto due = [&](Instant now) {
        const auto standings = must(stage.ledger->standings(ann, now));
        REQUIRE(standings.size() == 2);
        REQUIRE_FALSE(standings[1].due);
        return standings[0].due;
    };
    REQUIRE_FALSE(due(midnight - Duration{1}));
    REQUIRE(due(midnight));
    REQUIRE(due(midnight + std::chrono::hours(48)));
    // A turn's card is written with it.
    const auto session = stage.session(ann);
    must(stage.ledger->commit({{session, ann, "pin-one", session_after(1)}, {}, {{"go/b", some_card(2)}, {"go/a", some_card(99)}}}, at(1)));
    const auto standings = must(stage.ledger->standings(ann, midnight));
    REQUIRE_FALSE(standings[0].due);
    REQUIRE(standings[1].due);
    REQUIRE(stage.ledger->commit({{session, ann, "pin-one", session_after(0)}, {}, {{"go/b", some_card(50)}}}, at(1)).error().code == Code::kConflict);
    REQUIRE(must(stage.book->card(ann, "go/b")) == some_card(2));
}

TEST_CASE("what is asked often looks at no other room's rows") {
    TeamStage stage;
    const auto fill = [&](RoomId room, int people) {
        must(stage.book->set_team(some_team(room)));
        for (int number = 0; number < people; ++number) {
            const auto person = stage.person(std::to_string(room.value) + "-" + std::to_string(number));
            for (int date = 0; date < 3; ++date) must(stage.book->score({room, person, day(date), "go/a", {}, 50, AttemptId{1}}, "answered", false, at(1)));
            must(stage.book->set_card(person, "go/a", some_card(1)));
        }
        const auto slot = stage.posted(room, 1, "go/a");
        must(stage.book->set_letter(slot, 1000 + room.value));
    };
    fill(stage.room, 3);
    const auto ann = stage.person(std::to_string(stage.room.value) + "-0");
    const auto scanned = [&] {
        const auto before = stage.ledger->connection().scanned();
        must(stage.book->entries(stage.room));
        must(stage.book->asked_in(stage.room));
        must(stage.book->due_in(stage.room, day(1)));
        must(stage.book->teams_of(ann));
        must(stage.book->audit(stage.room, ann, 5));
        must(stage.book->hidden(stage.room));
        must(stage.book->open_slots(stage.room));
        must(stage.book->slots(stage.room, day(0)));
        must(stage.book->teams_due(at(0), 1));
        must(stage.book->next_team_due());
        must(stage.book->cards(ann));
        must(stage.ledger->standings(ann, at(0)));
        return stage.ledger->connection().scanned() - before;
    };
    scanned();
    const auto alone = scanned();
    for (int number = 2; number < 12; ++number) fill(stage.group_room("-" + std::to_string(number)), 4);
    REQUIRE(scanned() == alone);
}
