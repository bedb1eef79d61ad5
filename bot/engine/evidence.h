// Owns what a session remembers of a graded text: the words that decided each point and misconception. Must not grade or render.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/engine/session.h"
#include "bot/grade/grader.h"
#include "bot/grade/rubric.h"

namespace bot::engine {

// The words of a span on one line, at most kMaxQuoteBytes, cut at a word with an ellipsis. Empty for an unset or foreign span.
std::string quote_of(std::string_view text, const std::optional<grade::Span>& span);

// Evidence of a first answer, replacing what was there.
void note_first(Asked& asked, const grade::Question& question, const grade::Findings& findings, std::string_view text);

// Evidence of a follow-up answer: for the points and claims whose standing it changed against the tally before, and for a denial of the point asked about.
void note_followup(Asked& asked, const grade::Question& question, const grade::Probe& probe, const grade::Tally& before, const grade::Findings& findings,
                   std::string_view text);

}  // namespace bot::engine
