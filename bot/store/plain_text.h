// Owns the question how a text can stand in JSON, answered fast: most of what is stored is plain ASCII.
// Must not write or read JSON itself. Private to the codecs.
#pragma once

#include <cstddef>
#include <string_view>

namespace bot::store::codec {

enum class Text {
    kPlain,    // between quotes as it is
    kEscaped,  // with \" \\ \n \t \r
    kBytes,    // not as text: other control characters, or no UTF-8
};
Text look_at(std::string_view text);

// How many bytes stand before the first quote, backslash or control character.
std::size_t plain_length(std::string_view text);

}  // namespace bot::store::codec
