// What happens beside the talk: calls from a group's composer, threads, words for one person, forms, pages.
#include "bot/app/aside.h"
#include "tests/support/chat_stage.h"

using namespace chat;

namespace {

// In a group, where no thread can be.
template <class What>
Inbound aside(Stage& stage, const Seat& seat, What what) {
    auto event = stage.event(seat, std::move(what));
    event.aside = true;
    event.author.direct = "direct-" + seat.person;
    return event;
}

template <class What>
Inbound in_thread(Stage& stage, const std::string& person, What what) {
    return stage.event(Seat{person, "team", "t1"}, std::move(what));
}

Said unaddressed(std::string text) { return {std::move(text), false, false, true}; }

Pressed opening(std::string data) { return {std::move(data), "trigger", true}; }

}  // namespace

TEST_CASE("a round called for in a group's composer begins in the direct chat, and the group's caller is told alone") {
    Stage stage;
    stage.handle({aside(stage, {"anna", "team"}, Called{"round", "tiny 1"})});
    REQUIRE(stage.sent.size() == 2);
    const auto& note = stage.sent[0];
    CHECK(text_of(note.message) == stage.text("chat.in_direct") + "\n");
    CHECK(note.reply_to == "m1");
    CHECK(note.message.manner == Manner::kAside);
    CHECK(note.message.person == "anna");
    const auto& question = stage.sent[1];
    CHECK(question.place == Place{"bot", "direct-anna", ""});
    CHECK(question.kind == RoomKind::kDirect);
    CHECK(question.message.manner == Manner::kPost);
    stage.handle({stage.event(Seat{"anna", "direct-anna"}, Said{"x"})});
}

TEST_CASE("what begins nothing is answered where it was called, to the caller alone") {
    Stage stage;
    for (const auto* word : {"help", "packs", "me", "privacy", "settings", "nonsens"}) {
        stage.sent.clear();
        stage.handle({aside(stage, {"anna", "team"}, Called{word, ""})});
        INFO(word);
        if (std::string(word) == "nonsens") {
            CHECK(stage.sent.empty());
            continue;
        }
        REQUIRE(stage.sent.size() == 1);
        CHECK(stage.sent[0].place.room == "team");
        CHECK(stage.sent[0].message.manner == Manner::kAside);
        CHECK(stage.sent[0].message.person == "anna");
    }
}

TEST_CASE("a greeting is for everybody") {
    Stage stage;
    stage.handle({stage.event(Seat{"anna", "team"}, Joined{})});
    REQUIRE(stage.sent.size() == 1);
    CHECK(stage.sent[0].message.manner == Manner::kPost);
}

TEST_CASE("a question in a thread and its marks are seen by all, errors by one") {
    Stage stage;
    stage.handle({in_thread(stage, "anna", Called{"round", "tiny 1"})});
    REQUIRE(stage.sent.size() == 1);
    CHECK(stage.sent[0].message.manner == Manner::kPost);
    stage.handle({in_thread(stage, "anna", Called{"round", "nothing-like-it"})});
    REQUIRE(stage.sent.size() == 2);
    CHECK(stage.sent[1].message.manner == Manner::kAside);
}

TEST_CASE("in a thread, unaddressed words are an answer only from who is being examined there") {
    Stage stage;
    stage.handle({in_thread(stage, "anna", Called{"round", "tiny 1"})});
    const auto before = stage.sent.size();
    const auto inbox = stage.memory->state.inbox.size();
    const auto people = stage.memory->state.people.size();
    stage.handle({in_thread(stage, "boris", unaddressed(kGood))});
    stage.handle({in_thread(stage, "boris", unaddressed("help"))});
    stage.handle({in_thread(stage, "boris", Unreadable{"photo", false, true})});
    stage.handle({stage.event(Seat{"anna", "team", "another"}, unaddressed(kGood))});
    CHECK(stage.sent.size() == before);
    CHECK(stage.memory->state.inbox.size() == inbox);
    CHECK(stage.memory->state.people.size() == people);
    CHECK(stage.attempts() == 0);
    stage.handle({in_thread(stage, "anna", Unreadable{"photo", false, true})});
    CHECK(stage.sent.size() == before + 1);
    stage.handle({in_thread(stage, "anna", unaddressed(kGood))});
    CHECK(stage.attempts() == 1);
}

TEST_CASE("what was said in a thread before a session was called for there is no answer to it, though the platform tells it again") {
    Stage stage;
    const auto chatter = in_thread(stage, "anna", unaddressed(kGood));
    const auto picture = in_thread(stage, "anna", Unreadable{"photo", false, true});
    stage.handle({chatter, picture});
    stage.clock.at += 1s;
    stage.handle({in_thread(stage, "anna", Called{"round", "tiny 1"})});
    const auto before = stage.sent.size();
    stage.clock.at += 1s;
    stage.handle({chatter, picture});
    CHECK(stage.sent.size() == before);
    CHECK(stage.attempts() == 0);
    stage.handle({in_thread(stage, "anna", unaddressed(kGood))});
    CHECK(stage.attempts() == 1);
}

TEST_CASE("words in a thread of which the platform does not say when they were said are taken") {
    Stage stage;
    stage.handle({in_thread(stage, "anna", Called{"round", "tiny 1"})});
    auto words = in_thread(stage, "anna", unaddressed(kGood));
    words.sent = {};
    stage.handle({words});
    CHECK(stage.attempts() == 1);
}

TEST_CASE("an answer in a thread right behind the call for it is taken") {
    Stage stage;
    stage.handle({in_thread(stage, "anna", Called{"round", "tiny 1"}), in_thread(stage, "anna", unaddressed(kGood))});
    CHECK(stage.attempts() == 1);
}

TEST_CASE("an answer is written in a form and marked as if it had been typed") {
    Stage stage;
    const Seat anna{"anna", ""};
    stage.call(anna, "round", "tiny 1");
    const auto data = stage.button("write");
    stage.happens(anna, opening(data));
    REQUIRE(stage.sent.back().message.form);
    const auto form = *stage.sent.back().message.form;
    CHECK(stage.sent.back().handle == "trigger");
    CHECK(holds(form.label, "What does send-"));
    CHECK(form.data == data);
    CHECK(form.text.empty());
    const auto said = stage.happens(anna, Filled{form.data, kGood});
    CHECK(stage.attempts() == 1);
    CHECK(holds(said, "of 100"));
}

TEST_CASE("a form asks what a follow-up asks") {
    Stage stage;
    const Seat anna{"anna", ""};
    stage.call(anna, "round", "tiny 1");
    stage.say(anna, kHalf);
    stage.happens(anna, opening(stage.button("write")));
    REQUIRE(stage.sent.back().message.form);
    CHECK(stage.sent.back().message.form->label == "Who meets?");
}

TEST_CASE("a form takes the place of what was being gathered") {
    Stage stage(false, 2s);
    const Seat anna{"anna", ""};
    stage.call(anna, "round", "tiny 1");
    const auto data = stage.button("write");
    stage.say(anna, "The sender waits");
    stage.happens(anna, Filled{data, kGood});
    CHECK(stage.attempts() == 1);
    stage.pass(10s);
    CHECK(stage.attempts() == 1);
}

TEST_CASE("a form that comes too late gives its words back") {
    Stage stage;
    const Seat anna{"anna", ""};
    stage.call(anna, "round", "tiny 2");
    const auto data = stage.button("write");
    stage.say(anna, "skip");
    const auto said = stage.happens(anna, Filled{data, "My long answer."});
    CHECK(stage.attempts() == 0);
    CHECK(holds(said, stage.text("form.too_late")));
    CHECK(holds(said, "My long answer."));
    CHECK(holds(stage.happens(anna, Filled{"rubbish", "Lost words."}), "Lost words."));
    CHECK(holds(stage.happens(Seat{"boris", ""}, Filled{data, "Somebody else's."}), "Somebody else's."));
}

TEST_CASE("a form that was opened for the question is no answer to its follow-up") {
    Stage stage;
    const Seat anna{"anna", ""};
    stage.call(anna, "round", "tiny 1");
    const auto button = stage.button("write");
    stage.happens(anna, opening(button));
    REQUIRE(stage.sent.back().message.form);
    const auto first = stage.sent.back().message.form->data;
    stage.happens(anna, Filled{first, kHalf});
    REQUIRE(stage.attempts() == 1);
    const auto said = stage.happens(anna, Filled{first, "Twice sent off."});
    CHECK(stage.attempts() == 1);
    CHECK(holds(said, stage.text("form.too_late")));
    CHECK(holds(said, "Twice sent off."));
    stage.happens(anna, opening(stage.button("write")));
    REQUIRE(stage.sent.back().message.form);
    CHECK(stage.sent.back().message.form->data != first);
    stage.happens(anna, Filled{stage.sent.back().message.form->data, kGood});
    CHECK(stage.attempts() == 2);
}

TEST_CASE("no form opens for a button that is not in use any more, nor where there are none") {
    Stage stage;
    const Seat anna{"anna", ""};
    stage.call(anna, "round", "tiny 2");
    const auto data = stage.button("write");
    stage.happens(anna, Pressed{data, "handle", false});
    CHECK_FALSE(stage.sent.back().message.form);
    stage.say(anna, "skip");
    stage.happens(anna, opening(data));
    CHECK_FALSE(stage.sent.back().message.form);
    CHECK(holds(text_of(stage.sent.back().message), stage.text("press.expired")));
}

TEST_CASE("who opens the bot's page sees how they are doing and what is open") {
    Stage stage;
    const Seat anna{"anna", ""};
    stage.happens(anna, Visited{});
    REQUIRE(stage.sent.size() == 1);
    CHECK(stage.sent[0].message.manner == Manner::kPage);
    CHECK(stage.sent[0].message.person == "anna");
    CHECK(holds(text_of(stage.sent[0].message), stage.text("progress.none")));
    stage.call(anna, "round", "tiny 2");
    stage.say(anna, kGood);
    const auto page = stage.happens(anna, Visited{});
    CHECK(holds(page, "Tiny, question 2"));
    CHECK(stage.button("resume") != "");
    CHECK(stage.sent.back().message.manner == Manner::kPage);
}

TEST_CASE("only what belongs to a talk leaves the group it was called in") {
    Inbound event;
    event.place = {"bot", "team", ""};
    event.kind = RoomKind::kGroup;
    event.author = {"anna", "Anna", "", "direct"};
    event.what = Called{"practice", ""};
    CHECK_FALSE(app::talk_place(event));
    event.aside = true;
    CHECK(app::talk_place(event) == app::TalkPlace{{"bot", "direct", ""}, RoomKind::kDirect});
    event.what = Pressed{"1:round-tiny:0:0", "h"};
    CHECK(app::talk_place(event));
    event.what = Pressed{"1:hint:5:1", "h"};
    CHECK_FALSE(app::talk_place(event));
    event.what = Called{"packs", ""};
    CHECK_FALSE(app::talk_place(event));
    event.what = Called{"hint", ""};
    CHECK(app::talk_place(event));
    event.author.direct.clear();
    CHECK_FALSE(app::talk_place(event));
}
