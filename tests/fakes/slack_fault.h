// Owns what a test may inflict on what the fake Slack hands to the server. What it inflicts on calls stands in bot_fault.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>

#include "tests/fakes/updates.h"

namespace tests {

// What happens to one handing over of an event instead of the usual.
struct HandOver {
    enum class Kind {
        kNone,
        kLater,  // after `wait`; what comes behind it in the same conversation waits with it
        kLost,   // it goes under, and comes again when its time is over
        kNoAck,  // its acknowledgement goes under
        kTwice,  // a second time under another envelope
        kCut,    // the connection breaks right behind it
    };
    Kind kind = Kind::kNone;
    std::chrono::milliseconds wait{};
    std::function<void()> then = nullptr;    // after it
    std::function<void()> on_ack = nullptr;  // when its acknowledgement is there, also one that goes under
};

struct SeenEnvelope {
    std::string_view type;  // events_api, slash_commands, interactive
    const Json& payload;
    int attempt = 0;
    int nth = 1;  // of all, from 1
};
// On the fake's thread and under its lock: it must not call the fake.
using HandOvers = std::function<HandOver(const SeenEnvelope&)>;

struct LineOptions {
    std::chrono::milliseconds resend_after{3000};
    int retries = 1000;  // Slack: 3, and hourly with Delayed Events
    std::chrono::milliseconds ping_every{10'000};
    std::size_t piece = 0;       // bytes of a frame; 0 = messages come in one
    bool one_at_a_time = false;  // in a conversation the next one waits for the acknowledgement, so that its order is sure
    double pace = 0.01;          // of the pauses before an event is pushed again
};

}  // namespace tests
