// Owns a team's way through the book: scheduled, asked, answered, revealed, counted.
#include "tests/unit/store/team_fixture.h"

using namespace bot;
using namespace bot::store;

TEST_CASE("a team is asked, answers, is revealed and counted, whatever is restarted in between") {
    TeamStage stage;
    const auto ann = stage.person("Ann"), bob = stage.person("Bob");
    auto team = some_team(stage.room);
    team.set_by = ann;
    must(stage.book->set_team(team));
    REQUIRE(must(stage.book->team(stage.room)) == team);
    REQUIRE(must(stage.book->next_team_due()) == at(100));
    REQUIRE(must(stage.book->teams_due(at(99), 10)).empty());
    REQUIRE(must(stage.book->teams_due(at(100), 10)) == std::vector{stage.room});
    REQUIRE(must(stage.book->place_of(stage.room)) == group("-1", "topic"));
    REQUIRE(must(stage.book->title_of(stage.room)) == "Team -1");

    const auto slot = stage.posted(stage.room, 1, "go/channels");
    auto post = letter(group("-1", "topic"), "the question");
    post.message.keep_id = true;
    const auto id = must(stage.ledger->write(post));
    must(stage.book->set_letter(slot, id));
    must(stage.ledger->settle({{id, Settled::How::kSent, "", "message-7"}}, at(1)));
    stage.reopen();
    const auto open = must(stage.book->open_slots(stage.room));
    REQUIRE(open.size() == 1);
    REQUIRE(open.front().id == slot);
    REQUIRE(open.front().letter == id);
    REQUIRE(open.front().message == "message-7");

    const auto by_bob = stage.answered(slot, bob, 80);
    const auto by_ann = stage.answered(slot, ann, 62);
    must(stage.book->set_shared(slot, bob, true));
    const auto answers = must(stage.book->answers(slot));
    REQUIRE(answers.size() == 2);
    REQUIRE(answers[0].name == "Bob");
    REQUIRE(answers[0].points == 80);
    REQUIRE(answers[0].attempt == by_bob);
    REQUIRE(answers[0].shared);
    REQUIRE(answers[1].attempt == by_ann);
    REQUIRE_FALSE(answers[1].shared);
    REQUIRE(must(stage.book->answer_text(by_bob)) == "an answer");

    must(stage.book->set_revealed(slot, at(481)));
    stage.reopen();
    REQUIRE(must(stage.book->open_slots(stage.room)).empty());
    REQUIRE(must(stage.book->slot(slot))->revealed == at(481));
    const auto entries = must(stage.book->entries(stage.room));
    REQUIRE(entries.size() == 2);
    REQUIRE(entries[0].name == "Ann");
    REQUIRE(entries[0].points == 62);
    REQUIRE(entries[0].pack == "go");
    REQUIRE(entries[0].tags == std::vector<std::string>{"go"});
    REQUIRE(must(stage.book->audit(stage.room, bob, 9)) == std::vector<Audit>{{bob, day(1), "go/channels", std::nullopt, 80, "answered", at(2)}});
    REQUIRE(must(stage.book->teams_of(ann)) == std::vector{stage.room});
    REQUIRE(must(stage.book->teams()) == std::vector{stage.room});
    REQUIRE(must(stage.book->asked_in(stage.room)) == std::vector<AskedBefore>{{"go/channels", 1, day(1), 71}});
}
