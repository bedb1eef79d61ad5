// Owns what makes foreign text safe to show: no byte of it can move the cursor, change colours or reorder the line.
// Pure. Must not wrap or style (wrap.h and format.h do).
#pragma once

#include <string>
#include <string_view>

namespace adapters::console {

// text as valid UTF-8 without control characters: "\r\n", "\r" and U+2028/2029 become "\n"; "\n" and "\t" stay; other C0 characters and DEL are shown in
// caret notation ("^["), C1 controls and bidirectional embeddings, overrides and isolates as U+FFFD; U+FEFF is dropped.
std::string plain(std::string_view text);

// text with typographic signs (dashes, curly quotes, bullets, dots, arrows) in ASCII, for a terminal whose locale is not UTF-8. Letters stay as they are.
std::string ascii_signs(std::string_view text);

}  // namespace adapters::console
