// Owns what bot_chats.h promises.
#include "tests/fakes/bot_chats.h"

#include <cstdlib>

namespace tests {
namespace {

using nlohmann::json;

constexpr std::size_t kRemembered = 50;  // messages a chat

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

// As a number or in digits, as the Bot API takes it.
std::int64_t id_in(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (!value) return 0;
    if (value->is_number_integer()) return value->get<std::int64_t>();
    return value->is_string() ? std::atoll(value->get_ref<const std::string&>().c_str()) : 0;
}

std::string text_in(const json& object, const char* name) {
    const auto* value = member(object, name);
    return value && value->is_string() ? value->get<std::string>() : "";
}

BotAnswer no(Record& record, int code, const std::string& description, json parameters = nullptr) {
    record.kind = Record::Kind::kRefused;
    record.text = description;
    return refused(code, description, std::move(parameters));
}

}  // namespace

BotAnswer granted(json result) { return {200, {{"ok", true}, {"result", std::move(result)}}}; }

BotAnswer refused(int code, const std::string& description, json parameters) {
    BotAnswer answer{code, {{"ok", false}, {"error_code", code}, {"description", description}}};
    if (!parameters.is_null()) answer.body["parameters"] = std::move(parameters);
    return answer;
}

void BotChats::learn(const json& update) {
    const json* message = member(update, "message");
    if (!message) message = member(update, "edited_message");
    if (const auto* query = member(update, "callback_query")) {
        queries_.insert(text_in(*query, "id"));
        message = member(*query, "message");
    }
    if (const auto* change = member(update, "my_chat_member")) {
        const auto status = text_in(*member(*change, "new_chat_member"), "status");
        chats_[id_in(*member(*change, "chat"), "id")].blocked = status == "kicked" || status == "left";
        return;
    }
    if (!message || !member(*message, "chat")) return;
    const auto id = id_in(*member(*message, "chat"), "id");
    auto& chat = chats_[id];
    const auto* query = member(update, "callback_query");
    if (const auto* from = member(query ? *query : *message, "from")) {
        users_[id_in(*from, "id")] = *from;
        if (id < 0) chat.members.try_emplace(id_in(*from, "id"), "member");
    }
    if (member(*message, "is_topic_message")) chat.topics.insert(id_in(*message, "message_thread_id"));
    chat.last_message = std::max(chat.last_message, id_in(*message, "message_id"));
    if (const auto to = id_in(*message, "migrate_to_chat_id"); to != 0) upgrade(id_in(*member(*message, "chat"), "id"), to);
}

void BotChats::upgrade(std::int64_t chat, std::int64_t to) {
    chats_[chat].moved_to = to;
    // Message ids do not carry over, people do.
    chats_[to].members = chats_[chat].members;
}

void BotChats::set_member(std::int64_t chat, std::int64_t user, const std::string& status) {
    chats_[chat].members[user] = status;
    users_.try_emplace(user, json{{"id", user}, {"is_bot", false}, {"first_name", "Somebody"}});
}

std::optional<BotAnswer> BotChats::call(const std::string& method, const json& body, Record& record) {
    if (method == "sendMessage" || method == "sendDocument") return send(body, method == "sendDocument", record);
    if (method == "editMessageText") return edit(body, record);
    if (method == "answerCallbackQuery") return acknowledge(body, record);
    return std::nullopt;
}

std::optional<BotAnswer> BotChats::look_up(const std::string& method, const json& body) const {
    const bool of_one = method == "getChatMember";
    if (!of_one && method != "getChatAdministrators") return std::nullopt;
    const auto user = id_in(body, "user_id");
    if (of_one && user <= 0) return refused(400, "Bad Request: invalid user_id specified");
    Record record;
    record.chat = id_in(body, "chat_id");
    if (record.chat == 0) return refused(400, "Bad Request: chat_id is empty");
    if (auto answer = cannot_reach(json::object(), record)) return answer;
    const auto& chat = chats_.at(record.chat);
    if (of_one) return member_of(chat, record.chat, user);
    if (record.chat > 0) return refused(400, "Bad Request: there are no administrators in the private chat");
    json all = json::array();
    for (const auto& [id, status] : chat.members) {
        const bool is_bot = users_.at(id).value("is_bot", false);
        if (!is_bot && (status == "creator" || status == "administrator")) all.push_back(as_member(id, status));
    }
    return granted(std::move(all));
}

BotAnswer BotChats::member_of(const Chat& chat, std::int64_t id, std::int64_t user) const {
    if (!users_.contains(user)) return refused(400, "Bad Request: user not found");
    if (id > 0) return user == id ? granted(as_member(user, "member")) : refused(400, "Bad Request: member not found");
    const auto found = chat.members.find(user);
    return granted(as_member(user, found == chat.members.end() ? "left" : found->second));
}

json BotChats::as_member(std::int64_t user, const std::string& status) const {
    json member{{"user", users_.at(user)}, {"status", status}};
    if (status == "creator" || status == "administrator") member["is_anonymous"] = false;
    if (status == "administrator") member.update({{"can_be_edited", false}, {"can_manage_chat", true}});
    if (status == "restricted") member.update({{"is_member", true}, {"can_send_messages", false}, {"until_date", 0}});
    if (status == "kicked") member["until_date"] = 0;
    return member;
}

std::optional<BotAnswer> BotChats::cannot_reach(const json& body, Record& record) const {
    const auto known = chats_.find(record.chat);
    if (known == chats_.end()) return no(record, 400, "Bad Request: chat not found");
    const auto& chat = known->second;
    if (chat.moved_to != 0) return no(record, 400, "Bad Request: group chat was upgraded to a supergroup chat", {{"migrate_to_chat_id", chat.moved_to}});
    if (chat.blocked) return no(record, 403, record.chat > 0 ? "Forbidden: bot was blocked by the user" : "Forbidden: bot was kicked from the supergroup chat");
    if (record.topic != 0 && !chat.topics.contains(record.topic)) return no(record, 400, "Bad Request: message thread not found");
    if (const auto* reply = member(body, "reply_parameters")) record.reply_to = id_in(*reply, "message_id");
    return std::nullopt;
}

BotAnswer BotChats::send(const json& body, bool document, Record& record) {
    record.chat = id_in(body, "chat_id");
    record.topic = id_in(body, "message_thread_id");
    record.html = text_in(body, document ? "caption" : "text");
    if (auto answer = cannot_reach(body, record)) return *answer;
    if (document) {
        record.file = text_in(body, "document");
        if (record.file.empty()) return no(record, 400, "Bad Request: there is no document in the request");
    } else {
        auto seen = check_message(body);
        if (!seen.refusal.empty()) return no(record, 400, seen.refusal);
        record.text = std::move(seen.text);
    }
    if (const auto* markup = member(body, "reply_markup")) record.buttons = buttons_of(*markup);
    auto& chat = chats_[record.chat];
    record.kind = Record::Kind::kMessage;
    record.message = ++chat.last_message;
    chat.texts[record.message] = record.text;
    if (chat.texts.size() > kRemembered) chat.texts.erase(chat.texts.begin());
    return granted({{"message_id", record.message}, {"date", 1'700'000'000}, {"chat", {{"id", record.chat}}}, {"text", record.text}});
}

BotAnswer BotChats::edit(const json& body, Record& record) {
    record.chat = id_in(body, "chat_id");
    record.message = id_in(body, "message_id");
    if (auto answer = cannot_reach(body, record)) return *answer;
    auto& texts = chats_[record.chat].texts;
    const auto old = texts.find(record.message);
    if (old == texts.end()) return no(record, 400, "Bad Request: message to edit not found");
    auto seen = check_message(body);
    if (!seen.refusal.empty()) return no(record, 400, seen.refusal);
    if (seen.text == old->second) {
        return no(record, 400,
                  "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content");
    }
    old->second = record.text = seen.text;
    if (const auto* markup = member(body, "reply_markup")) record.buttons = buttons_of(*markup);
    record.replaces = true;
    record.kind = Record::Kind::kMessage;
    return granted({{"message_id", record.message}, {"date", 1'700'000'000}, {"chat", {{"id", record.chat}}}});
}

BotAnswer BotChats::acknowledge(const json& body, Record& record) {
    record.query = text_in(body, "callback_query_id");
    record.text = text_in(body, "text");
    if (!queries_.contains(record.query)) return no(record, 400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
    if (code_points(record.text) > 200) return no(record, 400, "Bad Request: MESSAGE_TOO_LONG");
    record.kind = Record::Kind::kAcknowledged;
    return granted(true);
}

}  // namespace tests
