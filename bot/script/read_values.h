// Owns the taking of plain values out of trees that conform() has looked at. What did not conform comes out as the fallback.
// Must not report: conform() already did.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/script/yaml_document.h"

namespace bot::script {

std::string text_at(const YamlNode& map, std::string_view key);  // "" if absent or no text
int integer_at(const YamlNode& map, std::string_view key, int fallback);
double decimal_at(const YamlNode& map, std::string_view key, double fallback);
Place place_at(const YamlNode& map, std::string_view key);  // of the value; of the map if absent

// The entries of a list; none if the key is absent or holds something else.
const std::vector<YamlNode>& items_at(const YamlNode& map, std::string_view key);
std::vector<std::string> texts_at(const YamlNode& map, std::string_view key);

// Index of word in words, or fallback.
int index_of(std::string_view word, const std::vector<std::string_view>& words, int fallback);

}  // namespace bot::script
