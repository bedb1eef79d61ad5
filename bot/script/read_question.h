// Owns the way from a question's tree to grade::Question, with every check inside one file.
// Must not look at other files: order, samples and vocabulary are compile.cc's.
#pragma once

#include <string_view>

#include "bot/grade/rubric.h"
#include "bot/script/yaml_document.h"

namespace bot::script {

constexpr int kMaxPatternDepth = 4;  // a phrase alone is 1; grade::compile() holds the same limit

// Everything but pack and source is set. Complete only if the report has not failed.
grade::Question read_question(const YamlNode& root, Report& report);

}  // namespace bot::script
