// Owns what json_text.h promises: one pass that knows strings, escapes and brackets.
#include "adapters/slack/json_text.h"

#include <charconv>

#include "bot/base/text.h"

namespace adapters::slack {
namespace {

constexpr std::size_t kUnit = 6;  // bytes of \uXXXX

// The UTF-16 unit that an escape at `at` stands for; nullopt: there is none.
std::optional<unsigned> unit_at(std::string_view text, std::size_t at) {
    const auto escape = text.substr(std::min(at, text.size()), kUnit);
    if (escape.size() < kUnit || !escape.starts_with("\\u")) return std::nullopt;
    unsigned unit = 0;
    const auto [end, error] = std::from_chars(escape.data() + 2, escape.data() + kUnit, unit, 16);
    if (error != std::errc() || end != escape.data() + kUnit) return std::nullopt;
    return unit;
}

bool is_high(unsigned unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(unsigned unit) { return unit >= 0xDC00 && unit < 0xE000; }

// Takes the escape at `at`; returns how many bytes it is.
std::size_t take_escape(std::string& text, std::size_t at) {
    const auto unit = unit_at(text, at);
    if (!unit) return 2;
    if (is_high(*unit)) {
        const auto next = unit_at(text, at + kUnit);
        if (next && is_low(*next)) return 2 * kUnit;
    }
    if (is_high(*unit) || is_low(*unit)) text.replace(at, kUnit, "\\ufffd");
    return kUnit;
}

}  // namespace

std::optional<std::string> sound_json(std::string_view text) {
    auto sound = bot::to_utf8(text);
    int depth = 0;
    bool quoted = false;
    for (std::size_t at = 0; at < sound.size();) {
        const char c = sound[at];
        if (quoted && c == '\\') {
            at += take_escape(sound, at);
            continue;
        }
        if (c == '"') quoted = !quoted;
        if (!quoted && (c == '{' || c == '[') && ++depth > kMaxDepth) return std::nullopt;
        if (!quoted && (c == '}' || c == ']')) --depth;
        ++at;
    }
    return sound;
}

}  // namespace adapters::slack
