// Owns the fields of an update that mean something to us, as plain values; the platform's JSON ends in update_codec.cc.
// Must not decide what they mean (meaning.h does).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace adapters::telegram {

enum class ChatType { kPrivate, kGroup, kSupergroup, kChannel, kOther };

struct Chat {
    std::int64_t id = 0;
    ChatType type = ChatType::kOther;
    std::string title;
};

struct User {
    std::int64_t id = 0;
    bool is_bot = false;
    std::string name;      // first and last
    std::string language;  // IETF tag, "" = unknown
};

// A stretch of the text, in UTF-16 code units.
struct Entity {
    enum class Kind { kCommand, kMention, kTextMention, kPre, kOther };
    Kind kind = Kind::kOther;
    std::int64_t offset = 0;
    std::int64_t length = 0;
    std::int64_t user = 0;  // kTextMention
};

struct Message {
    std::int64_t id = 0;
    std::int64_t date = 0;  // seconds since 1970
    Chat chat;
    std::int64_t topic = 0;                    // only of a real forum topic, else 0
    std::optional<User> from;                  // absent or fake if it was sent on behalf of a chat
    std::optional<std::string> sender_chat;    // the title of the chat it was sent for
    std::optional<std::int64_t> replied_user;  // whose message is replied to
    std::optional<std::string> text;           // or the caption
    bool is_caption = false;
    std::vector<Entity> entities;
    std::string content;          // of a message without words: "voice", "sticker", "photo", "file", "other"; "" = nothing we know (service messages)
    std::string album;            // several messages sent at once share it; "" = none
    bool foreign = false;         // forwarded, or written by an inline bot: not the sender's own words
    bool automatic = false;       // a channel's post, copied by the platform into its discussion group
    std::int64_t moved_to = 0;    // this group has become the supergroup moved_to
    std::int64_t moved_from = 0;  // this supergroup was the group moved_from
};

struct Query {  // a press on a button
    std::string id;
    User from;
    std::string data;
    std::optional<Message> message;  // absent for messages that we did not send; may hold a chat and an id only
};

struct Membership {  // ours, in a chat
    Chat chat;
    std::optional<User> from;
    std::int64_t date = 0;
    bool was_in = false;
    bool is_in = false;
};

struct Posted {
    Message message;
    bool edited = false;
};

struct Update {
    std::int64_t id = 0;
    std::variant<std::monostate, Posted, Query, Membership> what;  // monostate: a kind we do not know
};

}  // namespace adapters::telegram
