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
