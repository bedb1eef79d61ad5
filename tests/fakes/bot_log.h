// Owns the log of a run, the fakes' and the simulator's: what was handed out, confirmed, taken and refused, in order, and the lives of the server beside it.
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
        kConfirmed,     // the server has acknowledged it; query = "offset" if by going on behind it
        kMessage,       // a message stands in a chat
        kAcknowledged,  // a press was answered
        kRefused,       // a call that can never work; text says why
        kTrouble,       // a call that failed by a fault
        kStarted,       // the server process began
        kKilled,        // it was killed, between the records around this one
        kSettled,       // by its database, nothing is left to send: all before this is marked as sent
        // What only somebody inside the process can see; logs without them are judged without them.
        kReceived,  // an update is durable; topic = 1 if it says that the chat takes no messages any more
        kWritten,   // a message is durable, text and all as it will be sent
        kErased,    // somebody had everything removed: what is unsent to the chat goes with it
        kGone,      // a message was refused since the chat takes none any more
        kGivenUp,   // a message that met nothing but passing trouble for longer than it is tried
    };
    Kind kind = Kind::kHanded;
    std::chrono::steady_clock::time_point at{};
    std::int64_t update = 0;
    std::int64_t chat = 0;
    std::int64_t topic = 0;
    std::int64_t message = 0;  // its id
    std::int64_t reply_to = 0;
    std::string text;  // as a person reads it; of a message that did not arrive as well
    std::string html;  // as it was sent
    std::vector<SeenButton> buttons;
    std::string file;                       // name of a document
    std::string query;                      // of a press
    bool answered = true;                   // the server was told that it was taken
    std::string aside = {};                 // of a message that only one person sees: who
    bool replaces = false;                  // a message that took the place of itself
    std::vector<std::string> remarks = {};  // what the platform took and we never want to send
};
using BotLog = std::vector<Record>;

}  // namespace tests
