// Owns content fingerprints: SHA-256 (FIPS 180-4) cut to 128 bits, as 32 lower-case hex digits.
// Must not decide what is fingerprinted.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace bot {

using Fingerprint = std::string;  // 32 hex digits; empty = none

// Fingerprint of the parts in order; each part is length-prefixed, so ("ab","c") and ("a","bc") differ.
Fingerprint fingerprint(std::initializer_list<std::string_view> parts);

}  // namespace bot
