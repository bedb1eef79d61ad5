// Owns what meaning.h promises for messages' places and authors, presses and memberships; wording.h reads the texts.
#include "adapters/telegram/meaning.h"

#include <algorithm>
#include <utility>

#include "adapters/telegram/wording.h"

namespace adapters::telegram {
namespace {

using bot::Inbound;

// Stand-ins for senders that the platform hides: the anonymous admin, the channel, the platform itself. Thousands of people share each.
constexpr std::int64_t kStandIns[] = {1087968824, 136817688, 777000};

bool is_stand_in(std::int64_t user) { return std::find(std::begin(kStandIns), std::end(kStandIns), user) != std::end(kStandIns); }

bot::Instant instant_of(std::int64_t seconds) {
    constexpr std::int64_t kYear9999 = 253'402'300'799;
    return bot::Instant(std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kYear9999)));
}

bool is_room(const Chat& chat) { return chat.type == ChatType::kPrivate || chat.type == ChatType::kGroup || chat.type == ChatType::kSupergroup; }

Inbound begun(const Update& update, const Chat& chat, std::int64_t topic, const Self& self) {
    Inbound in;
    in.event = std::to_string(update.id);
    in.place = {std::to_string(self.id), std::to_string(chat.id), topic != 0 ? std::to_string(topic) : ""};
    in.topic = topic != 0;
    in.kind = chat.type == ChatType::kPrivate ? bot::RoomKind::kDirect : bot::RoomKind::kGroup;
    in.room_title = chat.title;
    return in;
}

bot::Author author_of(const User& user) { return {is_stand_in(user.id) ? "" : std::to_string(user.id), user.name, user.language}; }

// nullopt: nobody we listen to (another bot).
std::optional<bot::Author> author_of(const Message& message) {
    if (message.sender_chat) return bot::Author{"", *message.sender_chat, ""};
    if (!message.from) return bot::Author{};
    if (message.from->is_bot && !is_stand_in(message.from->id)) return std::nullopt;
    return author_of(*message.from);
}

std::optional<Inbound> moved(const Update& update, const Message& message, const Self& self) {
    auto old = message.chat;
    if (message.moved_from != 0) old.id = message.moved_from;
    auto in = begun(update, old, 0, self);
    in.sent = instant_of(message.date);
    in.what = bot::Moved{std::to_string(message.moved_from != 0 ? message.chat.id : message.moved_to)};
    return in;
}

std::optional<Inbound> posted(const Update& update, const Posted& posted, const Self& self) {
    const auto& message = posted.message;
    if (!is_room(message.chat)) return std::nullopt;
    if (message.moved_to != 0 || message.moved_from != 0) return moved(update, message, self);
    if (message.automatic) return std::nullopt;
    auto author = author_of(message);
    if (!author) return std::nullopt;
    auto in = begun(update, message.chat, message.topic, self);
    in.author = std::move(*author);
    in.message = std::to_string(message.id);
    in.sent = instant_of(message.date);
    const bool direct = in.kind == bot::RoomKind::kDirect;
    const bool addressed = direct || message.replied_user == self.id || mentions(message, self);
    if (posted.edited) {
        // A shared location "edits" its message every few seconds.
        if (!message.text) return std::nullopt;
        in.what = bot::Edited{addressed};
    } else if (message.foreign) {
        // Somebody else's words are no answer and no command.
        if (!message.text && message.content.empty()) return std::nullopt;
        in.what = bot::Unreadable{"other", addressed};
    } else if (message.text) {
        auto what = wording(message, addressed, self);
        if (!what) return std::nullopt;
        in.what = std::move(*what);
    } else if (!message.content.empty()) {
        if (!message.album.empty()) in.alias = "album:" + in.place.room + ":" + message.album;
        in.what = bot::Unreadable{message.content, addressed};
    } else {
        return std::nullopt;
    }
    return in;
}

std::optional<Inbound> pressed(const Update& update, const Query& query, const Self& self) {
    if (!query.message || !is_room(query.message->chat)) return std::nullopt;
    auto in = begun(update, query.message->chat, query.message->topic, self);
    in.author = author_of(query.from);
    in.message = query.message->id != 0 ? std::to_string(query.message->id) : "";
    in.what = bot::Pressed{query.data, query.id};
    return in;
}

std::optional<Inbound> joined(const Update& update, const Membership& membership, const Self& self) {
    if (!is_room(membership.chat) || membership.was_in == membership.is_in) return std::nullopt;
    auto in = begun(update, membership.chat, 0, self);
    if (membership.from) in.author = author_of(*membership.from);
    in.sent = instant_of(membership.date);
    if (!membership.is_in) {
        in.what = bot::Left{};
    } else if (in.kind == bot::RoomKind::kDirect) {
        in.what = bot::Returned{};
    } else {
        in.what = bot::Joined{};
    }
    return in;
}

}  // namespace

std::optional<Inbound> meaning(const Update& update, const Self& self) {
    if (const auto* message = std::get_if<Posted>(&update.what)) return posted(update, *message, self);
    if (const auto* query = std::get_if<Query>(&update.what)) return pressed(update, *query, self);
    if (const auto* membership = std::get_if<Membership>(&update.what)) return joined(update, *membership, self);
    return std::nullopt;
}

}  // namespace adapters::telegram
