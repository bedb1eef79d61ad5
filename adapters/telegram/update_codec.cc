// Owns what update_codec.h promises: one function per shape, each takes its value whole, whatever it is.
#include "adapters/telegram/update_codec.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "adapters/telegram/json_reader.h"
#include "bot/base/inbound.h"

namespace adapters::telegram {
namespace {

constexpr std::size_t kMaxEntities = 256;
constexpr std::size_t kMaxName = 256;     // bytes of names and titles
constexpr std::size_t kMaxId = 256;       // bytes of ids that are text, and of button data
constexpr std::size_t kMaxLanguage = 35;  // as RFC 5646 advises
constexpr std::size_t kMaxUpdates = 100;  // in one answer, says the platform; more would be sent again

template <class Value, std::size_t N>
std::optional<Value> entry(const std::array<std::pair<std::string_view, Value>, N>& table, std::string_view name) {
    const auto* found = std::find_if(table.begin(), table.end(), [&](const auto& one) { return one.first == name; });
    if (found == table.end()) return std::nullopt;
    return found->second;
}

constexpr std::array<std::pair<std::string_view, ChatType>, 4> kChatTypes{
    {{"private", ChatType::kPrivate}, {"group", ChatType::kGroup}, {"supergroup", ChatType::kSupergroup}, {"channel", ChatType::kChannel}}};

constexpr std::array<std::pair<std::string_view, Entity::Kind>, 4> kEntityKinds{
    {{"bot_command", Entity::Kind::kCommand}, {"mention", Entity::Kind::kMention}, {"text_mention", Entity::Kind::kTextMention}, {"pre", Entity::Kind::kPre}}};

// What a message without words may hold. Service messages hold nothing of this. Where several stand together the first here counts.
constexpr std::array<std::string_view, 17> kContents{"voice",   "audio", "video_note", "sticker", "animation", "photo", "document",  "video",     "location",
                                                     "contact", "dice",  "poll",       "venue",   "game",      "story", "checklist", "paid_media"};
constexpr std::array<std::string_view, 7> kWhat{"voice", "voice", "voice", "sticker", "sticker", "photo", "file"};

constexpr std::array<std::string_view, 6> kForeign{"via_bot", "forward_origin", "forward_date", "forward_from", "forward_from_chat", "forward_sender_name"};

std::optional<Chat> read_chat(JsonReader& in) {
    std::optional<std::int64_t> id;
    Chat chat;
    in.object([&](std::string_view name) {
        if (name == "id") {
            id = in.whole();
        } else if (name == "type") {
            chat.type = entry(kChatTypes, in.words(kMaxId).value_or("")).value_or(ChatType::kOther);
        } else if (name == "title") {
            chat.title = in.words(kMaxName).value_or("");
        } else {
            in.skip();
        }
    });
    if (!id) return std::nullopt;
    chat.id = *id;
    return chat;
}

std::optional<User> read_user(JsonReader& in) {
    std::optional<std::int64_t> id;
    User user;
    std::string last;
    std::string username;
    in.object([&](std::string_view name) {
        if (name == "id") {
            id = in.whole();
        } else if (name == "is_bot") {
            user.is_bot = in.is_true();
        } else if (name == "first_name") {
            user.name = in.words(kMaxName).value_or("");
        } else if (name == "last_name") {
            last = in.words(kMaxName).value_or("");
        } else if (name == "username") {
            username = in.words(kMaxName).value_or("");
        } else if (name == "language_code") {
            user.language = in.words(kMaxLanguage).value_or("");
        } else {
            in.skip();
        }
    });
    if (!id) return std::nullopt;
    user.id = *id;
    if (!last.empty()) user.name += (user.name.empty() ? "" : " ") + last;
    if (user.name.empty()) user.name = username;
    return user;
}

std::optional<Entity> read_entity(JsonReader& in) {
    Entity entity;
    std::int64_t user = 0;
    in.object([&](std::string_view name) {
        if (name == "type") {
            entity.kind = entry(kEntityKinds, in.words(kMaxId).value_or("")).value_or(Entity::Kind::kOther);
        } else if (name == "offset") {
            entity.offset = in.whole().value_or(-1);
        } else if (name == "length") {
            entity.length = in.whole().value_or(0);
        } else if (name == "user") {
            if (const auto one = read_user(in)) user = one->id;
        } else {
            in.skip();
        }
    });
    if (entity.offset < 0 || entity.length <= 0) return std::nullopt;
    if (entity.kind == Entity::Kind::kTextMention) entity.user = user;
    return entity;
}

std::vector<Entity> read_entities(JsonReader& in) {
    std::vector<Entity> entities;
    in.array([&] {
        const auto entity = read_entity(in);
        if (entity && entities.size() < kMaxEntities) entities.push_back(*entity);
    });
    return entities;
}

// Whose message it is; nullopt for the note that a topic was made, which the first message of a topic "replies" to.
std::optional<std::int64_t> read_replied(JsonReader& in) {
    std::optional<User> author;
    bool note = false;
    in.object([&](std::string_view name) {
        if (name == "from") {
            author = read_user(in);
        } else if (name == "forum_topic_created") {
            note = in.present();
        } else {
            in.skip();
        }
    });
    if (!author || note) return std::nullopt;
    return author->id;
}

// Reads one message, member by member; what depends on several of them is settled at the end.
class MessageReader {
   public:
    explicit MessageReader(JsonReader& in) : in_(in) {}

    // Nullopt without a chat and a message id.
    std::optional<Message> read() {
        in_.object([this](std::string_view name) {
            if (!place(name) && !people(name) && !words(name)) rest(name);
        });
        if (!id_ || !chat_) return std::nullopt;
        message_.id = *id_;
        message_.chat = std::move(*chat_);
        // Replies in ordinary supergroups carry a thread id too, which names no topic.
        if (in_topic_) message_.topic = thread_;
        message_.is_caption = !text_ && caption_;
        message_.text = text_ ? std::move(text_) : std::move(caption_);
        message_.entities = message_.is_caption ? std::move(caption_entities_) : std::move(entities_);
        if (content_ < kContents.size()) message_.content = content_ < kWhat.size() ? kWhat[content_] : "other";
        return std::move(message_);
    }

   private:
    bool place(std::string_view name) {
        if (name == "message_id") {
            id_ = in_.whole();
        } else if (name == "date") {
            message_.date = in_.whole().value_or(0);
        } else if (name == "chat") {
            chat_ = read_chat(in_);
        } else if (name == "message_thread_id") {
            thread_ = in_.whole().value_or(0);
        } else if (name == "is_topic_message") {
            in_topic_ = in_.is_true();
        } else if (name == "migrate_to_chat_id") {
            message_.moved_to = in_.whole().value_or(0);
        } else if (name == "migrate_from_chat_id") {
            message_.moved_from = in_.whole().value_or(0);
        } else {
            return false;
        }
        return true;
    }

    bool people(std::string_view name) {
        if (name == "from") {
            message_.from = read_user(in_);
        } else if (name == "sender_chat") {
            if (auto sender = read_chat(in_)) message_.sender_chat = std::move(sender->title);
        } else if (name == "reply_to_message") {
            message_.replied_user = read_replied(in_);
        } else {
            return false;
        }
        return true;
    }

    bool words(std::string_view name) {
        if (name == "text") {
            text_ = in_.words(bot::kMaxInboundBytes);
        } else if (name == "entities") {
            entities_ = read_entities(in_);
        } else if (name == "caption") {
            caption_ = in_.words(bot::kMaxInboundBytes);
        } else if (name == "caption_entities") {
            caption_entities_ = read_entities(in_);
        } else {
            return false;
        }
        return true;
    }

    void rest(std::string_view name) {
        if (name == "media_group_id") {
            message_.album = in_.words(kMaxId).value_or("");
        } else if (name == "is_automatic_forward") {
            message_.automatic = in_.is_true();
        } else if (std::find(kForeign.begin(), kForeign.end(), name) != kForeign.end()) {
            message_.foreign = in_.present() || message_.foreign;
        } else if (const auto* content = std::find(kContents.begin(), kContents.end(), name); content != kContents.end()) {
            if (in_.present()) content_ = std::min(content_, std::size_t(content - kContents.begin()));
        } else {
            in_.skip();
        }
    }

    JsonReader& in_;
    Message message_;
    std::optional<std::int64_t> id_;
    std::optional<Chat> chat_;
    std::int64_t thread_ = 0;
    bool in_topic_ = false;
    std::optional<std::string> text_;
    std::optional<std::string> caption_;
    std::vector<Entity> entities_;
    std::vector<Entity> caption_entities_;
    std::size_t content_ = kContents.size();
};

std::optional<Message> read_message(JsonReader& in) { return MessageReader(in).read(); }

std::optional<Query> read_query(JsonReader& in) {
    Query query;
    std::optional<User> from;
    in.object([&](std::string_view name) {
        if (name == "id") {
            query.id = in.words(kMaxId).value_or("");
        } else if (name == "from") {
            from = read_user(in);
        } else if (name == "data") {
            query.data = in.words(kMaxId).value_or("");
        } else if (name == "message") {
            query.message = read_message(in);
        } else {
            in.skip();
        }
    });
    if (query.id.empty() || !from) return std::nullopt;
    query.from = std::move(*from);
    return query;
}

// Whether a chat member's state means being in the chat; nullopt without a state.
std::optional<bool> read_is_in(JsonReader& in) {
    std::optional<std::string> status;
    bool is_member = false;
    in.object([&](std::string_view name) {
        if (name == "status") {
            status = in.words(kMaxId);
        } else if (name == "is_member") {
            is_member = in.is_true();
        } else {
            in.skip();
        }
    });
    if (!status) return std::nullopt;
    if (*status == "restricted") return is_member;
    return *status == "member" || *status == "administrator" || *status == "creator";
}

std::optional<Membership> read_membership(JsonReader& in) {
    Membership membership;
    std::optional<Chat> chat;
    std::optional<bool> now;
    in.object([&](std::string_view name) {
        if (name == "chat") {
            chat = read_chat(in);
        } else if (name == "from") {
            membership.from = read_user(in);
        } else if (name == "date") {
            membership.date = in.whole().value_or(0);
        } else if (name == "old_chat_member") {
            membership.was_in = read_is_in(in).value_or(false);
        } else if (name == "new_chat_member") {
            now = read_is_in(in);
        } else {
            in.skip();
        }
    });
    if (!chat || !now) return std::nullopt;
    membership.chat = std::move(*chat);
    membership.is_in = *now;
    return membership;
}

// An update's kind and content. wrong: it is a kind we know, but not in the shape we know.
bool read_kind(JsonReader& in, std::string_view name, Update& update, bool& wrong) {
    const auto keep = [&](auto read) {
        wrong = !read.has_value();
        if (read) update.what = std::move(*read);
    };
    if (name == "message" || name == "edited_message") {
        auto message = read_message(in);
        keep(message ? std::optional<Posted>(Posted{std::move(*message), name == "edited_message"}) : std::nullopt);
    } else if (name == "callback_query") {
        keep(read_query(in));
    } else if (name == "my_chat_member") {
        keep(read_membership(in));
    } else {
        return false;
    }
    return true;
}

// False: it is none.
bool read_update(JsonReader& in, Updates& updates) {
    std::optional<std::int64_t> id;
    Update update;
    bool wrong = false;
    in.object([&](std::string_view name) {
        if (name == "update_id") {
            id = in.whole();
        } else if (!read_kind(in, name, update, wrong)) {
            in.skip();
        }
    });
    // The next offset must exist as well.
    const bool good = id && *id >= 0 && *id != std::numeric_limits<std::int64_t>::max();
    if (wrong || !good) ++updates.wrong;
    if (!good) return false;
    update.id = *id;
    updates.last = *id;
    updates.list.push_back(std::move(update));
    return true;
}

// The first error of a whole body; kInvalidInput.
std::optional<bot::Error> error_of(JsonReader& in) {
    if (in.too_deep()) return bot::Error{bot::Code::kInvalidInput, "nested too deep"};
    if (!in.at_end()) return bot::Error{bot::Code::kInvalidInput, "not JSON"};
    return std::nullopt;
}

}  // namespace

bot::Result<Updates> decode_update(std::string_view body) {
    JsonReader in(body);
    Updates updates;
    const bool good = read_update(in, updates);
    if (auto error = error_of(in)) return tl::unexpected(std::move(*error));
    if (!good) return bot::fail(bot::Code::kInvalidInput, "not an update: no update_id");
    return updates;
}

bot::Result<Updates> decode_updates(std::string_view body) {
    JsonReader in(body);
    Updates updates;
    bool ok = false;
    bool listed = false;
    in.object([&](std::string_view name) {
        if (name == "ok") {
            ok = in.is_true();
        } else if (name == "result") {
            listed = in.array([&] {
                if (updates.list.size() < kMaxUpdates) {
                    read_update(in, updates);
                } else {
                    in.skip();
                }
            });
        } else {
            in.skip();
        }
    });
    if (auto error = error_of(in)) return tl::unexpected(std::move(*error));
    if (!ok || !listed) return bot::fail(bot::Code::kInvalidInput, "not a list of updates");
    return updates;
}

}  // namespace adapters::telegram
