// Owns what call_json.h promises. Written by hand: these bodies are flat, and there is one for each message sent.
#include "adapters/telegram/call_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

// What we want to hear of; the platform keeps the list until it is changed.
constexpr std::string_view kAllowed = R"(["message","edited_message","callback_query","my_chat_member"])";

void put_text(std::string& out, std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto needs_care = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; };
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        std::size_t stop = at;
        while (stop < text.size() && !needs_care(text[stop])) ++stop;
        out += text.substr(at, stop - at);
        at = stop;
        if (stop == text.size()) break;
        const char c = text[at++];
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += "\\u00";
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    out += '"';
}

bool is_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size();
}

// One flat object.
class Object {
   public:
    void text(std::string_view name, std::string_view value) {
        key(name);
        put_text(out_, value);
    }
    void raw(std::string_view name, std::string_view json) {
        key(name);
        out_ += json;
    }
    // As a number, if it is one.
    void id(std::string_view name, std::string_view value) { is_number(value) ? raw(name, value) : text(name, value); }
    void number(std::string_view name, std::int64_t value) { raw(name, std::to_string(value)); }
    std::string done() { return std::move(out_) + '}'; }

   private:
    void key(std::string_view name) {
        if (out_.size() > 1) out_ += ',';
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    std::string out_ = "{";
};

std::string keyboard_json(const Keyboard& keyboard) {
    std::string out = R"({"inline_keyboard":[)";
    for (const auto& row : keyboard) {
        out += out.back() == '[' ? "[" : ",[";
        for (const auto& button : row) {
            Object object;
            object.text("text", button.text);
            button.link.empty() ? object.text("callback_data", button.data) : object.text("url", button.link);
            out += (out.back() == '[' ? "" : ",") + object.done();
        }
        out += ']';
    }
    return out + "]}";
}

std::string reply_json(std::string_view message) { return R"({"message_id":)" + std::string(message) + R"(,"allow_sending_without_reply":true})"; }

// A name that can stand in a header as it is.
std::string file_name(std::string_view name) {
    std::string out;
    for (const char c : bot::utf8_prefix(name, 100)) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        out += fits ? c : '_';
    }
    return out.empty() ? "file" : out;
}

}  // namespace

std::string send_message_json(const Target& target, std::string_view text, bool is_html, const Keyboard* keyboard) {
    Object call;
    call.id("chat_id", target.chat);
    if (is_number(target.topic)) call.raw("message_thread_id", target.topic);
    call.text("text", text);
    if (is_html) call.text("parse_mode", "HTML");
    call.raw("link_preview_options", R"({"is_disabled":true})");
    if (is_number(target.reply_to)) call.raw("reply_parameters", reply_json(target.reply_to));
    if (keyboard && !keyboard->empty()) call.raw("reply_markup", keyboard_json(*keyboard));
    return call.done();
}

std::string edit_message_json(const Target& target, std::string_view message, std::string_view text, bool is_html, const Keyboard* keyboard) {
    Object call;
    call.id("chat_id", target.chat);
    call.id("message_id", message);
    call.text("text", text);
    if (is_html) call.text("parse_mode", "HTML");
    call.raw("link_preview_options", R"({"is_disabled":true})");
    if (keyboard && !keyboard->empty()) call.raw("reply_markup", keyboard_json(*keyboard));
    return call.done();
}

std::string get_member_json(std::string_view chat, std::string_view user) {
    Object call;
    call.id("chat_id", chat);
    call.id("user_id", user);
    return call.done();
}

std::string answer_query_json(std::string_view query, std::string_view note) {
    Object call;
    call.text("callback_query_id", query);
    if (!note.empty()) call.text("text", note);
    return call.done();
}

std::string get_updates_json(std::int64_t offset, std::int64_t hold_seconds) {
    Object call;
    if (offset != 0) call.number("offset", offset);
    call.number("limit", 100);
    call.number("timeout", hold_seconds);
    call.raw("allowed_updates", kAllowed);
    return call.done();
}

std::string set_webhook_json(std::string_view url, std::string_view secret, int connections) {
    Object call;
    call.text("url", url);
    call.text("secret_token", secret);
    call.number("max_connections", connections);
    call.raw("allowed_updates", kAllowed);
    return call.done();
}

std::string set_commands_json(const std::vector<MenuEntry>& entries, std::string_view scope) {
    std::string list = "[";
    for (const auto& entry : entries) {
        Object object;
        object.text("command", entry.command);
        object.text("description", entry.description);
        list += (list.size() > 1 ? "," : "") + object.done();
    }
    Object type;
    type.text("type", scope);
    Object call;
    call.raw("commands", list + "]");
    call.raw("scope", type.done());
    return call.done();
}

Multipart send_document(const Target& target, const bot::Attachment& file, const Keyboard* keyboard) {
    std::string boundary = "viva-part";
    while (file.bytes.find(boundary) != std::string::npos) boundary += fmt::format("-{:x}", std::hash<std::string_view>{}(file.bytes) ^ boundary.size());
    std::string body;
    const auto field = [&](std::string_view name, std::string_view value) {
        body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", boundary, name, value);
    };
    field("chat_id", target.chat);
    if (is_number(target.topic)) field("message_thread_id", target.topic);
    if (is_number(target.reply_to)) field("reply_parameters", reply_json(target.reply_to));
    if (keyboard && !keyboard->empty()) field("reply_markup", keyboard_json(*keyboard));
    body += fmt::format("--{}\r\nContent-Disposition: form-data; name=\"document\"; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\n\r\n",
                        boundary, file_name(file.name));
    body += file.bytes;
    body += "\r\n--" + boundary + "--\r\n";
    return {"multipart/form-data; boundary=" + boundary, std::move(body)};
}

}  // namespace adapters::telegram
