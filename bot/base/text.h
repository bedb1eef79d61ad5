// Owns UTF-8 text that is not specific to grading: validity, width, trimming, cutting at characters.
// Must not know sentences or rubrics (grade/answer.h does).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bot {

// True if text is well-formed UTF-8 (Unicode 15, table 3-7).
bool is_utf8(std::string_view text);

// text with every ill-formed sequence replaced by U+FFFD (maximal subpart practice); well-formed text is returned as it is.
std::string to_utf8(std::string_view text);

// The longest prefix of at most max_bytes that does not cut a character.
std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes);

// Columns a terminal needs: wide characters count 2, combining and control characters 0.
int display_width(std::string_view text);

std::string_view trim(std::string_view text);                                // ASCII white space
std::vector<std::string_view> split(std::string_view text, char separator);  // "a,,b" gives three
std::string to_lower_ascii(std::string_view text);

// NFKC + case fold + white space to one space, trimmed: for comparing names and words, not for spans.
std::string fold(std::string_view text);

}  // namespace bot
