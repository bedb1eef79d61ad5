// Owns the text form of the conditions of outcomes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/engine/program.h"

namespace bot::script {

// followup-left | band>=BAND | score>=N | missed POINT | claimed MISCONCEPTION; nullopt for anything else.
std::optional<engine::Guard> parse_guard(std::string_view text);

// The inverse; empty for an outcome without a condition.
std::string to_string(const engine::Guard& guard);

}  // namespace bot::script
