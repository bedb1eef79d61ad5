// Owns what utf16.h promises.
#include "bot/base/utf16.h"

#include <algorithm>

namespace bot {

Character character_at(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return {std::min(bytes, text.size() - at), bytes == 4 ? std::size_t{2} : std::size_t{1}};
}

std::size_t utf16_length(std::string_view text) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto character = character_at(text, at);
        units += character.units;
        at += character.bytes;
    }
    return units;
}

std::optional<std::size_t> byte_of_unit(std::string_view text, std::size_t units) {
    std::size_t seen = 0;
    std::size_t at = 0;
    while (at < text.size() && seen < units) {
        const auto character = character_at(text, at);
        seen += character.units;
        at += character.bytes;
    }
    if (seen != units) return std::nullopt;
    return at;
}

}  // namespace bot
