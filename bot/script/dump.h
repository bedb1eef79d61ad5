// Owns stable, complete text dumps of compiled things, for golden tests and for looking. Must not be parsed by anything.
#pragma once

#include <string>

#include "bot/engine/program.h"
#include "bot/grade/rubric.h"

namespace bot::script {

std::string dump(const engine::Program& program);
std::string dump(const grade::Question& question);

}  // namespace bot::script
