// Owns the rules by which typed text is a command.
#include "bot/app/command_words.h"

#include "bot/base/nearest.h"
#include "bot/base/text.h"

namespace bot::app {
namespace {

constexpr std::size_t kLongestWord = 32;

}  // namespace

std::optional<std::string> lone_word(std::string_view text) {
    auto word = trim(text);
    if (word.starts_with('/')) word.remove_prefix(1);
    if (word.empty() || word.size() > kLongestWord || word.find_first_of(" \t\r\n/") != std::string_view::npos) return std::nullopt;
    return to_lower_ascii(word);
}

std::optional<std::string> slash_word(std::string_view text) {
    const auto line = trim(text);
    const auto end = line.find_first_of(" \t\r\n");
    if (!line.starts_with('/') || end == std::string_view::npos || end > kLongestWord) return std::nullopt;
    return to_lower_ascii(line.substr(1, end - 1));
}

std::optional<std::string> meant_command(std::string_view word, std::span<const std::string> commands) {
    for (const auto& command : commands) {
        if (command == word) return command;
    }
    for (const auto& command : commands) {
        if (command.size() > 2 && edit_distance(word, command) == 1) return command;
    }
    return std::nullopt;
}

}  // namespace bot::app
