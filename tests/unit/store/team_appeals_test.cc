// Owns the tests of appeals, judges and links to a room's page.
#include "tests/unit/store/team_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

Appeal some_appeal(PersonId person, std::int64_t attempt) {
    Appeal appeal;
    appeal.person = person;
    appeal.attempt = AttemptId{attempt};
    appeal.question = "go/a";
    appeal.score = 40;
    appeal.reason = std::string("I said so \0 \xff'; DROP TABLE appeal", 33);
    appeal.at = at(5);
    return appeal;
}

}  // namespace

TEST_CASE("an appeal is kept word for word, open until somebody decides it once") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    auto mine = some_appeal(ann, 7);
    mine.room = stage.room;
    mine.own_mark = 80;
    mine.consent = true;
    mine.id = must(stage.book->open_appeal(mine));
    stage.reopen();
    REQUIRE(must(stage.book->appeal(mine.id)) == mine);
    REQUIRE(stage.book->open_appeal(some_appeal(ann, 7)).error() == Error{Code::kConflict, "appeal 1 against attempt 7 is open already"});
    auto other = some_appeal(bob, 8);
    other.id = must(stage.book->open_appeal(other));
    REQUIRE(must(stage.book->appeals()) == std::vector{mine, other});
    must(stage.book->decide_appeal(mine.id, 75, "that is right", bob, at(9)));
    mine.verdict = 75;
    mine.verdict_reason = "that is right";
    mine.judge = bob;
    mine.decided = at(9);
    REQUIRE(must(stage.book->appeal(mine.id)) == mine);
    REQUIRE(stage.book->decide_appeal(mine.id, 0, "no", ann, at(10)).error() == Error{Code::kConflict, "appeal 1 is decided already"});
    REQUIRE(stage.book->decide_appeal(AppealId{99}, 0, "no", ann, at(10)).error() == Error{Code::kNotFound, "there is no appeal 2r"});
    REQUIRE(must(stage.book->appeal(mine.id)) == mine);
    REQUIRE_FALSE(must(stage.book->appeal(AppealId{99})));
    // The same mark may be disputed again once it was decided; nobody need be named as the judge.
    const auto again = must(stage.book->open_appeal(some_appeal(ann, 7)));
    must(stage.book->decide_appeal(again, 40, "", PersonId{}, at(11)));
    REQUIRE(must(stage.book->appeal(again))->judge == PersonId{});
    REQUIRE_FALSE(stage.book->open_appeal(some_appeal(PersonId{99}, 9)));
    REQUIRE(must(stage.book->appeals()).size() == 3);
}

TEST_CASE("the words of appeals and verdicts go with the answers, what was decided stays") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    const auto on_day = [](int number) { return Instant(std::chrono::hours(24 * number)); };
    const auto opened = [&](std::int64_t attempt, Instant when) {
        auto appeal = some_appeal(ann, attempt);
        appeal.at = when;
        return must(stage.book->open_appeal(appeal));
    };
    const auto old = opened(7, on_day(0)), late = opened(8, on_day(0)), young = opened(9, on_day(5));
    must(stage.book->decide_appeal(old, 75, "that is right", bob, on_day(1)));
    must(stage.book->decide_appeal(late, 75, "so it is", bob, on_day(5)));
    const Retention kept{{}, {}, std::chrono::hours(24 * 180)};
    REQUIRE(must(stage.ledger->forget_old(on_day(180), kept, 100)) == 0);
    // Both reasons of day 0, one at a time, and the verdict of day 1.
    REQUIRE(must(stage.ledger->forget_old(on_day(182), kept, 1)) == 1);
    REQUIRE(must(stage.ledger->forget_old(on_day(182), kept, 100)) == 2);
    REQUIRE(must(stage.ledger->forget_old(on_day(182), kept, 100)) == 0);
    const auto now_old = must(stage.book->appeal(old)), now_late = must(stage.book->appeal(late)), now_young = must(stage.book->appeal(young));
    REQUIRE((now_old->reason.empty() && now_old->verdict_reason.empty()));
    REQUIRE((now_old->verdict == 75 && now_old->score == 40 && now_old->decided == on_day(1)));
    REQUIRE((now_late->reason.empty() && now_late->verdict_reason == "so it is"));
    REQUIRE(now_young->reason == some_appeal(ann, 9).reason);
}

TEST_CASE("open appeals are found by their room and by their attempt, without looking at the others") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    std::vector<AppealId> ids;
    for (std::int64_t attempt = 1; attempt <= 3; ++attempt) {
        auto appeal = some_appeal(ann, attempt);
        if (attempt < 3) appeal.room = stage.room;
        ids.push_back(must(stage.book->open_appeal(appeal)));
    }
    must(stage.book->decide_appeal(ids[0], 75, "", bob, at(9)));
    const auto open = must(stage.book->undecided_in(stage.room));
    REQUIRE(open.size() == 1);
    REQUIRE(open[0].id == ids[1]);
    REQUIRE_FALSE(must(stage.book->undecided(AttemptId{1})));
    REQUIRE(must(stage.book->undecided(AttemptId{2}))->id == ids[1]);
    REQUIRE(must(stage.book->undecided(AttemptId{3}))->id == ids[2]);
    const auto plan = [&](Sql query) { return must(stage.ledger->connection().first(query, [](const Statement& row) { return row.text(3); })); };
    REQUIRE(plan("EXPLAIN QUERY PLAN SELECT id FROM appeal WHERE room = 1 AND decided IS NULL ORDER BY id") ==
            "SEARCH appeal USING COVERING INDEX appeal_room (room=? AND decided=?)");
    REQUIRE(plan("EXPLAIN QUERY PLAN SELECT score FROM appeal WHERE attempt = 1 AND decided IS NULL") == "SEARCH appeal USING INDEX appeal_open (attempt=?)");
}

TEST_CASE("judges are those who were named, and else who set the schedule") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob"), carl = stage.person("Carl");
    REQUIRE(must(stage.book->judges(stage.room)).empty());
    auto team = some_team(stage.room);
    must(stage.book->set_team(team));
    REQUIRE(must(stage.book->judges(stage.room)).empty());
    team.set_by = carl;
    must(stage.book->set_team(team));
    REQUIRE(must(stage.book->judges(stage.room)) == std::vector{carl});
    must(stage.book->set_judge(stage.room, bob, true));
    must(stage.book->set_judge(stage.room, ann, true));
    must(stage.book->set_judge(stage.room, ann, true));
    REQUIRE(must(stage.book->judges(stage.room)) == std::vector{ann, bob});
    must(stage.book->set_judge(stage.room, ann, false));
    must(stage.book->set_judge(stage.room, bob, false));
    REQUIRE(must(stage.book->judges(stage.room)) == std::vector{carl});
    REQUIRE(must(stage.book->judges(stage.group_room("-2"))).empty());
    REQUIRE(must(stage.book->user_key(ann)) == "user-Ann");
    REQUIRE(stage.book->user_key(PersonId{99}).error() == Error{Code::kNotFound, "there is no person 2r"});
}

TEST_CASE("a link leads to its room until it expires or is revoked") {
    TeamStage stage;
    const auto second = stage.group_room("-2");
    const std::string digest("\0\xff digest", 9), other = "other";
    must(stage.book->add_link(stage.room, digest, at(10), at(0)));
    must(stage.book->add_link(second, other, at(10), at(0)));
    REQUIRE(must(stage.book->room_of_link(digest, at(9))) == stage.room);
    REQUIRE_FALSE(must(stage.book->room_of_link(digest, at(10))));
    REQUIRE_FALSE(must(stage.book->room_of_link(digest.substr(0, 1), at(9))));
    REQUIRE_FALSE(must(stage.book->room_of_link("", at(9))));
    REQUIRE_FALSE(stage.book->add_link(second, digest, at(99), at(1)));
    REQUIRE(must(stage.book->room_of_link(digest, at(9))) == stage.room);
    must(stage.book->revoke_links(stage.room));
    REQUIRE_FALSE(must(stage.book->room_of_link(digest, at(9))));
    REQUIRE(must(stage.book->room_of_link(other, at(9))) == second);
    // Past their time they go, whatever else is kept for ever.
    must(stage.book->add_link(stage.room, digest, at(20), at(0)));
    REQUIRE(must(stage.ledger->forget_old(at(9), {}, 100)) == 0);
    REQUIRE(must(stage.ledger->forget_old(at(10), {}, 100)) == 1);
    REQUIRE(must(stage.ledger->forget_old(at(20), {}, 100)) == 1);
    REQUIRE(stage.look("SELECT count(*) FROM page_link") == "0");
}

TEST_CASE("a room that cannot be reached has no page any more, and keeps its points") {
    TeamStage stage;
    const auto second = stage.group_room("-2");
    must(stage.book->add_link(stage.room, "one", at(99), at(0)));
    must(stage.book->add_link(second, "two", at(99), at(0)));
    must(stage.book->set_team(some_team(stage.room)));
    stage.answered(stage.posted(stage.room, 1, "go/a"), stage.person("Ann"), 50);
    must(stage.ledger->set_reachable(stage.room, false, "removed"));
    REQUIRE_FALSE(must(stage.book->room_of_link("one", at(1))));
    REQUIRE(must(stage.book->room_of_link("two", at(1))) == second);
    must(stage.ledger->set_reachable(stage.room, true, ""));
    REQUIRE(must(stage.book->team(stage.room)) == some_team(stage.room));
    REQUIRE(must(stage.book->entries(stage.room)).size() == 1);
}
