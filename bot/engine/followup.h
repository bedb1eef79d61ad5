// Owns the choice of the follow-up worth most. Must not know states or texts.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bot/engine/session.h"
#include "bot/grade/rubric.h"
#include "bot/grade/tally.h"

namespace bot::engine {

// What to ask next about an answered question: the heaviest misconception held and not yet challenged; else the first of the points named in `about` that was
// missed, even if the mark is full already; else, while points can still raise the mark, the heaviest missed point that has a question; else, if nothing was
// missed and nothing wrong was said, one `deeper` question. Never one that was asked before, nothing after a skip, nothing beyond the budget of follow-ups a
// question. Names in `about` that the question does not have are passed over.
std::optional<grade::Probe> choose_followup(const grade::Question& question, const Asked& asked, int budget, const std::vector<std::string>& about);

// The hint to give now: of the open follow-up's point, or of the point its misconception opposes; without a follow-up the heaviest point that is not earned.
// Index of the point; nullopt if there is none left.
std::optional<int> choose_hint(const grade::Question& question, const Asked& asked);

}  // namespace bot::engine
