// Owns the JSON Schemas (draft 7) of the authored files, generated from fields.h.
#pragma once

#include <string>

#include "bot/script/fields.h"

namespace bot::script {

// The schema's text, indented, with a line end: content/schema/<shape>.json.
std::string schema_json(Shape shape);

}  // namespace bot::script
