// Owns what plain.h promises.
#include "bot/base/plain.h"

#include <cstdint>

#include "bot/base/text.h"

namespace bot {
namespace {

// The character that starts at i of well-formed UTF-8.
struct Character {
    std::uint32_t code = 0;
    std::size_t size = 1;
};
Character character_at(std::string_view text, std::size_t i) {
    const auto byte = [&](std::size_t at) { return std::uint32_t(static_cast<unsigned char>(text[at])); };
    const std::uint32_t lead = byte(i);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xE0) return {(lead & 0x1F) << 6 | (byte(i + 1) & 0x3F), 2};
    if (lead < 0xF0) return {(lead & 0x0F) << 12 | (byte(i + 1) & 0x3F) << 6 | (byte(i + 2) & 0x3F), 3};
    return {(lead & 0x07) << 18 | (byte(i + 1) & 0x3F) << 12 | (byte(i + 2) & 0x3F) << 6 | (byte(i + 3) & 0x3F), 4};
}

// C1 controls steer terminals as ESC does; bidirectional controls make a line read other than it is stored.
bool steers(std::uint32_t code) { return (code >= 0x80 && code <= 0x9F) || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069); }

}  // namespace

std::string plain(std::string_view text) {
    const std::string clean = to_utf8(text);
    std::string out;
    out.reserve(clean.size());
    for (std::size_t i = 0; i < clean.size();) {
        const auto [code, size] = character_at(clean, i);
        if (code == '\r') {
            if (i + 1 == clean.size() || clean[i + 1] != '\n') out += '\n';
        } else if (code == 0x2028 || code == 0x2029) {
            out += '\n';
        } else if ((code < 0x20 && code != '\n' && code != '\t') || code == 0x7F) {
            out += '^';
            out += char(code ^ 0x40);
        } else if (steers(code)) {
            out += "\xEF\xBF\xBD";
        } else if (code != 0xFEFF) {
            out.append(clean, i, size);
        }
        i += size;
    }
    return out;
}

std::string plain_line(std::string_view text) {
    std::string line = plain(text);
    for (auto& c : line) c = c == '\n' || c == '\t' ? ' ' : c;
    return line;
}

}  // namespace bot
