// Owns the fake platform's log: what was handed out, confirmed, taken and refused, in order, and the lives of the server beside it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fakes/bot_rules.h"

namespace tests {

struct Record {
    enum class Kind {
        kHanded,        // an update went to the server
        kConfirmed,     // the server has acknowledged it
        kMessage,       // a message stands in a chat
        kAcknowledged,  // a press was answered
        kRefused,       // a call that can never work; text says why
        kTrouble,       // a call that failed by a fault
        kStarted,       // the server process began
        kKilled,        // it was killed, between the records around this one
        kSettled,       // by its database, nothing is left to send: all before this is marked as sent
    };
    Kind kind = Kind::kHanded;
    std::chrono::steady_clock::time_point at{};
    std::int64_t update = 0;
    std::int64_t chat = 0;
    std::int64_t topic = 0;
    std::int64_t message = 0;  // its id
    std::int64_t reply_to = 0;
    std::string text;  // as a person reads it
    std::string html;  // as it was sent
    std::vector<SeenButton> buttons;
    std::string file;      // name of a document
    std::string query;     // of a press
    bool answered = true;  // the server was told that it was taken
};
using BotLog = std::vector<Record>;

}  // namespace tests
