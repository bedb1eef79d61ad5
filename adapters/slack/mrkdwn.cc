// Owns what mrkdwn.h promises.
#include "adapters/slack/mrkdwn.h"

#include <algorithm>

#include "bot/base/utf16.h"

namespace adapters::slack {
namespace {

constexpr std::string_view kGap = "\xE2\x80\x8B";  // U+200B: not seen; a mark does not begin before it and ends behind it
constexpr std::string_view kQuote = "> ";

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view escaped(char c) {
    switch (c) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        default: return {};
    }
}

char mark(bot::Style style) {
    switch (style) {
        case bot::Style::kStrong: return '*';
        case bot::Style::kEmphasis: return '_';
        case bot::Style::kCode: return '`';
        case bot::Style::kPlain: break;
    }
    return 0;
}

// ":name:" at byte at is shown as an emoji.
bool begins_emoji(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '\''; };
    while (end < text.size() && fits(text[end])) ++end;
    return end > at + 1 && end < text.size() && text[end] == ':';
}

// The character at byte at would begin a mark. Marks begin at the beginning of a word, code anywhere.
bool begins_mark(std::string_view text, std::size_t at) {
    const char c = text[at];
    if (c == ':') return begins_emoji(text, at);
    if (c == '`') return true;
    if (c != '*' && c != '_' && c != '~') return false;
    if (at > 0 && is_alnum(text[at - 1])) return false;
    return at + 1 == text.size() || (!is_blank(text[at + 1]) && text[at + 1] != '\n');
}

// at_line: text begins a line.
void put_words(std::string& out, std::string_view text, bool at_line) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '>' && (at > 0 ? text[at - 1] == '\n' : at_line)) out += kGap;
        if (const auto name = escaped(c); !name.empty()) {
            out += name;
        } else {
            out += c;
            if (begins_mark(text, at)) out += kGap;
        }
    }
}

// A mark of this style can hold text: nothing in it would end it early.
bool can_hold(char sign, std::string_view text) { return sign != 0 && !text.empty() && text.find(sign) == std::string_view::npos; }

}  // namespace

std::string escape(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 16);
    for (const char c : text) {
        const auto name = escaped(c);
        name.empty() ? out += c : out += name;
    }
    return out;
}

std::string words(std::string_view text) {
    std::string out;
    put_words(out, text, true);
    return out;
}

std::string mrkdwn(const Line& line, bool quote) {
    std::string out;
    if (quote) out += kQuote;
    const std::size_t begin = out.size();
    bool marked = false;  // what stands last is our mark
    for (const auto& run : line) {
        if (run.text.empty()) continue;
        const auto first = run.text.find_first_not_of(" \t");
        const std::string_view blank = std::string_view(run.text).substr(0, first);
        std::string_view text = std::string_view(run.text).substr(blank.size());
        std::size_t size = text.size();
        while (size > 0 && is_blank(text[size - 1])) --size;
        const auto tail = text.substr(size);
        const char sign = mark(run.style);
        out += blank;
        if (marked && blank.empty()) out += kGap;
        if (can_hold(sign, text.substr(0, size))) {
            text = text.substr(0, size);
            // A mark begins and ends at a word's edge only.
            if (!marked && out.size() > begin && !is_blank(out.back())) out += kGap;
            out += sign;
            sign == '`' ? out += escape(text) : (put_words(out, text, false), out);
            if (sign != '`' && !is_alnum(text.back())) out += kGap;
            out += sign;
            out += tail;
            marked = tail.empty();
        } else {
            put_words(out, text, out.size() == begin);
            marked = false;
        }
    }
    return out;
}

std::string fenced(std::string_view code) {
    std::string out;
    std::size_t row = 0;  // of backticks
    for (const char c : code) {
        row = c == '`' ? row + 1 : 0;
        if (row == 3) {
            out += kGap;
            row = 1;
        }
        const auto name = escaped(c);
        name.empty() ? out += c : out += name;
    }
    return out;
}

std::size_t most_units(std::string_view text, std::size_t at) {
    switch (text[at]) {
        case '&':
        case '>': return 5;
        case '<': return 4;
        case '*':
        case '_':
        case '~':
        case '`':
        case ':': return 2;
        default: return bot::character_at(text, at).units;
    }
}

}  // namespace adapters::slack
