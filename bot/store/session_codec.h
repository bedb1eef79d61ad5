// Owns the stored form of a session and of what an attempt was marked: versioned JSON, one list of fields for writing and reading.
// Must not know tables. Reading is total: any bytes give a value or kCorrupt with the place and the reason, never a half-read value.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "bot/engine/effect.h"
#include "bot/engine/session.h"

namespace bot::store {

// Written into every text (1: every field written out; 2: fields with their usual value left out; 3: whether and at what length an answer spoke of the
// subject); raised whenever a field is added, removed or changes its meaning. Older versions stay readable for ever.
inline constexpr int kCodecVersion = 3;

// Longer texts are refused in both directions.
inline constexpr std::size_t kMaxEncodedBytes = std::size_t{4} * 1024 * 1024;

// What an attempt earned and why.
struct Marked {
    grade::Mark mark;
    grade::Tally tally;
    grade::Findings findings;
    bool operator==(const Marked&) const = default;
};

// Valid UTF-8 whatever bytes the strings hold. decode(encode(x)) == x. The size is for the caller to check. Pure; any thread.
std::string encode(const engine::Session& session);
std::string encode(const Marked& marked);

// What encode() wrote is read quickly; anything else slowly, with the reason if it is refused.
// kCorrupt: not JSON, deeper than 64, too long, another version (named), a field missing, unknown, doubled or of the wrong type. Pure; any thread.
Result<engine::Session> decode_session(std::string_view bytes);
Result<Marked> decode_marked(std::string_view bytes);
Result<engine::Session> decode_session_tolerantly(std::string_view bytes);  // never quickly: for tests to compare

}  // namespace bot::store
