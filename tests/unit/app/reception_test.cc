// Owns the tests of what each thing that arrives means for a person at a place.
#include "bot/app/reception.h"

#include "tests/support/chat_stage.h"
#include "tests/support/edit.h"

using namespace chat;

namespace {

const Seat kAnn{"ann", ""};
const Seat kBob{"bob", ""};
const Seat kAnnInGroup{"ann", "group"};
const Seat kBobInGroup{"bob", "group"};

}  // namespace

TEST_CASE("a round in a direct chat runs from the command to the scorecard") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    const auto opening = stage.call(kAnn, "round", "tiny 2 10");
    CHECK(holds(opening, "2 questions"));
    CHECK(holds(opening, "10 minutes"));
    CHECK(holds(opening, "Question 1 of 2"));
    CHECK(holds(stage.say(kAnn, kGood), "strong"));
    const auto last = stage.say(kAnn, kGood);
    CHECK(holds(last, "Scorecard"));
    CHECK(stage.button("round") == "1:round:0:0");
    CHECK(stage.ledger->session_at(PersonId{1}, RoomId{1}, "").value() == std::nullopt);
}

TEST_CASE("a mark and the next question are one message, unless that would be a long one") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 2");
    CHECK(stage.sent.size() == 1);  // what the round is, and the first question
    stage.sent.clear();
    stage.call(kAnn, "skip");
    REQUIRE(stage.sent.size() == 1);
    CHECK(stage.button("hint") != "");
}

TEST_CASE("a long model answer stays apart from the next question") {
    Stage stage;
    auto all = sources();
    for (auto& source : all) {
        tests::replace_first(source.text, "answer: It waits.", "answer: It wait" + std::string(2'401, 's') + ".");
    }
    stage.content = library(std::move(all));
    stage.restart();
    stage.call(kAnn, "round", "tiny 2");
    stage.sent.clear();
    const auto both = stage.call(kAnn, "skip");
    CHECK(holds(both, "Question 2"));
    REQUIRE(stage.sent.size() == 2);
    CHECK(stage.sent[0].message.choices.empty());
    CHECK_FALSE(stage.sent[1].message.choices.empty());
}

TEST_CASE("every command of a session does in a chat what it does in the console") {
    Stage stage;
    stage.call(kAnn, "round", "tiny");
    CHECK(holds(stage.call(kAnn, "hint"), "Think of a parcel"));
    CHECK(holds(stage.call(kAnn, "repeat"), "Question 1"));
    CHECK(holds(stage.call(kAnn, "help"), stage.text("help.question")));
    CHECK(holds(stage.call(kAnn, "why"), stage.text("why.nothing")));
    CHECK(holds(stage.call(kAnn, "pause"), stage.text("session.paused")));
    CHECK(holds(stage.say(kAnn, kGood), stage.text("session.is_paused")));
    CHECK(stage.attempts() == 0);
    CHECK(holds(stage.call(kAnn, "resume"), stage.text("session.resumed")));
    CHECK(holds(stage.call(kAnn, "skip"), "Question 2"));
    stage.say(kAnn, kHalf);
    CHECK(holds(stage.call(kAnn, "why"), "Why "));
    const auto over = stage.call(kAnn, "cancel");
    CHECK(holds(over, stage.text("session.stopped")));
    CHECK(holds(over, "Scorecard"));
    CHECK(holds(stage.call(kAnn, "stop"), stage.text("chat.no_session")));
    CHECK(holds(stage.call(kAnn, "hint"), stage.text("chat.no_session")));
}

TEST_CASE("the commands outside of sessions answer") {
    Stage stage;
    CHECK(holds(stage.call(kAnn, "start"), stage.text("chat.hello")));
    CHECK(holds(stage.call(kAnn, "help"), stage.text("chat.help")));
    CHECK(holds(stage.call(kAnn, "packs"), "tiny"));
    CHECK(stage.button("round-tiny") == "1:round-tiny:0:0");
    CHECK(holds(stage.call(kAnn, "me"), stage.text("progress.none")));
    CHECK(holds(stage.call(kAnn, "privacy"), "180 days"));
    CHECK(holds(stage.call(kAnn, "settings"), stage.text("settings.default")));
    CHECK(holds(stage.call(kAnn, "why"), stage.text("why.nothing")));
    CHECK(holds(stage.call(kAnn, "wat"), stage.text("command.unknown", {{"command", "/wat"}, {"nearest", "help"}})));
    CHECK(holds(stage.call(kAnn, "rond"), "`round`") == false);  // marks are styled, not shown
    CHECK(holds(stage.call(kAnn, "rond"), "Did you mean round"));
    for (const char* of_a_team : {"board", "daily"}) CHECK(holds(stage.call(kAnn, of_a_team), stage.text("daily.never_on")));
}

TEST_CASE("commands are understood without their sign when the whole message is one") {
    Stage stage;
    CHECK(holds(stage.say(kAnn, "Round"), "Question 1"));
    CHECK(holds(stage.say(kAnn, "hint"), "parcel"));
    CHECK(holds(stage.say(kAnn, "/skip"), "Question 2"));
    CHECK(holds(stage.say(kAnn, "hnit"), "Did you mean hint"));
    CHECK(stage.attempts() == 0);
    stage.say(kAnn, "hint or skip, that is the question");
    CHECK(stage.attempts() == 1);
    stage.say(kAnn, "stop");
    CHECK(holds(stage.say(kAnn, "round tiny 2"), "1 of 2"));
    stage.say(kAnn, "stop");
    CHECK(holds(stage.say(kAnn, "/practice send-one"), "1 of 1"));
}

TEST_CASE("a round takes a pack, a tag, a question or a script, and says what it does not know") {
    Stage stage;
    const auto starts = [&](const std::string& rest) {
        const auto said = stage.call(kAnn, "round", rest);
        stage.call(kAnn, "stop");
        return said;
    };
    CHECK(holds(starts("go 2"), "1 of 2"));
    CHECK(holds(starts("#channels"), "1 of 1"));
    CHECK(holds(starts("Send-Two"), "send-two"));
    CHECK(holds(starts("tiny/send-three"), "send-three"));
    CHECK(holds(starts("send three"), "send-three"));
    CHECK(holds(starts("2"), "1 of 2"));
    CHECK(holds(starts("any 3 7"), "7 minutes"));
    CHECK(holds(stage.call(kAnn, "round", "tini"), "Did you mean tiny"));
    CHECK(holds(stage.call(kAnn, "round", "quantum gardening"), "“quantum gardening”"));
    for (const char* bad : {"tiny 0", "tiny 101", "tiny 5 999", "tiny 5 0"}) {
        INFO(bad);
        CHECK(holds(stage.call(kAnn, "round", bad), "1 to 100 questions"));
    }
    CHECK(stage.memory->state.sessions.size() == 7);
}

TEST_CASE("a deep link starts the round it names") {
    Stage stage;
    CHECK(holds(stage.call(kAnn, "start", "round-tiny"), "Question 1"));
    CHECK(holds(stage.call(kBob, "start", "round-no-such"), stage.text("chat.hello")));
    CHECK(holds(stage.call(kAnn, "start", ""), "Tiny, question 1"));
    CHECK(holds(stage.press(kAnn, stage.button("resume")), "Question 1"));
}

TEST_CASE("a new round beside an unfinished one is offered, not started") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 2");
    const auto asked = stage.call(kAnn, "practice", "send-three");
    CHECK(holds(asked, "Tiny, question 1"));
    CHECK(stage.memory->state.sessions.size() == 1);
    const auto anew = stage.button("anew");
    SECTION("going on asks again") { CHECK(holds(stage.press(kAnn, stage.button("resume")), "Question 1 of 2")); }
    SECTION("stopping starts what was asked for") {
        const auto said = stage.press(kAnn, anew);
        CHECK(holds(said, "Scorecard"));
        CHECK(holds(said, "send-three"));
        CHECK(stage.memory->state.sessions.size() == 2);
        CHECK(holds(stage.press(kAnn, anew), stage.text("press.expired")));
        CHECK(stage.memory->state.sessions.size() == 2);
    }
    SECTION("after the old one ended the offer is void") {
        stage.call(kAnn, "stop");
        CHECK(holds(stage.press(kAnn, anew), stage.text("press.expired")));
        CHECK(stage.memory->state.sessions.size() == 1);
    }
}

TEST_CASE("buttons do what their commands do, once") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "round", "tiny 3");
    const auto skip = stage.button("skip");
    CHECK(skip.size() <= 64);
    // The press is acknowledged before anything else is said.
    const auto first = stage.sent.size();
    CHECK(holds(stage.press(kAnn, skip), "Question 2"));
    CHECK_FALSE(stage.sent[first].handle.empty());
    CHECK(stage.sent[first].message == Outbound{});
    CHECK(stage.sent[first + 1].handle.empty());

    const auto before = stage.sent.size();
    CHECK(stage.press(kAnn, skip) == stage.text("press.expired") + "\n");
    CHECK(stage.sent.size() == before + 1);
    CHECK_FALSE(stage.sent.back().handle.empty());

    const auto stop = stage.button("stop");
    stage.press(kAnn, stop);
    CHECK(stage.press(kAnn, stop) == stage.text("press.expired") + "\n");
    CHECK(holds(stage.press(kAnn, stage.button("round")), "Question 1"));
}

TEST_CASE("a button of somebody else's session is not obeyed") {
    Stage stage;
    stage.call(kAnnInGroup, "round", "tiny 3");
    const auto skip = stage.button("skip");
    CHECK(stage.press(kBobInGroup, skip) == stage.text("press.not_yours") + "\n");
    stage.call(kBobInGroup, "round", "tiny 3");
    CHECK(stage.press(kBobInGroup, skip) == stage.text("press.not_yours") + "\n");
    CHECK(holds(stage.press(kAnnInGroup, skip), "Question 2"));
}

TEST_CASE("whatever stands behind a button, a press is acknowledged and nothing else happens") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 3");
    for (const char* data : {"", "x", "1:skip", "1:skip:0:0", "2:skip:1:1", "1:skip:zzzzzzzzzzzzzzzz:1", "1:no-such:0:0", "1:skip:-1:1", "1:SKIP:1:1",
                             ":::", "1:round:0:zz", "1:skip:1:1:1", "1:\xff\xfe:0:0"}) {
        INFO(data);
        const auto before = stage.sent.size();
        stage.press(kAnn, data);
        REQUIRE(stage.sent.size() == before + 1);
        CHECK_FALSE(stage.sent.back().handle.empty());
        CHECK_FALSE(text_of(stage.sent.back().message).empty());
    }
    CHECK(stage.memory->state.sessions.begin()->second.chat.stored.session.asked.size() == 1);
}

TEST_CASE("pieces of an answer are gathered until nothing follows") {
    const bool real = GENERATE(false, true);
    Stage stage(real, 1500ms);
    stage.call(kAnn, "round", "tiny 2");
    CHECK(stage.say(kAnn, "The sender waits for a receiver.") == "");
    CHECK(stage.pass(1s) == "");
    CHECK(stage.say(kAnn, "It cannot go on alone:") == "");
    CHECK(stage.pass(1s) == "");
    CHECK(stage.happens(kAnn, Said{"so both sides meet.\nThat is all.", true, false}) == "");
    stage.restart();
    const auto said = stage.pass(2s);
    CHECK(holds(said, "strong"));
    CHECK(holds(said, "Question 2"));
    const auto attempts = stage.ledger->attempts(PersonId{real ? 1 : 2}, "").value();
    REQUIRE(attempts.size() == 1);
    CHECK(attempts.front().attempt.answer == "The sender waits for a receiver.\nIt cannot go on alone:\nso both sides meet.\nThat is all.");
    CHECK(stage.pass(60s) == "");
}

TEST_CASE("a piece that the platform cut off is waited for longer") {
    Stage stage(false, 1500ms);
    stage.call(kAnn, "round", "tiny 2");
    stage.happens(kAnn, Said{"The sender waits for a receiver,", true, true});
    CHECK(stage.pass(3s) == "");
    stage.say(kAnn, "and both sides meet.");
    CHECK(holds(stage.pass(2s), "strong"));
    CHECK(stage.attempts() == 1);
}

TEST_CASE("without a time to gather an answer is taken at once") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 2");
    CHECK(holds(stage.say(kAnn, kGood), "strong"));
}

TEST_CASE("a command or a press takes the gathered answer first") {
    Stage stage(false, 1500ms);
    stage.call(kAnn, "round", "tiny 2");
    SECTION("a command") {
        stage.say(kAnn, kHalf);
        const auto said = stage.call(kAnn, "why");
        CHECK(stage.attempts() == 1);
        CHECK(holds(said, "Why "));
        CHECK(said.find("of 100") < said.find("Why "));
    }
    SECTION("a press on what the answer has left behind is void") {
        const auto skip = stage.button("skip");
        stage.say(kAnn, kGood);
        const auto said = stage.press(kAnn, skip);
        CHECK(stage.attempts() == 1);
        CHECK(holds(said, "Question 2"));
        CHECK(holds(said, stage.text("press.expired")));
        CHECK_FALSE(holds(said, stage.text("session.skipped")));
    }
    SECTION("a word that is a command") {
        stage.say(kAnn, kHalf);
        CHECK(holds(stage.say(kAnn, "stop"), "Scorecard"));
        CHECK(stage.attempts() == 1);
    }
    CHECK(stage.pass(60s).find("of 100") == std::string::npos);
}

TEST_CASE("an endless answer is kept within bounds") {
    Stage stage(false, 1500ms);
    stage.call(kAnn, "round", "tiny 2");
    for (int i = 0; i < 10; ++i) stage.say(kAnn, std::string(20'000, 'x') + "ü");
    CHECK(stage.memory->state.sessions.begin()->second.chat.draft.size() <= kMaxInboundBytes);
    stage.pass(2s);
    CHECK(stage.memory->state.sessions.begin()->second.chat.draft.empty());
}

TEST_CASE("somebody who says nothing is nudged once, then the round moves on") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "round", "tiny 2");
    CHECK(stage.pass(299s) == "");
    CHECK(holds(stage.pass(2s), "Still there?"));
    stage.restart();
    CHECK(stage.pass(295s) == "");
    const auto said = stage.pass(10s);
    CHECK(holds(said, stage.text("session.moved_on")));
    CHECK(holds(said, "Question 2"));
    CHECK(holds(stage.pass(5min), "Still there?"));
    CHECK(holds(stage.pass(5min), "Scorecard"));
    CHECK(stage.pass(24h) == "");
}

TEST_CASE("a deadline that passed while the bot was away does not cost the question") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "round", "tiny 2 240");
    stage.clock.at += 3h;
    stage.restart();
    const auto before = stage.sent.size();
    stage.dispatcher->run_until_idle();
    CHECK(holds(stage.since(before), stage.text("session.was_away")));
    CHECK(holds(stage.say(kAnn, kGood), "strong"));
}

TEST_CASE("an answer that is being written when the deadline comes is taken, not lost") {
    Stage stage(false, 1500ms);
    stage.call(kAnn, "round", "tiny 2");
    stage.pass(299'500ms);
    stage.say(kAnn, kGood);
    const auto said = stage.pass(3s);
    CHECK(holds(said, "strong"));
    CHECK_FALSE(holds(said, "Still there?"));
}

TEST_CASE("a pause lasts for days and the clock stands still") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "round", "tiny 2 10");
    stage.call(kAnn, "pause");
    CHECK(stage.pass(72h) == "");
    stage.restart();
    CHECK(holds(stage.call(kAnn, "resume"), "Question 1"));
    const auto said = stage.say(kAnn, kGood);
    CHECK(holds(said, "strong"));
    CHECK(holds(said, "Question 2"));
}

TEST_CASE("messages to a group name the person, and only what is meant for the bot counts") {
    Stage stage;
    const auto opening = stage.call(kAnnInGroup, "round", "tiny 2");
    CHECK(holds(opening, "Name of ann · "));
    for (const auto& letter : stage.sent) {
        CHECK(letter.kind == RoomKind::kGroup);
        CHECK(letter.reply_to == "m1");
    }
    CHECK(stage.happens(kAnnInGroup, Said{kGood, false, false}) == "");
    CHECK(stage.happens(kBobInGroup, Said{kGood, true, false}) != "");
    CHECK(stage.attempts() == 0);
    CHECK(stage.memory->state.inbox.size() == 2);  // what was not for the bot is not even kept
    CHECK(holds(stage.say(kAnnInGroup, kGood), "Name of ann · "));
    CHECK(stage.attempts() == 1);
    CHECK(stage.call(kBobInGroup, "weather") == "");
    const auto nudge = stage.pass(6min);
    CHECK(holds(nudge, "Name of ann · "));
}

TEST_CASE("an event that carries no name is answered under the name that its author had before") {
    Stage stage;
    (void)stage.say(Seat{"ann", ""}, "hello");
    auto event = stage.event(kAnnInGroup, Called{"round", "tiny 2"});
    event.author.name.clear();
    CHECK(holds(stage.handle({event}), "Name of ann · "));
    event = stage.event(kBobInGroup, Called{"round", "tiny 2"});
    event.author.name.clear();
    CHECK(holds(stage.handle({event}), stage.text("chat.nameless") + " · "));
}

TEST_CASE("a name cannot carry anything but a name") {
    Stage stage;
    auto event = stage.event(kAnnInGroup, Called{"me", ""});
    event.author.name = "\n\t Eve\x01\n\u202e" + std::string(500, 'x');
    const auto said = stage.handle({event});
    CHECK(said.size() < 300);
    CHECK_FALSE(holds(said, "\u202e"));
    CHECK(holds(said, "Eve xxx"));
    event = stage.event(kAnnInGroup, Called{"me", ""});
    event.author.name = "\u200e \n";
    CHECK(holds(stage.handle({event}), stage.text("chat.nameless")));
}

TEST_CASE("added to a group the bot says once what it does") {
    Stage stage;
    const auto said = stage.happens(kBobInGroup, Joined{});
    CHECK(holds(said, stage.text("chat.hello")));
    CHECK(holds(said, stage.text("greeting.who").substr(0, 20)));
    CHECK(stage.happens(kAnnInGroup, Joined{}) == "");
    CHECK(stage.memory->state.people.empty());
    CHECK(stage.happens(kAnn, Joined{}) == "");
}

TEST_CASE("somebody hidden by the platform is told once, and may still ask for help") {
    Stage stage;
    const Seat hidden{"", "group"};
    CHECK(stage.call(hidden, "round", "tiny") == stage.text("chat.hidden") + "\n");
    CHECK(stage.call(hidden, "round", "tiny") == "");
    CHECK(holds(stage.call(hidden, "help"), stage.text("chat.help")));
    CHECK(holds(stage.press(hidden, "1:round:0:0"), stage.text("chat.hidden")));
    CHECK(stage.memory->state.people.empty());
    CHECK(stage.memory->state.sessions.empty());
}

TEST_CASE("what is not text is told kindly and costs nothing") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 2");
    CHECK(stage.happens(kAnn, Unreadable{"voice", true}) == stage.text("chat.not_text_voice") + "\n");
    CHECK(stage.happens(kAnn, Unreadable{"sticker", true}) == stage.text("chat.not_text") + "\n");
    CHECK(stage.happens(kAnnInGroup, Unreadable{"photo", false}) == "");
    CHECK(stage.attempts() == 0);
    CHECK(stage.happens(kAnn, Edited{true}) == stage.text("chat.edited") + "\n");
    CHECK(stage.happens(kBob, Edited{true}) == "");
    CHECK(holds(stage.say(kAnn, kGood), "strong"));
    CHECK(holds(stage.say(kBob, "hello there"), stage.text("chat.no_session")));
}

TEST_CASE("who blocks the bot is paused, and goes on when they come back") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "round", "tiny 2");
    CHECK(stage.happens(kAnn, Left{}) == "");
    CHECK(stage.pass(24h) == "");
    CHECK(stage.happens(kAnn, Returned{}) == "");
    CHECK(holds(stage.call(kAnn, "start"), "Tiny, question 1"));
    CHECK(holds(stage.call(kAnn, "resume"), "Question 1"));
}

TEST_CASE("who leaves in the middle of an answer is marked, and nothing is said to nobody") {
    const bool real = GENERATE(false, true);
    Stage stage(real, 1500ms);
    stage.call(kAnn, "round", "tiny 2");
    CHECK(stage.say(kAnn, kGood) == "");
    CHECK(stage.happens(kAnn, Left{}) == "");
    CHECK(stage.pass(1h) == "");
    stage.happens(kAnn, Returned{});
    CHECK(holds(stage.call(kAnn, "me"), "One question answered"));
}

TEST_CASE("in a room that is gone sessions are paused at their next deadline") {
    Stage stage;
    stage.call(kAnnInGroup, "round", "tiny 2");
    stage.dispatcher->room_gone("bot", "group", "kicked");
    CHECK(stage.pass(24h) == "");
    CHECK(stage.memory->state.sessions.begin()->second.chat.stored.session.phase == engine::Phase::kPaused);
    CHECK(holds(stage.call(kAnnInGroup, "resume"), "Question 1"));
    CHECK(stage.memory->state.rooms.begin()->second.reachable);
}

TEST_CASE("a room that moves takes its sessions along") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnnInGroup, "round", "tiny 2");
    SECTION("the platform says so") { stage.happens(kAnnInGroup, Moved{"supergroup"}); }
    SECTION("a delivery found out") { stage.dispatcher->room_moved("bot", "group", "supergroup"); }
    const Seat moved{"ann", "supergroup"};
    CHECK(holds(stage.say(moved, kGood), "strong"));
    CHECK(stage.sent.back().place.room == "supergroup");
    CHECK(holds(stage.pass(5min), "Still there?"));
    CHECK(stage.sent.back().place.room == "supergroup");
}

TEST_CASE("an event from before a room moved is answered at the new key, behind what waits there") {
    Stage stage(true);
    stage.call(kAnnInGroup, "round", "tiny 2");
    stage.dispatcher->room_moved("bot", "group", "supergroup");
    CHECK(holds(stage.call(kAnnInGroup, "hint"), "Think of a parcel"));
    CHECK(stage.sent.back().place.room == "supergroup");
}

TEST_CASE("settings are the defaults of rounds") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    CHECK(holds(stage.call(kAnn, "settings", "questions 2"), "2"));
    CHECK(holds(stage.call(kAnn, "settings", "Minutes 7"), "7"));
    CHECK(holds(stage.call(kAnn, "settings", "followups 0"), "0"));
    for (const char* bad : {"questions", "questions 0", "questions many", "minutes 9999", "colour 3", "questions -1"}) {
        INFO(bad);
        CHECK(stage.call(kAnn, "settings", bad) == stage.text("settings.how") + "\n");
    }
    const auto said = stage.call(kAnn, "round", "tiny");
    CHECK(holds(said, "1 of 2"));
    CHECK(holds(said, "7 minutes"));
    CHECK(holds(stage.say(kAnn, kHalf), "Question 2"));  // no follow-up
    stage.call(kAnn, "stop");
    CHECK(holds(stage.call(kAnn, "round", "tiny 3 9"), "9 minutes"));
    stage.call(kAnn, "stop");
    CHECK(holds(stage.call(kAnn, "settings", "reset"), stage.text("settings.reset")));
    CHECK(holds(stage.call(kAnn, "round", "tiny"), "30 minutes"));
    stage.call(kBob, "settings", "questions 3");
    CHECK(holds(stage.call(kBob, "practice", "tiny"), "1 of 3"));
}

TEST_CASE("what is kept of a person comes as a file, to the person alone") {
    Stage stage;
    CHECK(stage.call(kAnnInGroup, "export", "me") == "Name of ann · " + stage.text("export.direct") + "\n");
    for (const auto& [command, rest] : {std::pair{"export", "me"}, {"export_me", ""}, {"export", ""}}) {
        stage.call(kAnn, command, rest);
        REQUIRE(stage.sent.back().message.file.has_value());
        CHECK(stage.sent.back().message.file->name == "viva-export.json");
    }
    stage.say(kAnn, "export me");
    CHECK(stage.sent.back().message.file.has_value());
    stage.call(kAnn, "privacy");
    stage.press(kAnn, stage.button("export-me"));
    CHECK(stage.sent.back().message.file.has_value());
}

TEST_CASE("to be forgotten takes a confirmation from the same person") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnnInGroup, "round", "tiny 2");
    stage.say(kAnnInGroup, kGood);
    stage.call(kBobInGroup, "round", "tiny 2");
    CHECK(holds(stage.call(kAnnInGroup, "forget", "me"), stage.text("forget.ask").substr(0, 20)));
    const auto yes = stage.button("forget-me");
    CHECK(stage.press(kBobInGroup, yes) == stage.text("press.not_yours") + "\n");
    SECTION("by the button") { CHECK(holds(stage.press(kAnnInGroup, yes), stage.text("forget.done"))); }
    SECTION("by words") { CHECK(holds(stage.say(kAnnInGroup, "forget me yes"), stage.text("forget.done"))); }
    SECTION("by a command") { CHECK(holds(stage.call(kAnnInGroup, "forget_me", "yes"), stage.text("forget.done"))); }
    CHECK(holds(stage.call(kAnnInGroup, "me"), stage.text("progress.none")));
    CHECK(holds(stage.say(kBobInGroup, kGood), "strong"));
    CHECK(holds(stage.press(kAnnInGroup, yes), stage.text("press.not_yours")));
}

TEST_CASE("why explains the last mark when the session is over, where it was held") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnnInGroup, "round", "send-one");
    stage.say(kAnnInGroup, kGood);
    stage.restart();
    CHECK(holds(stage.call(kAnnInGroup, "why"), "Why "));
    CHECK(stage.call(kAnn, "why") == stage.text("why.nothing") + "\n");
}

TEST_CASE("a session that cannot be read does not bar the way to a new one") {
    Stage stage;
    stage.call(kAnn, "round", "tiny 2");
    stage.memory->unreadable.insert(stage.memory->state.sessions.begin()->first);
    CHECK(holds(stage.say(kAnn, kGood), stage.text("chat.broken")));
    CHECK(stage.pass(1h) == "");  // its deadline is let go
    CHECK(holds(stage.call(kAnn, "round", "tiny 2"), "Question 1"));
    CHECK(holds(stage.say(kAnn, kGood), "strong"));
}

TEST_CASE("a session goes on with the content it was started with") {
    const bool real = GENERATE(false, true);
    Stage stage(real);
    stage.call(kAnn, "round", "tiny 2");
    auto changed = sources();
    for (auto& source : changed) {
        tests::replace_all(source.text, "both ~ meet", "never matches");
    }
    stage.content = library(changed);
    stage.restart();
    CHECK(holds(stage.say(kAnn, kGood), "strong"));
    stage.call(kBob, "round", "tiny 2");
    CHECK_FALSE(holds(stage.say(kBob, kGood), "strong"));
    // A session whose content no longer compiles can be left for a new one.
    stage.call(kAnn, "stop");
}
