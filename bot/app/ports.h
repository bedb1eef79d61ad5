// Owns the ports: what an adapter may ask of the bot and what the shell asks of the world. Adapters see this, bot/base and nothing else of the bot.
// Must not name a platform or hold engine, store or script types.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"
#include "bot/base/result.h"
#include "bot/base/time.h"

namespace bot::app {

// The real clock stands in main, a hand-cranked one in tests.
class Clock {
   public:
    virtual ~Clock() = default;
    virtual Instant now() = 0;
};

// What the bot says to one turn. Everything in it is already durable.
struct Reply {
    std::vector<Outbound> messages;
    bool ended = false;   // the session is over
    bool paused = false;  // the session waits to be resumed; a console leaves here
};

// One person's conversation with the bot in one place, as a console holds it: text in, messages out, each call durable at return.
// An error means that the turn was not taken: nothing changed, the same text may be sent again. Not thread-safe.
class Conversation {
   public:
    virtual ~Conversation() = default;

    // What is said first: the opening and the first question, or where a resumed session stands.
    virtual Result<Reply> open() = 0;

    // One whole message of the person: an answer, or a command word with or without a leading '/'.
    virtual Result<Reply> take(std::string_view text) = 0;

    // The person leaves (end of input, Ctrl-C): the session is paused; the reply says how to go on. Does nothing to an ended session.
    virtual Result<Reply> leave() = 0;
};

}  // namespace bot::app
