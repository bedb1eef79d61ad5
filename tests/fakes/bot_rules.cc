// Owns what bot_rules.h promises.
#include "tests/fakes/bot_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace tests {
namespace {

using nlohmann::json;

constexpr std::size_t kMostCharacters = 4096;
constexpr std::size_t kMostBytes = 32'768;
constexpr std::size_t kMostData = 64;
constexpr std::size_t kMostUrl = 2048;

constexpr std::array<std::string_view, 16> kTags{"b",   "strong", "i",   "em", "u",    "ins",        "s",        "strike",
                                                 "del", "code",   "pre", "a",  "span", "tg-spoiler", "tg-emoji", "blockquote"};

std::string bad(const std::string& why) { return "Bad Request: can't parse entities: " + why; }

void put_utf8(std::string& out, unsigned long code) {
    if (code < 0x80) {
        out += char(code);
    } else if (code < 0x800) {
        out += char(0xC0 | (code >> 6));
        out += char(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        out += char(0xE0 | (code >> 12));
        out += char(0x80 | ((code >> 6) & 0x3F));
        out += char(0x80 | (code & 0x3F));
    } else {
        out += char(0xF0 | (code >> 18));
        out += char(0x80 | ((code >> 12) & 0x3F));
        out += char(0x80 | ((code >> 6) & 0x3F));
        out += char(0x80 | (code & 0x3F));
    }
}

// Reads the entity at position at; what is no entity stays as it is typed.
std::size_t put_entity(const std::string& html, std::size_t at, std::string& out) {
    const auto end = html.find(';', at);
    if (end == std::string::npos || end - at > 10) {
        out += html[at];
        return at + 1;
    }
    const auto name = html.substr(at + 1, end - at - 1);
    if (name == "lt") {
        out += '<';
    } else if (name == "gt") {
        out += '>';
    } else if (name == "amp") {
        out += '&';
    } else if (name == "quot") {
        out += '"';
    } else if (name.size() > 1 && name[0] == '#') {
        const bool hex = name[1] == 'x';
        const auto code = std::strtoul(name.c_str() + (hex ? 2 : 1), nullptr, hex ? 16 : 10);
        if (code == 0 || code > 0x10FFFF) {
            out += html[at];
            return at + 1;
        }
        put_utf8(out, code);
    } else {
        out += html[at];
        return at + 1;
    }
    return end + 1;
}

struct Tag {
    bool closes = false;
    std::string name;
    std::string attributes;
    std::size_t end = 0;
};

std::string read_tag(const std::string& html, std::size_t at, Tag& tag) {
    const auto offset = std::to_string(at);
    std::size_t i = at + 1;
    tag.closes = i < html.size() && html[i] == '/';
    if (tag.closes) ++i;
    while (i < html.size() && html[i] != '>' && !std::isspace(static_cast<unsigned char>(html[i]))) tag.name += char(std::tolower(html[i++]));
    if (tag.name.empty()) return bad("Unsupported start tag \"\" at byte offset " + offset);
    const auto end = html.find('>', i);
    if (end == std::string::npos) return bad("Unclosed start tag at byte offset " + offset);
    tag.attributes = html.substr(i, end - i);
    tag.end = end + 1;
    if (tag.closes) return "";
    if (std::find(kTags.begin(), kTags.end(), tag.name) == kTags.end()) return bad("Unsupported start tag \"" + tag.name + "\" at byte offset " + offset);
    if (tag.name == "span" && tag.attributes.find("tg-spoiler") == std::string::npos)
        return bad("Tag \"span\" must have class \"tg-spoiler\" at byte offset " + offset);
    return "";
}

// nullptr if absent or null.
const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

bool blank(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c); });
}

// What is wrong with a button's address; "" = nothing. Web addresses with or without their protocol, and the app's own.
std::string wrong_with(const std::string& url) {
    std::string lower;
    for (const char c : url) lower += char(std::tolower(static_cast<unsigned char>(c)));
    const auto colon = lower.find("://");
    const auto protocol = lower.starts_with("tg:") ? "tg" : colon == std::string::npos ? "http" : lower.substr(0, colon);
    if (protocol != "tg" && protocol != "http" && protocol != "https") return "Unsupported URL protocol";
    auto rest = protocol == "tg" ? lower.substr(3) : colon == std::string::npos ? lower : lower.substr(colon + 3);
    if (protocol == "tg" && rest.starts_with("//")) rest = rest.substr(2);
    const auto host = rest.substr(0, std::min(rest.find_first_of("/?#:"), rest.size()));
    const auto fits = [&](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || (c == '.' && protocol != "tg"); };
    const bool named = !host.empty() && std::all_of(host.begin(), host.end(), fits);
    if (protocol == "tg") return named ? "" : "Wrong tg URL";
    return named && host.find('.') != std::string::npos ? "" : "Wrong HTTP URL";
}

std::string refusal_of(const json& button) {
    if (!button.is_object()) return "Bad Request: can't parse inline keyboard button: InlineKeyboardButton must be an Object";
    if (blank(button.value("text", ""))) return "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
    // The first of them that is there counts.
    if (const auto* url = member(button, "url")) {
        const auto text = url->is_string() ? url->get<std::string>() : "";
        const auto wrong = wrong_with(text);
        if (!wrong.empty()) return "Bad Request: inline keyboard button URL '" + text + "' is invalid: " + wrong;
        return text.size() > kMostUrl ? "Bad Request: BUTTON_URL_INVALID" : "";
    }
    const auto* data = member(button, "callback_data");
    if (!data) return "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard";
    const auto text = data->is_string() ? data->get<std::string>() : "";
    return text.empty() || text.size() > kMostData ? "Bad Request: BUTTON_DATA_INVALID" : "";
}

}  // namespace

std::size_t code_points(const std::string& text) {
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Parsed parse_html(const std::string& html) {
    Parsed parsed;
    std::vector<std::string> open;
    for (std::size_t i = 0; i < html.size();) {
        if (html[i] == '&') {
            i = put_entity(html, i, parsed.text);
        } else if (html[i] != '<') {
            parsed.text += html[i++];
        } else {
            Tag tag;
            parsed.refusal = read_tag(html, i, tag);
            const auto offset = std::to_string(i);
            if (!tag.closes) {
                open.push_back(tag.name);
            } else if (open.empty()) {
                parsed.refusal = bad("Unexpected end tag at byte offset " + offset);
            } else if (open.back() != tag.name) {
                parsed.refusal = bad("Unmatched end tag at byte offset " + offset + ", expected \"</" + open.back() + ">\", found \"</" + tag.name + ">\"");
            } else {
                open.pop_back();
            }
            if (!parsed.refusal.empty()) return parsed;
            i = tag.end;
        }
    }
    if (!open.empty()) parsed.refusal = bad("Can't find end tag corresponding to start tag \"" + open.back() + "\"");
    return parsed;
}

std::vector<SeenButton> buttons_of(const json& markup) {
    std::vector<SeenButton> buttons;
    const auto* rows = member(markup, "inline_keyboard");
    if (!rows || !rows->is_array()) return buttons;
    for (const auto& row : *rows) {
        if (!row.is_array()) continue;
        for (const auto& button : row) {
            const auto* url = member(button, "url");
            const auto* data = member(button, "callback_data");
            buttons.push_back({button.value("text", ""), data && !url ? data->get<std::string>() : "", url ? url->get<std::string>() : ""});
        }
    }
    return buttons;
}

std::string check_keyboard(const json& markup) {
    if (markup.is_null()) return "";
    if (!markup.is_object()) return "Bad Request: object expected as reply markup";
    const auto* rows = member(markup, "inline_keyboard");
    if (!rows) return "";
    if (!rows->is_array()) return "Bad Request: object expected as reply markup";
    std::size_t buttons = 0;
    for (const auto& row : *rows) {
        if (!row.is_array()) return "Bad Request: can't parse inline keyboard: an array of arrays expected";
        for (const auto& button : row) {
            if (++buttons > 100) return "Bad Request: reply markup is too long";
            if (auto refusal = refusal_of(button); !refusal.empty()) return refusal;
        }
    }
    return "";
}

Parsed check_message(const json& call) {
    const auto* text = member(call, "text");
    Parsed parsed{text && text->is_string() ? text->get<std::string>() : "", ""};
    if (parsed.text.size() > kMostBytes) return {"", "Bad Request: text is too long"};
    if (const auto* mode = member(call, "parse_mode"); mode && mode->get<std::string>() == "HTML") {
        parsed = parse_html(parsed.text);
    } else if (mode) {
        parsed.refusal = "Bad Request: unsupported parse_mode";
    }
    if (!parsed.refusal.empty()) return parsed;
    if (blank(parsed.text)) {
        parsed.refusal = "Bad Request: message text is empty";
    } else if (code_points(parsed.text) > kMostCharacters) {
        parsed.refusal = "Bad Request: message is too long";
    } else if (const auto* markup = member(call, "reply_markup")) {
        parsed.refusal = check_keyboard(*markup);
    }
    return parsed;
}

}  // namespace tests
