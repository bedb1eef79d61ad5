// Owns the ports: what an adapter may ask of the bot and what the shell asks of the world. Adapters see this, bot/base and nothing else of the bot.
// Must not name a platform or hold engine, store or script types.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/inbound.h"
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

// How far a platform's stream of events was taken in (a poll's offset). Stored in the transaction of the events it follows.
struct Cursor {
    std::string account;
    std::string value;
    bool operator==(const Cursor&) const = default;
};

// Where adapters hand in what arrived. Safe from any thread.
class Intake {
   public:
    virtual ~Intake() = default;

    // Takes the events, in order, and the cursor behind them. False: full or stopping, nothing was taken, ask the platform to send it again later.
    // After true, done is called once, from another thread, and must not block: true = all of it is durable (duplicates included), acknowledge it;
    // false = it could not be stored, do not acknowledge.
    virtual bool submit(std::vector<Inbound> events, std::optional<Cursor> cursor, std::function<void(bool durable)> done) = 0;
};

// One thing to bring to a chat, durable before anybody sees it.
struct Parcel {
    std::int64_t id = 0;
    Place place;
    RoomKind kind = RoomKind::kDirect;
    std::string handle;    // of the press to acknowledge or to open a form with; then message may be empty
    std::string reply_to;  // the platform's id of the message that is answered; "" = none
    Outbound message;
    int part = 0;  // long messages go in parts; parts below this one were delivered
    bool operator==(const Parcel&) const = default;
};

// What became of one part of a parcel.
struct Delivery {
    enum class Outcome {
        kSent,     // the platform has it
        kPassing,  // trouble that passes (network, 5xx): try again later; it may have arrived
        kSlower,   // the platform asks for patience: not before `after`
        kRefused,  // this message will never be taken; the next one may
        kGone,     // the room takes no messages any more (blocked, removed, deleted)
        kMoved,    // the room's key is now `room`: try again there
        kStopped,  // the account may not send at all (its token is no longer valid)
    };
    Outcome outcome = Outcome::kPassing;
    bool more = false;           // kSent: the parcel has further parts
    Duration after{};            // kSlower
    bool whole_account = false;  // kSlower: holds for all rooms of the account
    std::string room;            // kMoved
    std::string message;         // kSent: the platform's id of the message, "" = unknown
    bool administers = false;    // kSent of an inquiry
    std::string zone;            // kSent of an inquiry: the person's, by IANA name, "" = unknown
    std::string reason;          // for the log: names the platform's answer, holds no secret and no user's text
};

// Whether an account's connection works, for readiness and metrics.
struct Liveness {
    bool ready = false;                 // events can arrive
    std::optional<Instant> last_heard;  // when the platform last answered, even without events
    std::string trouble;                // one line, "" = none
};

// What doctor found about one thing.
struct Check {
    enum class Verdict { kGood, kWarning, kBad };
    Verdict verdict = Verdict::kGood;
    std::string subject;  // "token", "privacy mode"
    std::string finding;
    std::string fix;  // "" if there is nothing to do
};

// One account at one platform. Made by main; everything but start() and stop() is safe from any thread.
class Platform {
   public:
    virtual ~Platform() = default;
    virtual std::string_view account() const = 0;
    // Begins to hand events to intake, from the cursor stored last.
    virtual Status start(Intake& intake, std::optional<std::string> cursor) = 0;
    // After return no more events are submitted; deliver() still works.
    virtual void stop() = 0;
    // Brings one part of a parcel, waiting for the platform's answer (bounded by the adapter's own deadline).
    virtual Delivery deliver(const Parcel& parcel) = 0;
    // Ends deliveries under way at once, as passing trouble, and later ones too: the server goes down.
    virtual void hang_up() = 0;
    virtual Liveness liveness() const = 0;
    // What viva doctor asks: talks to the platform, takes seconds.
    virtual std::vector<Check> checks() = 0;
};

}  // namespace bot::app
