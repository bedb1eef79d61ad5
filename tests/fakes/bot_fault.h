// Owns what a test may inflict on a call between the fake platform and the server.
#pragma once

#include <chrono>
#include <functional>
#include <string_view>

#include "tests/fakes/updates.h"

namespace tests {

// What happens to one call instead of the usual.
struct Fault {
    enum class Kind {
        kNone,
        kDelay,         // answered after `wait`
        kDropAnswer,    // taken, then the connection breaks without an answer
        kHalfAnswer,    // taken, then the connection breaks in the answer
        kHangAfter,     // taken, then silence (for `wait`, then the connection breaks; 0 = for ever)
        kGarbageAfter,  // taken, then an answer that is no HTTP
        kCut,           // not taken, the connection breaks
        kHang,          // not taken, silence
        kGarbage,       // not taken, an answer that is no JSON
        kTooMany,       // 429, `seconds` in retry_after
        kConflict,      // 409
        kServerError,   // 502 with a page in HTML
    };
    Kind kind = Kind::kNone;
    std::chrono::milliseconds wait{};
    int seconds = 1;
    std::function<void()> then = nullptr;  // after all of this, answer included

    bool is_taken() const { return kind <= Kind::kGarbageAfter; }
};

// The platform's own call, of the webhook. If a fault takes it, its answer counts for nothing; if not, it is not made. Either way it comes again.
constexpr const char* kWebhookCall = "webhook";

struct SeenCall {
    std::string_view method;
    const Json& body;
    int nth = 1;  // of this method, from 1
};
// On the fake's thread, before the call has any effect.
using Faults = std::function<Fault(const SeenCall&)>;

}  // namespace tests
