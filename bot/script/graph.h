// Owns the drawing of a script's machine as text. Must not lay anything out.
#pragma once

#include <string>

#include "bot/engine/program.h"

namespace bot::script {

// Graphviz' language: `dot -Tsvg`.
std::string to_dot(const engine::Program& program);

// Mermaid's flowchart, as Markdown renderers know it.
std::string to_mermaid(const engine::Program& program);

}  // namespace bot::script
