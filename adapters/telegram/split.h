// Owns the cutting of a long message into parts that the platform takes. Pure.
// Must not drop anything but white space at the cuts; code keeps its indentation.
#pragma once

#include <cstddef>
#include <vector>

#include "adapters/telegram/flow.h"

namespace adapters::telegram {

struct SplitLimits {
    std::size_t units = 4096;    // UTF-16 code units of text; the platform counts at most as many
    std::size_t bytes = 30'000;  // with markup; the platform refuses 32,768
};

// The parts in order, each with something to see; none if there is nothing. Cuts at a paragraph's end if one is near, else at a line's, else at a word's, else
// between two characters.
std::vector<Flow> split(Flow flow, const SplitLimits& limits = {});

}  // namespace adapters::telegram
