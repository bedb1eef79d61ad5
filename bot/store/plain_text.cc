// Owns the scan: eight bytes at a time while nothing special is among them.
#include "bot/store/plain_text.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "bot/base/text.h"

namespace bot::store::codec {

namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101;
constexpr std::uint64_t kTops = 0x8080808080808080;

std::uint64_t eight_at(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

// The top bit is set in a byte that is below limit (at most 0x80), and maybe in bytes after it; none at all if no byte is.
constexpr std::uint64_t below(std::uint64_t word, std::uint64_t limit) { return (word - kOnes * limit) & ~word & kTops; }
constexpr std::uint64_t equal(std::uint64_t word, char c) { return below(word ^ kOnes * static_cast<unsigned char>(c), 1); }

bool special(std::uint64_t word) { return (below(word, 0x20) | equal(word, '"') | equal(word, '\\')) != 0; }
bool odd(std::uint64_t word) { return ((word & kTops) | below(word, 0x20) | equal(word, '"') | equal(word, '\\')) != 0; }
bool special(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

}  // namespace

std::size_t plain_length(std::string_view text) {
    std::size_t at = 0;
    while (at + 8 <= text.size() && !special(eight_at(text.data() + at))) at += 8;
    while (at < text.size() && !special(text[at])) ++at;
    return at;
}

Text look_at(std::string_view text) {
    std::size_t at = 0;
    while (at + 8 <= text.size() && !odd(eight_at(text.data() + at))) at += 8;
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80 && !special(text[at])) ++at;
    if (at == text.size()) return Text::kPlain;
    if (!is_utf8(text.substr(at))) return Text::kBytes;
    auto found = Text::kPlain;
    for (at += plain_length(text.substr(at)); at < text.size(); at += 1 + plain_length(text.substr(at + 1))) {
        const char c = text[at];
        if (c != '"' && c != '\\' && c != '\n' && c != '\t' && c != '\r') return Text::kBytes;
        found = Text::kEscaped;
    }
    return found;
}

}  // namespace bot::store::codec
