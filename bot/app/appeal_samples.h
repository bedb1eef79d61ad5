// Owns what a question's author gets of appeals: answers whose writers agreed, with the mark that was decided, or that they would give themselves.
// Must not hold anything of who wrote them.
#pragma once

#include <string>
#include <vector>

#include "bot/base/result.h"
#include "bot/store/team_book.h"

namespace bot::app {

// One JSON object an appeal, as samples_from_lines (eval.h) reads them: question, mark (0..10), score (the same of 100), by ("judge" or "person"), text.
// Left out: appeals without consent, whose text is not kept any more, or for which nobody named a mark.
Result<std::vector<std::string>> appeal_samples(store::TeamBook& book);

}  // namespace bot::app
