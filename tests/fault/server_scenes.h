// Owns the conversations that the tests of the real server play: the same updates each time, so that two runs can be compared; and how a run is judged.
#pragma once

#include <string>
#include <vector>

#include "tests/fakes/stage.h"
#include "tests/support/catch.h"

namespace tests {

// Step `step` of the chat `chat` (both from 0): a practice session after the other, every answer unlike any other. Update ids follow from both.
inline std::int64_t chat_id(int chat) { return 5000 + chat; }

inline std::string step_text(int chat, int step) {
    const auto name = " (" + std::to_string(chat) + "." + std::to_string(step) + ")";
    switch (step % 8) {
        case 0: return "/practice tiny 2";
        case 1: return "It waits until a receiver takes the value." + name;
        case 2: return "hint";
        case 3: return "When the buffer is full, and one goroutine at a time unlocks." + name;
        case 4: return "func greet takes a string and returns a string" + name;
        case 5: return "why";
        case 6: return "I do not know the rest of it, but it releases." + name;
        default: return "/stop";
    }
}

inline Json step_update(int chat, int step, int chats) {
    const Someone person{chat_id(chat), "P" + std::to_string(chat)};
    auto update = says(person, direct(person), step_text(chat, step));
    update["update_id"] = 100'000 + step * chats + chat;
    return update;
}

inline std::vector<Json> step_updates(int step, int chats) {
    std::vector<Json> updates;
    for (int chat = 0; chat < chats; ++chat) updates.push_back(step_update(chat, step, chats));
    return updates;
}

// What people see if nothing disturbs the server.
inline Undisturbed play_undisturbed(int chats, int steps) {
    ServerOptions options;
    options.is_durable = false;
    Stage stage(options);
    stage.start();
    std::int64_t received = 0;
    for (int step = 0; step < steps; ++step) {
        stage.api().add(step_updates(step, chats));
        received += chats;
        if (!stage.settle(received)) throw std::runtime_error("the undisturbed run does not settle: " + stage.server().log());
    }
    if (stage.end() != 0) throw std::runtime_error("the undisturbed run does not end");
    if (const auto found = stage.found({}); !found.empty()) throw std::runtime_error("the undisturbed run: " + found);
    return undisturbed(stage.api().log(), stage.book());
}

// The end of a run: the server ends well, and everything happened as in the undisturbed one.
inline void ends_as(Stage& stage, const Undisturbed& expected) {
    CHECK(stage.end() == 0);
    HistoryOptions options;
    options.expected = &expected;
    CHECK(stage.found(options) == "");
}

// Another life of the server does what the former left.
inline void goes_on(Stage& stage, std::int64_t received, const Undisturbed& expected) {
    stage.start();
    REQUIRE(stage.settle(received));
    ends_as(stage, expected);
}

}  // namespace tests
