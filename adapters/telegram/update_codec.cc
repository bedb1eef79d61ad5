// Owns what update_codec.h promises: checked getters over parsed JSON, one function per shape.
#include "adapters/telegram/update_codec.h"

#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "bot/base/inbound.h"
#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxEntities = 256;
constexpr std::size_t kMaxName = 256;     // bytes of names and titles
constexpr std::size_t kMaxId = 256;       // bytes of ids that are text, and of button data
constexpr std::size_t kMaxUpdates = 100;  // in one answer, says the platform; more are asked for again

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::int64_t> whole(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (!value || !value->is_number_integer()) return std::nullopt;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    return value->get<std::int64_t>();
}

bool is_true(const json& object, const char* name) {
    const auto* value = member(object, name);
    return value && value->is_boolean() && value->get<bool>();
}

// The text without a copy of the whole; nullopt if it is absent or no text.
std::optional<std::string> words(const json& object, const char* name, std::size_t max_bytes) {
    const auto* value = member(object, name);
    if (!value || !value->is_string()) return std::nullopt;
    return std::string(bot::utf8_prefix(value->get_ref<const std::string&>(), max_bytes));
}

std::optional<Chat> read_chat(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (!value) return std::nullopt;
    const auto id = whole(*value, "id");
    if (!id) return std::nullopt;
    constexpr std::array<std::pair<std::string_view, ChatType>, 4> kTypes{
        {{"private", ChatType::kPrivate}, {"group", ChatType::kGroup}, {"supergroup", ChatType::kSupergroup}, {"channel", ChatType::kChannel}}};
    const auto type = words(*value, "type", kMaxId).value_or("");
    const auto* known = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& entry) { return entry.first == type; });
    return Chat{*id, known == kTypes.end() ? ChatType::kOther : known->second, words(*value, "title", kMaxName).value_or("")};
}

std::optional<User> read_user(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (!value) return std::nullopt;
    const auto id = whole(*value, "id");
    if (!id) return std::nullopt;
    User user{*id, is_true(*value, "is_bot"), words(*value, "first_name", kMaxName).value_or(""), words(*value, "language_code", 35).value_or("")};
    if (const auto last = words(*value, "last_name", kMaxName); last && !last->empty()) user.name += (user.name.empty() ? "" : " ") + *last;
    if (user.name.empty()) user.name = words(*value, "username", kMaxName).value_or("");
    return user;
}

std::vector<Entity> read_entities(const json& object, const char* name) {
    std::vector<Entity> entities;
    const auto* list = member(object, name);
    if (!list || !list->is_array()) return entities;
    constexpr std::array<std::pair<std::string_view, Entity::Kind>, 4> kKinds{{{"bot_command", Entity::Kind::kCommand},
                                                                               {"mention", Entity::Kind::kMention},
                                                                               {"text_mention", Entity::Kind::kTextMention},
                                                                               {"pre", Entity::Kind::kPre}}};
    for (const auto& one : *list) {
        if (entities.size() == kMaxEntities) break;
        const auto offset = whole(one, "offset");
        const auto length = whole(one, "length");
        if (!offset || !length || *offset < 0 || *length <= 0) continue;
        const auto type = words(one, "type", kMaxId).value_or("");
        const auto* known = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& entry) { return entry.first == type; });
        Entity entity{known == kKinds.end() ? Entity::Kind::kOther : known->second, *offset, *length, 0};
        if (const auto user = read_user(one, "user"); user && entity.kind == Entity::Kind::kTextMention) entity.user = user->id;
        entities.push_back(entity);
    }
    return entities;
}

// What a message without words holds. Service messages hold nothing of this.
std::string read_content(const json& object) {
    constexpr std::array<std::pair<const char*, const char*>, 17> kContents{{{"voice", "voice"},
                                                                             {"audio", "voice"},
                                                                             {"video_note", "voice"},
                                                                             {"sticker", "sticker"},
                                                                             {"animation", "sticker"},
                                                                             {"photo", "photo"},
                                                                             {"document", "file"},
                                                                             {"video", "other"},
                                                                             {"location", "other"},
                                                                             {"contact", "other"},
                                                                             {"dice", "other"},
                                                                             {"poll", "other"},
                                                                             {"venue", "other"},
                                                                             {"game", "other"},
                                                                             {"story", "other"},
                                                                             {"checklist", "other"},
                                                                             {"paid_media", "other"}}};
    for (const auto& [key, what] : kContents) {
        if (member(object, key)) return what;
    }
    return "";
}

// Nullopt without a chat and a message id.
std::optional<Message> read_message(const json& object) {
    const auto id = whole(object, "message_id");
    const auto chat = read_chat(object, "chat");
    if (!id || !chat) return std::nullopt;
    Message message;
    message.id = *id;
    message.chat = *chat;
    message.date = whole(object, "date").value_or(0);
    // Replies in ordinary supergroups carry a thread id too, which names no topic.
    if (is_true(object, "is_topic_message")) message.topic = whole(object, "message_thread_id").value_or(0);
    message.from = read_user(object, "from");
    if (const auto sender = read_chat(object, "sender_chat")) message.sender_chat = sender->title;
    if (const auto* replied = member(object, "reply_to_message")) {
        // The first message of a topic "replies" to the note that the topic was made.
        const auto author = read_user(*replied, "from");
        if (author && !member(*replied, "forum_topic_created")) message.replied_user = author->id;
    }
    message.text = words(object, "text", bot::kMaxInboundBytes);
    if (!message.text) {
        message.text = words(object, "caption", bot::kMaxInboundBytes);
        message.is_caption = message.text.has_value();
    }
    message.entities = read_entities(object, message.is_caption ? "caption_entities" : "entities");
    message.content = read_content(object);
    message.album = words(object, "media_group_id", kMaxId).value_or("");
    for (const auto* key : {"via_bot", "forward_origin", "forward_date", "forward_from", "forward_from_chat", "forward_sender_name"}) {
        message.foreign = message.foreign || member(object, key);
    }
    message.automatic = is_true(object, "is_automatic_forward");
    message.moved_to = whole(object, "migrate_to_chat_id").value_or(0);
    message.moved_from = whole(object, "migrate_from_chat_id").value_or(0);
    return message;
}

std::optional<Query> read_query(const json& object) {
    const auto id = words(object, "id", kMaxId);
    auto from = read_user(object, "from");
    if (!id || id->empty() || !from) return std::nullopt;
    Query query{*id, std::move(*from), words(object, "data", kMaxId).value_or(""), std::nullopt};
    if (const auto* message = member(object, "message")) query.message = read_message(*message);
    return query;
}

std::optional<bool> is_in(const json& object, const char* name) {
    const auto* member_of = member(object, name);
    if (!member_of) return std::nullopt;
    const auto status = words(*member_of, "status", kMaxId);
    if (!status) return std::nullopt;
    if (*status == "restricted") return is_true(*member_of, "is_member");
    return *status == "member" || *status == "administrator" || *status == "creator";
}

std::optional<Membership> read_membership(const json& object) {
    auto chat = read_chat(object, "chat");
    const auto now = is_in(object, "new_chat_member");
    if (!chat || !now) return std::nullopt;
    return Membership{std::move(*chat), read_user(object, "from"), whole(object, "date").value_or(0), is_in(object, "old_chat_member").value_or(false), *now};
}

// False: a kind we know, but not in the shape we know.
bool read_what(const json& object, Update& update) {
    for (const auto& [key, edited] : {std::pair{"message", false}, std::pair{"edited_message", true}}) {
        const auto* value = member(object, key);
        if (!value) continue;
        auto message = read_message(*value);
        if (message) update.what = Posted{std::move(*message), edited};
        return message.has_value();
    }
    if (const auto* value = member(object, "callback_query")) {
        auto query = read_query(*value);
        if (query) update.what = std::move(*query);
        return query.has_value();
    }
    if (const auto* value = member(object, "my_chat_member")) {
        auto membership = read_membership(*value);
        if (membership) update.what = std::move(*membership);
        return membership.has_value();
    }
    return true;
}

bool add(const json& object, Updates& updates) {
    const auto id = whole(object, "update_id");
    // The next offset must exist as well.
    if (!id || *id < 0 || *id == std::numeric_limits<std::int64_t>::max()) {
        ++updates.wrong;
        return false;
    }
    Update update{*id, {}};
    if (!read_what(object, update)) ++updates.wrong;
    updates.last = *id;
    updates.list.push_back(std::move(update));
    return true;
}

// Deeper JSON costs stack when it is destroyed; brackets are counted before anything is built.
bool too_deep(std::string_view body) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const char c = body[i];
        if (quoted) {
            if (c == '\\') ++i;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kMaxDepth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

bot::Result<json> parse(std::string_view body) {
    if (too_deep(body)) return bot::fail(bot::Code::kInvalidInput, "nested too deep");
    auto parsed = json::parse(body.begin(), body.end(), nullptr, false);
    if (parsed.is_discarded() && !bot::is_utf8(body)) {
        // One damaged character must not hold up everything behind it.
        const std::string repaired = bot::to_utf8(body);
        parsed = json::parse(repaired.begin(), repaired.end(), nullptr, false);
    }
    if (parsed.is_discarded()) return bot::fail(bot::Code::kInvalidInput, "not JSON");
    return parsed;
}

}  // namespace

bot::Result<Updates> decode_update(std::string_view body) {
    const auto parsed = parse(body);
    if (!parsed) return tl::unexpected(parsed.error());
    Updates updates;
    if (!add(*parsed, updates)) return bot::fail(bot::Code::kInvalidInput, "not an update: no update_id");
    return updates;
}

bot::Result<Updates> decode_updates(std::string_view body) {
    const auto parsed = parse(body);
    if (!parsed) return tl::unexpected(parsed.error());
    const auto* result = member(*parsed, "result");
    if (!is_true(*parsed, "ok") || !result || !result->is_array()) return bot::fail(bot::Code::kInvalidInput, "not a list of updates");
    Updates updates;
    for (const auto& one : *result) {
        if (updates.list.size() == kMaxUpdates) break;
        add(one, updates);
    }
    return updates;
}

}  // namespace adapters::telegram
