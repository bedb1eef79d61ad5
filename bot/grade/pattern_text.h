// Owns an authored pattern as one line of text, for explaining which one matched. Must not compile it.
#pragma once

#include <string>

#include "bot/grade/rubric.h"

namespace bot::grade {

// The pattern in YAML's flow style, as an author would write it on one line: 'a ~ b', {near: ['a', 'b'], words: 6}.
std::string to_text(const PatternNode& pattern);

}  // namespace bot::grade
