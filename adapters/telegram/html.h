// Owns the platform's HTML: escaping and tags. Pure. What it writes is always balanced, whatever the texts hold.
// Must not split or choose looks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/telegram/flow.h"

namespace adapters::telegram {

std::string escape(std::string_view text);

// Bytes that a character takes after escape().
std::size_t escaped_size(char c);

// The most bytes of tags that one stretch adds.
constexpr std::size_t kMaxTagBytes = 48;

std::string html(const Flow& flow);

// The same text without markup.
std::string plain_text(const Flow& flow);

}  // namespace adapters::telegram
