// Owns the check of a tree against a table: unknown and missing keys, types, ranges, formats.
// Must not compare values with each other (the readers do).
#pragma once

#include <string_view>

#include "bot/script/fields.h"
#include "bot/script/yaml_document.h"

namespace bot::script {

// Reports everything in node that does not fit value. name is what messages call the node; place is shown when the node itself has none worth showing.
void conform(const YamlNode& node, const Value& value, std::string_view name, Place place, Report& report);

// The option of a kOneOf that the node means: by its kind, then by its first field. Null if there is none.
const Value* chosen_option(const YamlNode& node, const Value& value);

}  // namespace bot::script
