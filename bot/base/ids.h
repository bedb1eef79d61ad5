// Owns identifiers: strong row ids, their base-36 spelling, and the rule for ids that authors write.
// Must not know what the ids name.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot {

// A 64-bit row id that cannot be mixed up with another kind's. 0 is never a stored row.
template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 misreads the spaceship once an id is a key
};

using PersonId = Id<struct PersonTag>;
using RoomId = Id<struct RoomTag>;
using SessionId = Id<struct SessionTag>;
using AttemptId = Id<struct AttemptTag>;

// Lower-case base 36, no leading zeros; negative values get a leading '-'.
std::string to_base36(std::int64_t value);

// Inverse of to_base36(); nullopt on anything it would not have written (overflow included).
std::optional<std::int64_t> from_base36(std::string_view text);

// True for ids that authors give: ^[a-z][a-z0-9-]{1,31}$.
bool is_author_id(std::string_view text);

}  // namespace bot
