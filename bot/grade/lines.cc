// Owns the rules of lines.h. A line's kind is decided by its own characters and by fences, so the work is linear in the text.
#include "bot/grade/lines.h"

#include <array>

namespace bot::grade {
namespace {

constexpr std::size_t kWrapColumn = 48;    // a line at least this long was wrapped, not ended
constexpr std::size_t kShortWrap = 24;     // or this long, if the next one goes on in lower case after a word or comma
constexpr std::size_t kMaxCodeProse = 14;  // words a line may have and still be code for one operator in it

bool blank(char c) { return c == ' ' || c == '\t'; }
bool word_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view line) {
    while (!line.empty() && blank(line.front())) line.remove_prefix(1);
    while (!line.empty() && blank(line.back())) line.remove_suffix(1);
    return line;
}

// Bytes of a list marker at the start of a line ("- ", "* ", "+ ", "1. ", "2) ", "# "); 0 if there is none.
std::size_t marker(std::string_view line) {
    if (line.size() < 2) return 0;
    std::size_t size = 0;
    if (line[0] == '-' || line[0] == '*' || line[0] == '+') {
        size = 1;
    } else if (line[0] == '#') {
        while (size < line.size() && line[size] == '#') ++size;
    } else {
        while (size < line.size() && size < 3 && digit(line[size])) ++size;
        if (size == 0 || size >= line.size() || (line[size] != '.' && line[size] != ')')) return 0;
        ++size;
    }
    if (size >= line.size() || !blank(line[size])) return 0;
    while (size < line.size() && blank(line[size])) ++size;
    return size;
}

bool starts_statement(std::string_view line) {
    constexpr std::array<std::string_view, 17> kStarts{"//",     "/*",   "#include", "import \"", "import (", "package ", "func ", "func(",   "go func",
                                                       "defer ", "rpc ", "syntax",   "var ",      "const ",   "} ",       "type ", "message "};
    for (const std::string_view start : kStarts) {
        if (!line.starts_with(start)) continue;
        if (start == "type " || start == "message ") return line.ends_with('{') || line.ends_with("struct{}");
        if (start == "package ") return line.find(' ', start.size()) == std::string_view::npos;
        if (start == "var " || start == "const " || start == "syntax")
            return line.find('=') != std::string_view::npos || line.find('.') != std::string_view::npos;
        if (start == "func " || start == "defer " || start == "rpc ") return line.find('(') != std::string_view::npos;
        return true;
    }
    return false;
}

// name.name(...) and nothing after it
bool is_call(std::string_view line) {
    std::size_t at = 0;
    while (at < line.size() && (word_char(line[at]) || line[at] == '.' || line[at] == '&' || line[at] == '*')) ++at;
    return at > 0 && at < line.size() && line[at] == '(' && (line.ends_with(')') || line.ends_with("),") || line.ends_with("("));
}

std::size_t count_words(std::string_view line) {
    std::size_t words = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (word_char(line[i]) && (i == 0 || !word_char(line[i - 1]))) ++words;
    }
    return words;
}

bool has_operator(std::string_view line) {
    constexpr std::array<std::string_view, 8> kOperators{":=", "==", "!=", "&&", "||", "+=", "<-", "</"};
    for (const std::string_view sign : kOperators) {
        if (line.find(sign) != std::string_view::npos) return true;
    }
    return false;
}

}  // namespace

bool looks_like_code(std::string_view line) {
    line = trimmed(line);
    if (line.empty()) return false;
    if (starts_statement(line)) return true;
    const char last = line.back();
    if (last == '{' || last == '}') return true;
    std::size_t signs = 0;
    std::size_t solid = 0;
    for (const char c : line) {
        if (blank(c)) continue;
        ++solid;
        if (!word_char(c) && c != '.' && c != ',' && c != '\'' && c != '-' && c != ':' && c != '?' && c != '!' && c != '`') ++signs;
    }
    if (signs == solid) return true;  // "})", ");"
    if (last == ';' && signs * 8 >= solid) return true;
    const std::size_t words = count_words(line);
    if (is_call(line) && words <= kMaxCodeProse) return true;
    return has_operator(line) && words <= kMaxCodeProse && signs * 8 >= solid;
}

std::vector<Line> read_lines(std::string_view folded) {
    std::vector<Line> lines;
    bool fenced = false;
    std::size_t at = 0;
    bool gap = true;  // nothing directly above
    while (at <= folded.size()) {
        std::size_t stop = folded.find('\n', at);
        if (stop == std::string_view::npos) stop = folded.size();
        Line line{at, stop, fenced, false};
        at = stop + 1;
        while (line.end > line.begin && blank(folded[line.end - 1])) --line.end;
        while (line.begin < line.end && (blank(folded[line.begin]) || (!fenced && folded[line.begin] == '>' && gap))) ++line.begin;
        std::string_view body = folded.substr(line.begin, line.end - line.begin);
        if (body.starts_with("```") || body.starts_with("~~~")) {
            const std::size_t close = body.find(body.substr(0, 3), 3);
            gap = true;
            if (close == std::string_view::npos) {
                fenced = !fenced;
                continue;
            }
            line.begin += 3;
            line.code = true;
            lines.push_back(line);
            continue;
        }
        if (body.empty()) {
            gap = true;
            continue;
        }
        bool item = false;
        if (!fenced) {
            const std::size_t mark = marker(body);
            item = mark > 0;
            line.begin += mark;
            body = body.substr(mark);
            line.code = looks_like_code(body);
        }
        if (!lines.empty() && !gap && !item && !line.code && !lines.back().code) {
            Line& above = lines.back();
            const std::size_t length = above.end - above.begin;
            const char last = folded[above.end - 1];
            const char first = body.empty() ? ' ' : body.front();
            const bool runs_on = (word_char(last) || last == ',') && first >= 'a' && first <= 'z';
            above.goes_on = length >= kWrapColumn || (length >= kShortWrap && runs_on);
        }
        lines.push_back(line);
        gap = false;
    }
    return lines;
}

}  // namespace bot::grade
