// Owns the {names} of vocabulary entries inside phrases: which a phrase uses, whether they exist, whether they go in circles.
// Must not expand them (the grader does).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/rubric.h"
#include "bot/script/read_content.h"

namespace bot::script {

struct NameUse {
    std::string_view name;
    std::size_t offset = 0;  // of the first letter of the name in the phrase
};

// The vocabulary names that a phrase uses, in order. RE2's own braces ({2,3}, \p{Greek}) are none.
std::vector<NameUse> names_in(std::string_view phrase);

// Reports names in the phrase at place that vocabulary does not have.
void check_names(std::string_view phrase, Place place, const grade::Vocabulary& vocabulary, Report& report);

// The same for every phrase of a pattern.
void check_names(const std::vector<grade::PatternNode>& patterns, const grade::Vocabulary& vocabulary, Report& report);

// Reports each of entries that leads back to itself through vocabulary, once per circle.
void check_cycles(const std::vector<NamedPhrases>& entries, const grade::Vocabulary& vocabulary, Report& report);

}  // namespace bot::script
