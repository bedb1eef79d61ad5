// Owns what arrives from a chat, as the bot means it: who, where, and what was done there. Adapters decode into it.
// Must not hold a platform's payload or words; every text in it is hostile and at most kMaxInboundBytes.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <variant>

#include "bot/base/time.h"

namespace bot {

// Adapters cut longer texts (on a character) before they hand them over; the grader reads less.
constexpr std::size_t kMaxInboundBytes = std::size_t{64} * 1024;

// Where something is said. Two places hold one conversation only if all three agree.
struct Place {
    std::string account;  // which of our bots, e.g. its id at the platform
    std::string room;     // the platform's key of the chat
    std::string thread;   // topic or thread inside it; "" = none
    auto operator<=>(const Place&) const = default;
};

enum class RoomKind { kDirect, kGroup };

// Who did it. An empty key is somebody the platform hides (an anonymous admin, a channel): such a person cannot be examined.
struct Author {
    std::string key;
    std::string name;      // for display; may be anything
    std::string language;  // IETF tag of their app, "" = unknown
    std::string direct{};  // the room of their direct chat with the bot, "" = unknown; they may never have opened it
    bool operator==(const Author&) const = default;
};

// Plain text. addressed: meant for the bot (a direct chat, a mention, a reply to it). more_follows: the platform split one long text here.
// in_thread: not addressed, but in a thread, where it is an answer if the bot is examining its writer just there.
struct Said {
    std::string text;
    bool addressed = true;
    bool more_follows = false;
    bool in_thread = false;
    bool operator==(const Said&) const = default;
};
// A command in the platform's own way ("/round go 5"): the word in lower case without its sign, and the rest as typed, trimmed.
// handle: opens one form, soon after; "" = none can be opened.
struct Called {
    std::string command;
    std::string rest;
    std::string handle{};
    bool operator==(const Called&) const = default;
};
// A button of an earlier message. data is as Choice was rendered and comes from outside; handle is what the acknowledgement needs, and opens one form
// where the platform has them.
struct Pressed {
    std::string data;
    std::string handle;
    bool opens_forms = false;
    bool operator==(const Pressed&) const = default;
};
// Something that cannot be read as text: "voice", "sticker", "photo", "file", "other".
struct Unreadable {
    std::string what;
    bool addressed = true;
    bool in_thread = false;  // as in Said
    bool operator==(const Unreadable&) const = default;
};
struct Edited {  // an earlier message was changed; answers stay as they were sent
    bool addressed = true;
    bool operator==(const Edited&) const = default;
};
struct Filled {  // a form was sent off. data is as Form::data, but comes from outside
    std::string data;
    std::string text;
    bool operator==(const Filled&) const = default;
};
struct Visited {  // the person opened the bot's page, where the platform has one
    bool operator==(const Visited&) const = default;
};
struct Vouched {  // the platform's answer to an Inquiry about the author
    bool administers = false;
    std::string what;    // as in the inquiry
    std::string zone{};  // the IANA name of theirs, "" = unknown
    bool topic = false;  // as in the inquiry
    bool operator==(const Vouched&) const = default;
};
struct Joined {  // the bot was added to the room
    bool operator==(const Joined&) const = default;
};
struct Left {  // the bot was removed or blocked: nothing can be sent there until Returned or anything else comes from there
    bool operator==(const Left&) const = default;
};
struct Returned {  // unblocked
    bool operator==(const Returned&) const = default;
};
struct Moved {  // the room has another key from now on; everything stored goes with it
    std::string to;
    bool operator==(const Moved&) const = default;
};

struct Inbound {
    std::string event;  // the platform's id of the event; unique in the account, the key against duplicates
    std::string alias;  // a second key of the same thing, "" = none (some platforms send one message under several ids)
    Place place;
    RoomKind kind = RoomKind::kDirect;
    bool topic = false;  // place.thread is a lasting part of the room, no thread of talk
    bool aside = false;  // done in a group, but in no thread of talk: what begins or goes on with a session goes to the author's direct chat
    std::string room_title;
    Author author;
    std::string message;  // the platform's id of the message, for replies; "" = none
    Instant sent{};       // by the platform's clock
    std::variant<Said, Called, Pressed, Unreadable, Edited, Joined, Left, Returned, Moved, Filled, Visited, Vouched> what;
    bool operator==(const Inbound&) const = default;
};

}  // namespace bot
