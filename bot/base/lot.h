// Owns the draw of lots: chance that comes from a seed alone and is the same on every machine. Must not keep a state.
#pragma once

#include <cstdint>
#include <string_view>

namespace bot {

// A place in the seeded order: depends on the seed and the key only, so adding a key does not stir the others.
std::uint64_t lot(std::uint64_t seed, std::string_view key);

}  // namespace bot
