// Owns what updates.h promises.
#include "tests/fakes/updates.h"

namespace tests {
namespace {

constexpr std::int64_t kBot = 123456;

Json user(const Someone& person) { return {{"id", person.id}, {"is_bot", false}, {"first_name", person.name}, {"language_code", "en"}}; }

Json chat(const Where& where) {
    Json json{{"id", where.chat}, {"type", where.type}};
    if (where.type != "private") json["title"] = where.title.empty() ? "Room" : where.title;
    if (where.topic != 0) json["is_forum"] = true;
    return json;
}

// UTF-16 code units, as entities count.
std::size_t units(const std::string& text) {
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xC0) != 0x80) count += byte >= 0xF0 ? 2 : 1;
    }
    return count;
}

Json entities(const std::string& text) {
    Json list = Json::array();
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find_first_of(" \n", begin), text.size());
        const auto word = text.substr(begin, end - begin);
        const char* type = begin == 0 && word.size() > 1 && word[0] == '/' ? "bot_command" : word.size() > 1 && word[0] == '@' ? "mention" : nullptr;
        if (type) list.push_back({{"type", type}, {"offset", units(text.substr(0, begin))}, {"length", units(word)}});
        begin = end + 1;
    }
    return list;
}

Json message(const Someone& person, const Where& where) {
    Json json{{"from", user(person)}, {"chat", chat(where)}};
    if (where.topic != 0) {
        json["message_thread_id"] = where.topic;
        json["is_topic_message"] = true;
    }
    return json;
}

}  // namespace

Where direct(const Someone& person) { return {person.id, "private", 0, {}}; }
Where group(std::int64_t id, std::int64_t topic) { return {id, "supergroup", topic, {}}; }

Json says(const Someone& person, const Where& where, const std::string& text) {
    auto said = message(person, where);
    said["text"] = text;
    if (auto marks = entities(text); !marks.empty()) said["entities"] = marks;
    return {{"message", said}};
}

Json replies(const Someone& person, const Where& where, const std::string& text, std::int64_t to_user) {
    auto update = says(person, where, text);
    update["message"]["reply_to_message"] = {
        {"message_id", 1}, {"date", 1}, {"chat", chat(where)}, {"from", {{"id", to_user}, {"is_bot", to_user == kBot}, {"first_name", "x"}}}};
    return update;
}

Json sends_code(const Someone& person, const Where& where, const std::string& before, const std::string& code) {
    auto said = message(person, where);
    const auto lead = before.empty() ? "" : before + "\n";
    said["text"] = lead + code;
    said["entities"] = Json::array({{{"type", "pre"}, {"offset", units(lead)}, {"length", units(code)}, {"language", "go"}}});
    return {{"message", said}};
}

Json captions(const Someone& person, const Where& where, const std::string& caption) {
    auto update = sends(person, where, "photo");
    update["message"]["caption"] = caption;
    return update;
}

Json sends(const Someone& person, const Where& where, const std::string& kind) {
    auto said = message(person, where);
    said[kind] = kind == "photo" ? Json::array({{{"file_id", "f"}, {"width", 1}, {"height", 1}}}) : Json{{"file_id", "f"}};
    return {{"message", said}};
}

Json presses(const Someone& person, const Where& where, const std::string& data, const std::string& query, std::int64_t of_message) {
    auto under = message({kBot, "Viva"}, where);
    under["message_id"] = of_message;
    under["date"] = 1;
    return {{"callback_query", {{"id", query}, {"from", user(person)}, {"chat_instance", "1"}, {"data", data}, {"message", under}}}};
}

Json edits(const Someone& person, const Where& where, const std::string& text) {
    auto update = says(person, where, text);
    update["message"]["edit_date"] = 1;
    return {{"edited_message", update["message"]}};
}

Json membership(const Someone& person, const Where& where, const std::string& before, const std::string& now) {
    const auto state = [](const std::string& status) { return Json{{"status", status}, {"user", {{"id", kBot}, {"is_bot", true}, {"first_name", "Viva"}}}}; };
    return {
        {"my_chat_member", {{"chat", chat(where)}, {"from", user(person)}, {"date", 1}, {"old_chat_member", state(before)}, {"new_chat_member", state(now)}}}};
}

Json migrates(const Where& from, std::int64_t to) {
    auto said = message({1, "Admin"}, from);
    said["migrate_to_chat_id"] = to;
    return {{"message", said}};
}

Json hidden_admin(const Where& where, const std::string& text) {
    auto update = says({1087968824, "Group"}, where, text);
    update["message"]["from"]["is_bot"] = true;
    update["message"]["sender_chat"] = chat(where);
    return update;
}

}  // namespace tests
