// Owns the arithmetic between bytes, characters and the way a scalar is written.
#include "bot/script/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/script/codes.h"

namespace bot::script {
namespace {

constexpr int kMaxExcerpt = 120;  // characters
constexpr int kBeforeCaret = 70;
constexpr std::size_t kMaxMessageBytes = 600;  // an author's text inside may have any length

bool starts_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

int characters(std::string_view text) { return static_cast<int>(std::count_if(text.begin(), text.end(), starts_character)); }

// What a person may be shown of an author's text: one line of valid UTF-8 without control characters.
std::string shown(std::string_view text) {
    std::string out = to_utf8(text);
    for (char& c : out) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) c = ' ';
    }
    return out;
}

// Bytes [first, first + count) counted in characters.
std::string slice(std::string_view text, int first, int count) {
    std::string out;
    int index = -1;
    for (const char c : text) {
        if (starts_character(c)) ++index;
        if (index >= first && index < first + count) out += c;
    }
    return out;
}

// Sets excerpt and caret for a 1-based character column; 0 shows the line without a caret.
void show(Diagnostic& diagnostic, std::string_view line) {
    const int total = characters(line);
    const int caret = std::min(diagnostic.column, total + 1);
    const int first = total <= kMaxExcerpt ? 0 : std::clamp(caret - 1 - kBeforeCaret, 0, total - kMaxExcerpt);
    const std::string_view before = first > 0 ? "..." : "";
    const std::string_view after = first + kMaxExcerpt < total ? "..." : "";
    diagnostic.excerpt = fmt::format("{}{}{}", before, slice(line, first, kMaxExcerpt), after);
    diagnostic.caret = caret > 0 ? caret - first + static_cast<int>(before.size()) : 0;
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Where a walk over a written scalar stands.
struct Walk {
    std::string_view text;
    std::size_t at = 0;
    Place place;

    bool done() const { return at >= text.size(); }
    char now() const { return text[at]; }
    char after() const { return at + 1 < text.size() ? text[at + 1] : '\0'; }
    void step() {
        if (now() == '\n') {
            ++place.line;
            place.column = 0;
        }
        ++place.column;
        ++at;
    }
};

std::size_t bytes_of(unsigned long code_point) { return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4; }

// Consumes one double-quoted escape; returns the bytes it stands for.
std::size_t escape(Walk& walk) {
    walk.step();
    if (walk.done()) return 0;
    const char kind = walk.now();
    const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (kind == '\n' || kind == '\r') {
        while (!walk.done() && (walk.now() == ' ' || walk.now() == '\t' || walk.now() == '\r' || walk.now() == '\n')) walk.step();
        return 0;
    }
    walk.step();
    if (kind == 'N' || kind == '_') return 2;
    if (kind == 'L' || kind == 'P') return 3;
    if (digits == 0) return 1;
    std::string hex;
    for (std::size_t i = 0; i < digits && !walk.done(); ++i) {
        hex += walk.now();
        walk.step();
    }
    return bytes_of(std::strtoul(hex.c_str(), nullptr, 16));
}

// Consumes a line end with the white space around it, as folding does; returns the bytes it stands for.
std::size_t fold(Walk& walk) {
    std::size_t breaks = 0;
    while (!walk.done() && (walk.now() == ' ' || walk.now() == '\t' || walk.now() == '\r' || walk.now() == '\n')) {
        if (walk.now() == '\n') ++breaks;
        walk.step();
    }
    return breaks <= 1 ? 1 : breaks - 1;
}

bool only_space_until_line_end(const Walk& walk) {
    const auto end = walk.text.find_first_not_of(" \t\r", walk.at);
    return end != std::string_view::npos && walk.text[end] == '\n';
}

Walk walk_from(std::string_view text, Place place) {
    Walk walk{text, 0, place};
    const std::string_view line = line_of(text, place.line);
    walk.at = line.empty() ? text.size() : static_cast<std::size_t>(line.data() - text.data()) + static_cast<std::size_t>(std::max(0, place.column - 1));
    return walk;
}

// Walks until `offset` bytes of the value are behind; stops at the closing quote. True if it came that far.
bool advance(Walk& walk, char quote, std::size_t offset) {
    std::size_t value = 0;
    while (value < offset && !walk.done()) {
        if (quote != '\0' && walk.now() == quote) {
            if (quote == '"' || walk.after() != quote) return false;
            walk.step();
        }
        if (quote == '"' && walk.now() == '\\') {
            value += escape(walk);
        } else if (only_space_until_line_end(walk)) {
            value += fold(walk);
        } else {
            walk.step();
            ++value;
        }
    }
    return value >= offset;
}

}  // namespace

Report::Report(const Source& source, std::vector<Diagnostic>& diagnostics) : source_{source}, diagnostics_{diagnostics} {}

void Report::add(std::string_view code, Place place, std::string message) {
    const Severity severity = code_entry(code).severity;
    failed_ = failed_ || severity == Severity::kError;
    if (++count_ > kMaxDiagnosticsPerFile + 1) return;
    if (count_ > kMaxDiagnosticsPerFile) {
        code = kTooManyProblems;
        place = {};
        message = fmt::format("more than {} problems in this file: the rest is not shown", kMaxDiagnosticsPerFile);
    }
    Diagnostic diagnostic;
    diagnostic.code = code;
    diagnostic.severity = severity;
    diagnostic.file = source_.origin;
    diagnostic.line = place.line;
    diagnostic.message = shown(message.size() <= kMaxMessageBytes ? message : fmt::format("{}...", utf8_prefix(message, kMaxMessageBytes)));
    if (place.line > 0) {
        const std::string_view line = line_of(source_.text, place.line);
        const auto bytes = std::min(line.size(), static_cast<std::size_t>(std::max(0, place.column - 1)));
        diagnostic.column = place.column > 0 ? characters(line.substr(0, bytes)) + 1 : 0;
        show(diagnostic, shown(line));
    }
    diagnostics_.push_back(std::move(diagnostic));
}

std::string_view line_of(std::string_view text, int line) {
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    for (int i = 1; i < line; ++i) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

Place place_inside(std::string_view text, Place scalar, std::size_t offset) {
    Walk walk = walk_from(text, scalar);
    if (walk.done() || walk.now() == '|' || walk.now() == '>') return scalar;
    const char quote = walk.now() == '\'' || walk.now() == '"' ? walk.now() : '\0';
    if (quote != '\0') walk.step();
    return advance(walk, quote, offset) ? walk.place : scalar;
}

bool unclosed_quote(std::string_view text, Place scalar) {
    Walk walk = walk_from(text, scalar);
    if (walk.done() || (walk.now() != '\'' && walk.now() != '"')) return false;
    const char quote = walk.now();
    walk.step();
    advance(walk, quote, std::string_view::npos);
    return walk.done();
}

}  // namespace bot::script
