// Owns the short ways to write blocks. Must not know sessions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"

namespace bot::engine {

Block block(Block::Kind kind, std::vector<Run> runs, Tone tone = Tone::kNeutral, std::string sign = {});

// Adds runs at the end; neighbours of one style become one run.
void append(std::vector<Run>& runs, std::vector<Run> more);
void append(std::vector<Run>& runs, std::string_view plain);

// Tenths as people write them: 75 is "7.5", 90 is "9".
std::string tenths(int value);

// Thousandths as a percentage, half up.
int percent(int thousandths);

}  // namespace bot::engine
