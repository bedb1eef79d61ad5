// Owns how the pieces of an answer that comes in several messages become one. Must not know sessions or clocks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/inbound.h"
#include "bot/base/time.h"

namespace bot::app {

struct Patience {
    Duration gather{1500};       // an answer is taken when so long nothing followed; 0 = at once
    Duration gather_more{4000};  // the same after a piece that the platform cut off
    bool operator==(const Patience&) const = default;
};

// The draft with one more piece, on a new line; at most kMaxInboundBytes, cut on a character (the grader reads less).
std::string with_piece(std::string draft, std::string_view piece);

// When the draft is the answer, unless another piece comes. nullopt = at once.
std::optional<Instant> draft_due(const Patience& patience, bool more_follows, Instant now);

}  // namespace bot::app
