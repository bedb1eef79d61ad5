// Owns the reading of the small Markdown that authors write in model answers. Must not fail: what it does not know stands as text.
#pragma once

#include <string_view>
#include <vector>

#include "bot/base/message.h"

namespace bot::engine {

// Paragraphs, headings, list items, quotes and fenced code, in order.
std::vector<Block> markdown_blocks(std::string_view text);

// One paragraph's **strong**, *emphasis*, `code` and [links](url); links become "text (url)".
std::vector<Run> markdown_runs(std::string_view text);

}  // namespace bot::engine
