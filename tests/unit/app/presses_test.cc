// Owns the tests of what stands behind buttons and of how commands are read.
#include "bot/app/presses.h"

#include "bot/app/command_words.h"
#include "bot/app/commands.h"
#include "tests/support/catch.h"

using namespace bot;
using namespace bot::app;

TEST_CASE("what a button says is read back as it was written") {
    for (const auto& press : {Press{"hint", SessionId{1}, 1},
                              {"round-go-developer", SessionId{}, 0},
                              {"forget-me", SessionId{}, 123456789},
                              {"skip", SessionId{std::numeric_limits<std::int64_t>::max()}, std::numeric_limits<std::int64_t>::max()}}) {
        const auto data = write_press(press);
        REQUIRE_FALSE(data.empty());
        CHECK(data.size() <= kMaxPressBytes);
        CHECK(read_press(data) == press);
    }
    CHECK(write_press({"Hint me", SessionId{1}, 1}).empty());
    CHECK(write_press({std::string(60, 'x'), SessionId{1}, 1}).empty());
    CHECK_FALSE(read_press("1:hint:01:1").has_value());
    CHECK_FALSE(read_press("1:hint:1:1 ").has_value());
}

TEST_CASE("choices without data get their verb's") {
    Outbound message;
    message.choices = {{"hint", "Hint"}, {"round", "Round", "1:round:0:0"}};
    wire_choices(message, SessionId{37}, 2);
    CHECK(message.choices[0].data == "1:hint:11:2");
    CHECK(message.choices[1].data == "1:round:0:0");
}

TEST_CASE("a typed message is an order only if all of it is") {
    for (const char* text : {"hint", " /Hint\n", "SKIP", "me", "forget me", "export me", "forget me yes", "/forget", "cancel"}) {
        INFO(text);
        CHECK(typed_order(text).has_value());
    }
    for (const char* text : {"", "forget", "export", "a hint", "hint please", "forget me not", "/", "skip it"}) {
        INFO(text);
        CHECK_FALSE(typed_order(text).has_value());
    }
    CHECK(typed_order("cancel")->command == engine::Command::kStop);
    CHECK(typed_order("forget me yes")->rest == "yes");
    CHECK(order_of("forget", "ME  Yes")->rest == "yes");
    CHECK(order_of("forget_me", "")->rest.empty());
}

TEST_CASE("every word that is offered is understood") {
    CHECK(chat_words().size() == 24);
    for (const auto& word : chat_words()) {
        INFO(word);
        CHECK(order_of(word, "").has_value());
    }
}

TEST_CASE("settings take numbers within bounds") {
    CHECK(read_setting("questions", "5") == "5");
    CHECK(read_setting("followups", "0") == "0");
    CHECK(read_setting("minutes", "default") == "");
    for (const char* bad : {"", "0", "-1", "5x", "1e3", "241", "99999999999999999999"}) {
        INFO(bad);
        CHECK_FALSE(read_setting("minutes", bad).has_value());
    }
    CHECK_FALSE(read_setting("followups", "6").has_value());
}
