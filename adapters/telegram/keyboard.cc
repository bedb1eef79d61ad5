// Owns what keyboard.h promises.
#include "adapters/telegram/keyboard.h"

#include <algorithm>

#include "bot/base/plain.h"
#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

constexpr std::size_t kMaxButtons = 99;  // the platform takes 100
constexpr std::size_t kMaxData = 64;
constexpr std::size_t kMaxLabel = 128;  // bytes; apps show about 30 characters of it
constexpr std::size_t kRow = 3;
constexpr int kRowColumns = 36;  // of the labels of one row, on a phone

std::string label_of(const bot::Choice& choice) {
    const std::string label{bot::trim(bot::utf8_prefix(bot::plain_line(choice.label), kMaxLabel))};
    return label.empty() ? bot::plain_line(choice.verb) : label;
}

bool is_command(std::string_view verb) {
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !verb.empty() && verb.size() <= 32 && std::all_of(verb.begin(), verb.end(), fits);
}

}  // namespace

bool is_button(const bot::Choice& choice) {
    return choice.opens != bot::Choice::Opens::kForm && !choice.data.empty() && choice.data.size() <= kMaxData && bot::is_utf8(choice.data);
}

std::string link_payload(std::string_view data) {
    std::string payload(data);
    std::replace(payload.begin(), payload.end(), ':', '_');
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    return std::all_of(payload.begin(), payload.end(), fits) ? payload : "";
}

std::string data_of_payload(std::string_view payload) {
    std::string data(payload);
    // Buttons' data begin with their version; other payloads are their author's.
    if (data.starts_with("1_")) std::replace(data.begin(), data.end(), '_', ':');
    return data;
}

Keyboard keyboard_of(const std::vector<bot::Choice>& choices, bool group, std::string_view username) {
    Keyboard rows;
    std::size_t buttons = 0;
    int columns = 0;
    for (const auto& choice : choices) {
        if (!is_button(choice) || buttons == kMaxButtons) continue;
        Button button{label_of(choice), choice.data};
        if (button.text.empty()) continue;
        if (const auto payload = link_payload(choice.data); group && choice.opens == bot::Choice::Opens::kPrivate && !username.empty() && !payload.empty()) {
            button.link = "https://t.me/" + std::string(username) + "?start=" + payload;
        }
        const int width = bot::display_width(button.text);
        if (rows.empty() || rows.back().size() == kRow || columns + width > kRowColumns) {
            rows.emplace_back();
            columns = 0;
        }
        columns += width;
        rows.back().push_back(std::move(button));
        ++buttons;
    }
    return rows;
}

std::string command_line(const std::vector<bot::Choice>& choices) {
    std::string line;
    for (const auto& choice : choices) {
        if (is_button(choice) || choice.verb.empty() || choice.opens == bot::Choice::Opens::kForm) continue;
        line += line.empty() ? "" : " ";
        if (is_command(choice.verb)) line += '/';
        line += bot::plain_line(choice.verb);
    }
    return line;
}

}  // namespace adapters::telegram
