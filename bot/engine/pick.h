// Owns the order in which questions come. Chance comes from the seed alone and is the same on every machine.
// Must not know states or texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bot/engine/event.h"
#include "bot/engine/program.h"

namespace bot::engine {

// The keys, best first. Each preference claims the keys it fits, in the order given: due ones, ones never answered, ones answered before from the lowest mark
// up. Keys that no preference claims come last. Equal ones are drawn by lot. Keys that stand twice are kept once.
std::vector<std::string> order_questions(std::vector<std::string> keys, const std::vector<Preference>& prefer, const std::vector<Standing>& history,
                                         std::uint64_t seed);

}  // namespace bot::engine
