// Owns the spelling of text on a terminal: foreign text safe to show (bot/base/plain.h), and signs where the locale has none.
// Pure. Must not wrap or style (wrap.h and format.h do).
#pragma once

#include <string>
#include <string_view>

#include "bot/base/plain.h"

namespace adapters::console {

using bot::plain;

// text with typographic signs (dashes, curly quotes, bullets, dots, arrows) in ASCII, for a terminal whose locale is not UTF-8. Letters stay as they are.
std::string ascii_signs(std::string_view text);

}  // namespace adapters::console
