// Owns what makes foreign text safe to show on a terminal: no byte of it can move the cursor, change colours or reorder the line.
// Pure. Must not wrap or style.
#pragma once

#include <string>
#include <string_view>

namespace bot {

// text as valid UTF-8 without control characters: "\r\n", "\r" and U+2028/2029 become "\n"; "\n" and "\t" stay; other C0 characters and DEL are shown in
// caret notation ("^["), C1 controls and bidirectional embeddings, overrides and isolates as U+FFFD; U+FEFF is dropped.
std::string plain(std::string_view text);

// The same on one line: line ends and tabs become spaces.
std::string plain_line(std::string_view text);

}  // namespace bot
