// Owns the list of known English words that is embedded in the binary. Must not load or copy it.
#pragma once

#include <string_view>

#include "bot/base/fingerprint.h"

namespace bot::grade {

// True if a lower-case ASCII word stands in the list. Binary search in the embedded text; any thread.
bool is_known_word(std::string_view word);

// Identity of the list; computed at the first call (about a millisecond), never at start-up.
const Fingerprint& known_words_fingerprint();

}  // namespace bot::grade
