// Owns making bytes from outside into JSON that the library takes: a bad character spoils one character, not the event. Pure.
// Must not know a payload.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters::slack {

constexpr int kMaxDepth = 64;  // of nested JSON; real payloads stay below 20

// text in well-formed UTF-8, with escaped halves of surrogate pairs replaced by U+FFFD. nullopt: nested too deep. Says nothing about the grammar.
std::optional<std::string> sound_json(std::string_view text);

}  // namespace adapters::slack
