// Owns the shape of notes: lines to passages of nested rows. Wrapped lines become one row, indentation decides what belongs below what.
// Must not know questions.
#pragma once

#include <vector>

#include "bot/notes/notes.h"

namespace bot::notes {

// Passages in order. Front matter, blank lines, rules, fences and lines of unknown kind are in none.
std::vector<Passage> outline(const std::vector<Line>& lines);

}  // namespace bot::notes
