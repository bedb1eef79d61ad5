// Owns the way from the grader's complaints about patterns to diagnostics with a caret under the place in the phrase.
#pragma once

#include "bot/grade/grader.h"
#include "bot/script/read_content.h"

namespace bot::script {

// Reports a problem of a phrase that stands in the report's source. Names and depth are left out: the reader has reported them.
void report_problem(const grade::PatternProblem& problem, Report& report);

// A question with a point for each entry, so that a vocabulary's patterns can be checked where they stand.
grade::Question question_of_phrases(const std::vector<NamedPhrases>& entries);

}  // namespace bot::script
