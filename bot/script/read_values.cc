// Owns the lenient accessors.
#include "bot/script/read_values.h"

#include <algorithm>
#include <charconv>

namespace bot::script {
namespace {

template <class Number>
Number number_at(const YamlNode& map, std::string_view key, Number fallback) {
    const YamlNode* node = map.find(key);
    if (node == nullptr || node->kind != YamlNode::Kind::kScalar) return fallback;
    Number value{};
    const auto read = std::from_chars(node->text.data(), node->text.data() + node->text.size(), value);
    return read.ec == std::errc{} ? value : fallback;
}

const std::vector<YamlNode> kNoItems;

}  // namespace

std::string text_at(const YamlNode& map, std::string_view key) {
    const YamlNode* node = map.find(key);
    return node == nullptr ? std::string{} : node->text;
}

int integer_at(const YamlNode& map, std::string_view key, int fallback) { return number_at(map, key, fallback); }
double decimal_at(const YamlNode& map, std::string_view key, double fallback) { return number_at(map, key, fallback); }

Place place_at(const YamlNode& map, std::string_view key) {
    const YamlNode* node = map.find(key);
    return node == nullptr ? map.place : node->place;
}

const std::vector<YamlNode>& items_at(const YamlNode& map, std::string_view key) {
    const YamlNode* node = map.find(key);
    return node == nullptr || node->kind != YamlNode::Kind::kSequence ? kNoItems : node->items;
}

std::vector<std::string> texts_at(const YamlNode& map, std::string_view key) {
    std::vector<std::string> texts;
    for (const YamlNode& item : items_at(map, key)) texts.push_back(item.text);
    return texts;
}

int index_of(std::string_view word, const std::vector<std::string_view>& words, int fallback) {
    const auto found = std::find(words.begin(), words.end(), word);
    return found == words.end() ? fallback : static_cast<int>(found - words.begin());
}

}  // namespace bot::script
