// Owns the advice that needs more than compiling: samples against patterns, gaps in what people see, sizes.
// Pure; must not look at the test split of the samples.
#pragma once

#include <vector>

#include "bot/script/content.h"

namespace bot::script {

constexpr std::size_t kEnoughSamples = 12;
constexpr int kStrongMark = 8;  // a sample with this mark or more claims no misconception

struct LintOptions {
    bool strict = false;  // also what is often right: dead alternatives, unused vocabulary names
};

// What is wrong beyond compile()'s own diagnostics; sorted. compiled should come from these sources with Options{samples, patterns}; a question without a
// compiled rubric is looked at only as far as that goes.
std::vector<Diagnostic> lint(const Compiled& compiled, const std::vector<Source>& sources, LintOptions options);

}  // namespace bot::script
