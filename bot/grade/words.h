// Owns the list of known English words that is embedded in the binary. Must not copy it.
#pragma once

#include <string_view>

#include "bot/base/fingerprint.h"

namespace bot::grade {

// True if a lower-case ASCII word stands in the list. The first call makes an index of it (about two milliseconds, 512 KiB); any thread.
bool is_known_word(std::string_view word);

// Identity of the list; computed at the first call (about a millisecond), never at start-up.
const Fingerprint& known_words_fingerprint();

}  // namespace bot::grade
