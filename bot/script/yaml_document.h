// Owns the reading of one YAML document into a small positioned tree; the only door to yaml-cpp.
// Must not know what the keys mean, and must never use LoadAll (a typo there eats all memory).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/script/report.h"

namespace bot::script {

constexpr std::size_t kMaxFileBytes = 1'048'576;
constexpr int kMaxDepth = 32;
constexpr int kMaxNodes = 100'000;

struct Key {
    std::string text;
    Place place;
    bool operator==(const Key&) const = default;
};

// A value and where it stands. Aliases and everything below the depth limit never get here.
struct YamlNode {
    enum class Kind { kNull, kScalar, kSequence, kMap };
    Kind kind = Kind::kNull;
    bool quoted = false;          // kScalar: in quotes or as a block, so never a number
    bool flow = false;            // kSequence, kMap: in brackets
    bool refused = false;         // already reported (an alias); says nothing more
    Place place;                  // line and column (bytes), 1-based
    std::string text;             // kScalar
    std::vector<Key> keys;        // kMap, in order; no key twice
    std::vector<YamlNode> items;  // kSequence, and the values of kMap in the order of keys

    bool operator==(const YamlNode&) const = default;

    // The value of a key; null if there is none or this is no map.
    const YamlNode* find(std::string_view key) const;
};

// The file's only document. nullopt (and at least one error reported) when nothing can be made of it; an empty document is a null node.
// Refused: over kMaxFileBytes, invalid UTF-8, control characters, directives, anchors, aliases, tags, duplicate keys, keys that are not plain text,
// a second document or anything after the first, an unclosed quote, depth over kMaxDepth, more than kMaxNodes values.
std::optional<YamlNode> read_yaml(Report& report);

// The same by the library alone, without the quick reader of plain_yaml.h: what that one is measured by.
std::optional<YamlNode> read_yaml_by_library(Report& report);

}  // namespace bot::script
