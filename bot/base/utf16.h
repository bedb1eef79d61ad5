// Owns counting in UTF-16 code units, in which chat platforms measure text, over UTF-8. Pure.
// Must not be given ill-formed UTF-8 where positions matter: such bytes count as one unit each.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace bot {

struct Character {
    std::size_t bytes = 1;
    std::size_t units = 1;
};

// The character that begins at byte at; never reaches beyond the text.
Character character_at(std::string_view text, std::size_t at);

std::size_t utf16_length(std::string_view text);

// The byte at which unit number units begins (the end of the text included); nullopt beyond the text or inside a surrogate pair.
std::optional<std::size_t> byte_of_unit(std::string_view text, std::size_t units);

}  // namespace bot
