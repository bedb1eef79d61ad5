// A team's question while rooms and people go: the bot is removed and comes back, the room gets another key, who answered is forgotten.
#include "tests/unit/app/team_room.h"

using namespace chat;

TEST_CASE("a room that the bot was removed from is skipped, on record, and asked again when it is back") {
    TeamRoom stage;
    stage.order(stage.room, "on 09:30 mon-fri Europe/Berlin tiny");
    stage.happens(stage.room, Left{});
    const auto before = stage.sent.size();
    stage.pass(48h);
    CHECK(stage.sent.size() == before);
    CHECK(stage.number("SELECT count(*) FROM slot WHERE outcome = 'downtime'") == 2);
    stage.happens(stage.room, Returned{});
    stage.pass(24h);
    CHECK(stage.number("SELECT count(*) FROM slot WHERE outcome = 'posted'") == 1);
    CHECK(stage.number("SELECT count(*) FROM slot") == 3);
    CHECK(holds(stage.told("team", before), "Question of the day"));
}

TEST_CASE("the bot is removed between the post and the reveal: answers count, the date is closed once, nothing comes up for ever") {
    TeamRoom stage;
    stage.post();
    stage.happens(stage.room, Left{});
    stage.answer("anna", kGood);
    stage.pass(24h);
    stage.happens(stage.room, Returned{});
    stage.pass(1min);
    CHECK(stage.number("SELECT count(*) FROM slot WHERE revealed IS NOT NULL AND reveal_at IS NULL") == 1);
    CHECK(stage.number("SELECT count(*) FROM score") == 1);
    CHECK(holds(stage.call(Seat{"boris", "team"}, "board"), "Name of anna"));
}

TEST_CASE("a room that moves between the post and the reveal goes on under its new key, dates and points with it") {
    TeamRoom stage;
    stage.post();
    stage.answer("anna", kGood);
    stage.say(stage.direct("anna"), "stop");
    stage.happens(stage.room, Moved{"team-2"});
    // The old button still works.
    CHECK(holds(stage.answer("boris", kHalf), "of 100"));
    auto before = stage.sent.size();
    stage.pass(8h);
    CHECK_FALSE(holds(stage.told("team", before), "reveal"));
    CHECK(holds(stage.told("team-2", before), "2 answers"));
    stage.pass(24h);
    CHECK(holds(stage.told("team-2", before), "Question of the day"));
    CHECK(stage.number("SELECT count(*) FROM slot") == 2);
    CHECK(stage.number("SELECT count(DISTINCT date) FROM slot") == 2);
    CHECK(stage.number("SELECT count(*) FROM score") == 2);
    CHECK(stage.number("SELECT count(*) FROM audit") == 2);
    // Word of the move comes twice, and late events name the old key.
    stage.happens(stage.room, Moved{"team-2"});
    before = stage.sent.size();
    stage.call(Seat{"boris", "team"}, "board");
    CHECK(holds(stage.told("team-2", before), "Name of boris"));
}

TEST_CASE("two rooms with a question each become one: one question a date, and every point is kept") {
    TeamRoom stage;
    stage.post();
    const auto first = stage.slot;
    stage.answer("anna", kGood);
    stage.say(stage.direct("anna"), "stop");
    const Seat other{"admin", "team-2"};
    stage.order(other, "on 09:00 mon-fri Europe/Berlin tiny");
    stage.order(other, "now");
    stage.slot = stage.button("answer");
    REQUIRE(stage.slot != first);
    stage.answer("boris", kGood);
    stage.say(stage.direct("boris"), "stop");
    stage.happens(stage.room, Moved{"team-2"});
    stage.pass(24h);
    CHECK(stage.number("SELECT count(*) FROM team") == 1);
    CHECK(stage.number("SELECT count(*) FROM (SELECT date FROM slot GROUP BY date HAVING count(*) > 1)") == 0);
    CHECK(stage.number("SELECT count(*) FROM slot WHERE revealed IS NULL AND reveal_at IS NULL") == 0);
    CHECK(stage.number("SELECT count(*) FROM score") == 2);
    CHECK(stage.number("SELECT count(*) FROM audit") == 2);
}

TEST_CASE("who is forgotten before the reveal is not in it, not on the board, and may come back as somebody new") {
    TeamRoom stage;
    stage.post();
    stage.answer("anna", std::string("canary ") + kGood);
    stage.press(stage.direct("anna"), stage.button("share"));
    stage.answer("boris", kHalf);
    const auto before = stage.sent.size();
    stage.say(stage.direct("anna"), "forget me yes");
    SECTION("for good") {
        stage.pass(8h);
        const auto shown = stage.told("team", before);
        CHECK(holds(shown, "The reveal"));
        CHECK(holds(shown, "One answer"));
        CHECK_FALSE(holds(shown, "canary"));
        CHECK_FALSE(holds(shown, "anna"));
        CHECK_FALSE(holds(stage.call(Seat{"boris", "team"}, "board all"), "anna"));
        CHECK(stage.number("SELECT count(*) FROM score") == 1);
        CHECK(stage.number("SELECT count(*) FROM audit") == 1);
    }
    SECTION("and answers anew") {
        CHECK(holds(stage.answer("anna", kHalf), "of 100"));
        CHECK(stage.number("SELECT count(*) FROM score") == 2);
        CHECK(stage.number("SELECT count(*) FROM daily_answer WHERE shared = 1") == 0);
        stage.pass(8h);
        CHECK_FALSE(holds(stage.told("team", before), "canary"));
    }
}

TEST_CASE("who is forgotten in the middle of an answer, or after switching the question on, leaves the team going") {
    TeamRoom stage;
    stage.post();
    stage.call(stage.direct("anna"), "start", stage.slot);
    stage.say(stage.direct("anna"), "forget me yes");
    stage.say(Seat{"admin", ""}, "forget me yes");
    CHECK(stage.number("SELECT count(*) FROM daily_answer") == 0);
    const auto before = stage.sent.size();
    stage.pass(24h);
    CHECK(holds(stage.told("team", before), "The reveal"));
    CHECK(holds(stage.told("team", before), "Question of the day"));
    CHECK(stage.number("SELECT count(*) FROM slot WHERE outcome = 'posted'") == 2);
}

TEST_CASE("the post stops naming who was forgotten") {
    TeamRoom stage;
    stage.post();
    for (const auto& letter : stage.sent) {
        if (letter.message.keep_id) stage.dispatcher->settle({letter.id, store::Settled::How::kSent, "", "m77"});
    }
    stage.dispatcher->run_until_idle();
    stage.answer("anna", kGood);
    CHECK(holds(stage.told("team"), "Name of anna"));
    const auto before = stage.sent.size();
    stage.say(stage.direct("anna"), "forget me yes");
    const auto changed = std::find_if(stage.sent.begin() + std::ptrdiff_t(before), stage.sent.end(),
                                      [](const auto& letter) { return letter.place.room == "team" && letter.message.replaces == "m77"; });
    REQUIRE(changed != stage.sent.end());
    CHECK_FALSE(holds(text_of(changed->message), "Name of anna"));
}

TEST_CASE("an event without a name leaves the known one on the board and in the post") {
    TeamRoom stage;
    stage.post();
    stage.answer("anna", kGood);
    auto press = stage.event(stage.direct("anna"), Pressed{stage.button("share"), "h"});
    press.author.name.clear();
    stage.handle({press});
    stage.pass(8h);
    CHECK(holds(stage.call(Seat{"boris", "team"}, "board"), "Name of anna"));
}
