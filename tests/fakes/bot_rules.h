// Owns what Telegram takes and what it refuses in a message: markup, lengths, buttons, with Telegram's words. Pure.
// Must not know chats. Written from the Bot API's rules and not from our formatter, so that one checks the other.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace tests {

// A text as a person reads it, or why it is refused.
struct Parsed {
    std::string text;
    std::string refusal;  // "" = taken
};

// parse_mode HTML: known tags, balanced, known attributes; only the four named entities and numeric ones are decoded.
Parsed parse_html(const std::string& html);

// What the Bot API says to the text and the keyboard of a sendMessage or editMessageText; text is what a person sees.
Parsed check_message(const nlohmann::json& call);

// "" or the refusal.
std::string check_keyboard(const nlohmann::json& markup);

struct SeenButton {
    std::string text;
    std::string data;      // "" = it opens a link
    std::string url = {};  // "" = it is a press
    bool operator==(const SeenButton&) const = default;
};
std::vector<SeenButton> buttons_of(const nlohmann::json& markup);

std::size_t code_points(const std::string& text);

}  // namespace tests
