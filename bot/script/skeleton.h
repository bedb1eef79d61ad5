// Owns the text that a new question starts from. Must not write files.
#pragma once

#include <string>
#include <string_view>

namespace bot::script {

// questions/ID.yaml: compiles without errors; every place still to write begins with TODO and is named by a warning (V029).
std::string question_skeleton(std::string_view id);

// samples/ID.yaml for it: the twelve styles, each with its text still to write.
std::string samples_skeleton();

}  // namespace bot::script
