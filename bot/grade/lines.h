// Owns the reading of lines: which are code, which are list items, which go on in the next line. Sees folded text only.
// Must not know words or sentences.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace bot::grade {

struct Line {
    std::size_t begin = 0;  // of what is to be read, after indent, bullet and quote mark
    std::size_t end = 0;    // before the line end
    bool code = false;
    bool goes_on = false;  // soft wrap: the next line continues the sentence
};

// The lines of folded text that hold something, in order. Fences (```) and rules (---) are left out.
std::vector<Line> read_lines(std::string_view folded);

// True if a line outside a fence reads as source code rather than prose.
bool looks_like_code(std::string_view line);

}  // namespace bot::grade
