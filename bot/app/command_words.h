// Owns how a command is told from an answer in what a person typed. Shared by the console and the chats. Must not know what commands do.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bot::app {

// A lone word with or without '/', in lower case, as people type commands; nullopt for anything that is an answer.
std::optional<std::string> lone_word(std::string_view text);

// The first word of text that begins with '/' and has more words, in lower case and without the '/'; nullopt for anything else.
std::optional<std::string> slash_word(std::string_view text);

// The command that a word is, or that it misses by one slip of the finger. A word of two letters is too short to be missed: "M" is an answer.
std::optional<std::string> meant_command(std::string_view word, std::span<const std::string> commands);

}  // namespace bot::app
