// A team's daily question, through the whole shell on a real book: who may set it up, the post, private answers, the reveal, points, reviews.
#include "tests/unit/app/team_stage.h"

using namespace chat;

TEST_CASE("only who administers a group sets up its daily question; the platform is asked once") {
    TeamStage stage;
    stage.call(stage.room, "daily", "on 09:30 mon-fri Europe/Berlin tiny");
    REQUIRE(stage.sent.size() == 1);
    REQUIRE(stage.sent[0].message.inquiry);
    CHECK(stage.sent[0].message.person == "anna");
    CHECK(holds(stage.vouch(false), stage.text("daily.admins_only")));
    CHECK(holds(stage.call(stage.room, "daily", "status"), stage.text("daily.never_on")));
    stage.call(stage.room, "daily", "on 09:30 mon-fri Europe/Berlin tiny");
    CHECK(holds(stage.vouch(true), "09:30"));
    const auto before = stage.sent.size();
    CHECK(holds(stage.call(stage.room, "daily", "reveal 16:00"), "16:00"));
    CHECK(stage.sent.size() == before + 1);
    stage.pass(6min);
    stage.call(stage.room, "daily", "reveal 17:00");
    CHECK(stage.sent.back().message.inquiry);
}

TEST_CASE("a daily question without a zone asks for it, or takes the admin's") {
    TeamStage stage;
    stage.call(stage.room, "daily", "on 09:30");
    CHECK(holds(stage.vouch(true), "In which time zone"));
    stage.clock.at += 10min;
    stage.call(stage.room, "daily", "on 09:30");
    CHECK(holds(stage.vouch(true, "Asia/Tokyo"), "Asia/Tokyo"));
    CHECK(holds(stage.call(stage.room, "daily", "on 25:99 Europe/Berlin"), "25:99"));
    CHECK(holds(stage.call(stage.room, "daily", "on 09:30 Europe/Berlinn"), "Europe/Berlin"));
}

TEST_CASE("the question comes at its time, once a workday, and none twice before all were asked") {
    TeamStage stage;
    stage.set_up();
    stage.pass(89min);
    CHECK_FALSE(holds(stage.told("team"), "Question of the day"));
    stage.pass(2min);
    REQUIRE(stage.last_to("team"));
    CHECK(holds(text_of(stage.last_to("team")->message), "Question of the day"));
    CHECK(stage.last_to("team")->message.keep_id);
    stage.pass(std::chrono::hours{24 * 7});
    CHECK(stage.rows("SELECT count(*) FROM slot WHERE outcome = 'posted'") == 6);
    CHECK(stage.rows("SELECT count(DISTINCT date) FROM slot") == 6);
    CHECK(stage.rows("SELECT count(*) FROM (SELECT question FROM slot WHERE outcome = 'posted' ORDER BY date LIMIT 3) GROUP BY question HAVING count(*) > 1") ==
          0);
}

TEST_CASE("answers stay private until the reveal, which shows how the team did and the board") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    const auto posted = stage.sent.size();
    CHECK(holds(stage.answer("anna"), "What does send-"));
    CHECK(holds(stage.say(stage.direct("anna"), kGood), "of 100"));
    CHECK(stage.sent.back().message.choices.back().verb == "share");
    stage.answer("boris");
    stage.say(stage.direct("boris"), kHalf);
    stage.say(stage.direct("boris"), "skip");
    // The room saw nothing of it.
    CHECK_FALSE(holds(stage.told("team", posted), "receiver"));
    CHECK_FALSE(holds(stage.told("anna") + stage.told("boris"), stage.text("finish.answer")));
    CHECK_FALSE(holds(stage.call(Seat{"carl", "team"}, "board"), "Boris"));
    stage.press(stage.direct("anna"), stage.button("share"));
    const auto before = stage.sent.size();
    stage.pass(std::chrono::hours{8});
    const auto shown = stage.told("team", before);
    CHECK(holds(shown, "The reveal"));
    CHECK(holds(shown, "It waits."));
    CHECK(holds(shown, "2 answers"));
    CHECK(holds(shown, "Both sides meet. (missed by one)"));
    CHECK(holds(shown, kGood));
    CHECK(holds(shown, "Name of anna"));
    CHECK_FALSE(holds(shown, kHalf));
    CHECK(stage.rows("SELECT count(*) FROM score") == 2);
    CHECK(stage.rows("SELECT count(*) FROM audit") == 2);
    CHECK(holds(stage.answer("dora"), stage.text("daily.over")));
}

TEST_CASE("the first answer counts, before follow-ups, and a second is not asked for") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    stage.answer("anna");
    stage.say(stage.direct("anna"), kHalf);
    const auto points = stage.rows("SELECT points FROM score");
    stage.say(stage.direct("anna"), "Both sides meet at the same moment.");
    CHECK(stage.rows("SELECT points FROM score") == points);
    CHECK(holds(stage.answer("anna"), "You have answered this one"));
    CHECK(stage.rows("SELECT count(*) FROM score") == 1);
}

TEST_CASE("where the room allows it an answer may be revised, and the change is on record") {
    TeamStage stage;
    stage.set_up();
    stage.call(stage.room, "daily", "revise on");
    stage.pass(100min);
    stage.answer("anna");
    stage.say(stage.direct("anna"), kHalf);
    stage.say(stage.direct("anna"), "stop");
    const auto first = stage.rows("SELECT points FROM score");
    stage.answer("anna");
    stage.say(stage.direct("anna"), kGood);
    CHECK(stage.rows("SELECT points FROM score") > first);
    CHECK(stage.rows("SELECT count(*) FROM audit") == 2);
}

TEST_CASE("the post says who has answered, not what, once the platform gave it an id") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    const auto* post = stage.last_to("team");
    REQUIRE(post);
    stage.dispatcher->settle({post->id, store::Settled::How::kSent, "", "m77"});
    stage.dispatcher->run_until_idle();
    stage.answer("anna");
    stage.say(stage.direct("anna"), kGood);
    REQUIRE(stage.last_to("team"));
    const auto& changed = stage.last_to("team")->message;
    CHECK(changed.replaces == "m77");
    CHECK(holds(text_of(changed), "Name of anna"));
    CHECK_FALSE(holds(text_of(changed), "receiver"));
}

TEST_CASE("who answered before the platform said where the post stands is named on it as soon as it does") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    const auto post = *stage.last_to("team");
    stage.answer("anna");
    stage.say(stage.direct("anna"), kGood);
    CHECK(stage.last_to("team")->id == post.id);
    const auto before = stage.sent.size();
    stage.dispatcher->settle({post.id, store::Settled::How::kSent, "", "m77"});
    stage.dispatcher->run_until_idle();
    REQUIRE(stage.sent.size() == before + 1);
    CHECK(stage.sent.back().place.room == "team");
    CHECK(stage.sent.back().message.replaces == "m77");
    CHECK(holds(text_of(stage.sent.back().message), "Name of anna"));
    CHECK_FALSE(holds(text_of(stage.sent.back().message), "receiver"));
}

TEST_CASE("a post that nobody has answered, or that is revealed, stays as it is when its id comes") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    const auto post = *stage.last_to("team");
    const auto settle = [&](const std::string& message) {
        const auto before = stage.sent.size();
        stage.dispatcher->settle({post.id, store::Settled::How::kSent, "", message});
        stage.dispatcher->run_until_idle();
        return stage.sent.size() - before;
    };
    SECTION("nobody") { CHECK(settle("m77") == 0); }
    SECTION("revealed") {
        stage.answer("anna");
        stage.say(stage.direct("anna"), kGood);
        stage.pass(std::chrono::hours{8});
        CHECK(settle("m77") == 0);
    }
}

TEST_CASE("a post whose room got another key is left alone: ids of messages do not carry over") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    stage.dispatcher->settle({stage.last_to("team")->id, store::Settled::How::kSent, "", "m77"});
    stage.happens(stage.room, Moved{"supergroup"});
    const auto before = stage.sent.size();
    stage.answer("anna");
    stage.say(stage.direct("anna"), kGood);
    CHECK(stage.rows("SELECT count(*) FROM score") == 1);
    CHECK(stage.told("team", before).empty());
    CHECK(stage.told("supergroup", before).empty());
    stage.pass(std::chrono::hours{8});
    CHECK(holds(stage.told("supergroup", before), "The reveal"));
}

TEST_CASE("an answer written in a form begins and marks in one turn") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    const auto data = stage.button("answer");
    auto press = stage.event(Seat{"anna", "team"}, Pressed{data, "trigger", true});
    press.aside = true;
    press.author.direct = "anna";
    stage.handle({press});
    const auto& form = stage.sent.back();
    REQUIRE(form.message.form);
    CHECK(form.handle == "trigger");
    CHECK(form.place.room == "anna");
    CHECK(holds(form.message.form->label, "What does send-"));
    CHECK(stage.rows("SELECT count(*) FROM session") == 0);
    CHECK(holds(stage.happens(stage.direct("anna"), Filled{form.message.form->data, kGood}), "of 100"));
    CHECK(stage.rows("SELECT count(*) FROM score") == 1);
}

TEST_CASE("a form that comes after the reveal gives its words back") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    const auto data = stage.button("answer");
    stage.pass(std::chrono::hours{8});
    CHECK(holds(stage.happens(stage.direct("anna"), Filled{data, "My long answer."}), "My long answer."));
}

TEST_CASE("a session that was under way waits for the daily question and goes on") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    const auto data = stage.button("answer");
    stage.call(stage.direct("anna"), "practice", "tiny 3");
    CHECK(holds(stage.call(stage.direct("anna"), "start", data), "What does send-"));
    stage.say(stage.direct("anna"), kGood);
    CHECK(stage.rows("SELECT count(*) FROM score") == 1);
    CHECK(holds(stage.say(stage.direct("anna"), "resume"), "Question 1 of 3"));
}

TEST_CASE("with open answers the question is asked and answered in the room") {
    TeamStage stage;
    stage.set_up();
    stage.call(stage.room, "daily", "answers open");
    stage.pass(100min);
    stage.press(Seat{"boris", "team"}, stage.button("answer-here"));
    CHECK(stage.sent.back().place.room == "team");
    CHECK(holds(stage.say(Seat{"boris", "team"}, kGood), "of 100"));
    CHECK(stage.rows("SELECT count(*) FROM score") == 1);
}

TEST_CASE("a restart posts nothing twice; an outage past the time to catch up is on record") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    for (int i = 0; i < 3; ++i) {
        stage.restart();
        stage.dispatcher->run_until_idle();
    }
    CHECK(stage.rows("SELECT count(*) FROM slot") == 1);
    // Away from before Thursday's time until Friday evening.
    stage.clock.at += std::chrono::hours{24 * 2 + 9};
    stage.restart();
    stage.dispatcher->run_until_idle();
    CHECK(stage.rows("SELECT count(*) FROM slot WHERE outcome = 'downtime'") == 2);
    CHECK(stage.rows("SELECT count(*) FROM slot WHERE outcome = 'posted'") == 1);
}

TEST_CASE("off, pause, holidays and a question now") {
    TeamStage stage;
    stage.set_up();
    CHECK(holds(stage.call(stage.room, "daily", "now"), "Question of the day"));
    CHECK(holds(stage.call(stage.room, "daily", "now"), stage.text("daily.posted_already")));
    stage.call(stage.room, "daily", "holiday 2023-11-16");
    stage.pass(std::chrono::hours{48});
    CHECK(stage.rows("SELECT count(*) FROM slot WHERE outcome = 'holiday'") == 1);
    stage.call(stage.room, "daily", "off");
    stage.vouch(true);
    CHECK(holds(stage.call(stage.room, "daily", "status"), stage.text("daily.is_off")));
    const auto slots = stage.rows("SELECT count(*) FROM slot");
    stage.pass(std::chrono::hours{24 * 7});
    CHECK(stage.rows("SELECT count(*) FROM slot") == slots);
}

TEST_CASE("what comes next is shown to an admin alone, and skip draws another") {
    TeamStage stage;
    stage.set_up();
    const auto first = stage.call(stage.room, "daily", "preview");
    CHECK(stage.sent.back().message.manner == Manner::kAside);
    const auto second = stage.call(stage.room, "daily", "skip");
    CHECK(stage.sent.back().message.manner == Manner::kAside);
    CHECK(first != second);
    stage.pass(100min);
    const auto posted = text_of(stage.last_to("team")->message);
    const auto id = second.substr(second.find("send-"), 9);
    CHECK(holds(posted, "What does " + id));
}

TEST_CASE("what a person answered comes again when it is due, and me says so") {
    TeamStage stage;
    stage.call(stage.direct("anna"), "practice", "tiny 1");
    stage.say(stage.direct("anna"), "I do not know.");
    stage.say(stage.direct("anna"), "stop");
    CHECK(stage.rows("SELECT count(*) FROM card") == 1);
    stage.pass(std::chrono::hours{24 * 40});
    CHECK(holds(stage.call(stage.direct("anna"), "me"), "due"));
}

TEST_CASE("who does not want to be on the board is not") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    stage.answer("anna");
    stage.say(stage.direct("anna"), kGood);
    stage.pass(std::chrono::hours{8});
    CHECK(holds(stage.call(Seat{"boris", "team"}, "board"), "Name of anna"));
    stage.call(stage.room, "board", "hide");
    CHECK_FALSE(holds(stage.call(Seat{"boris", "team"}, "board"), "Name of anna"));
    stage.call(stage.room, "board", "show");
    CHECK(holds(stage.call(Seat{"boris", "team"}, "board"), "Name of anna"));
}

TEST_CASE("a weekend of one person in their direct chat needs nobody's leave") {
    TeamStage stage;
    CHECK(holds(stage.call(stage.direct("anna"), "daily", "on 09:30 daily Europe/Berlin tiny"), "09:30"));
    stage.pass(100min);
    CHECK(holds(stage.told("anna"), "Question of the day"));
}

TEST_CASE("the word answer in a group leads into private, and posts go to the topic that was ordered in, not to a thread of talk") {
    TeamStage stage;
    stage.set_up();
    stage.pass(100min);
    CHECK(holds(stage.call(Seat{"boris", "team"}, "answer"), stage.text("daily.in_private")));
    CHECK(stage.sent.back().message.choices.back().opens == Choice::Opens::kPrivate);
    CHECK(stage.rows("SELECT count(*) FROM session") == 0);

    const auto ordered_in = [&](const std::string& room, bool topic) {
        const Seat seat{"anna", room, "t7"};
        auto order = stage.event(seat, Called{"daily", "on 11:30 daily Europe/Berlin tiny"});
        order.topic = topic;
        stage.handle({order});
        const auto inquiry = *stage.sent.back().message.inquiry;
        stage.handle({stage.event(seat, Vouched{true, inquiry.what, "", inquiry.topic})});
        const auto before = stage.sent.size();
        stage.call(seat, "daily", "now");
        for (auto i = before; i < stage.sent.size(); ++i) {
            if (stage.sent[i].message.keep_id) return stage.sent[i].place.thread;
        }
        return std::string("nothing was posted");
    };
    CHECK(ordered_in("forum", true) == "t7");
    CHECK(ordered_in("channel", false).empty());
}
