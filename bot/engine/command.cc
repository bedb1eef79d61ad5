// Owns the words of the commands.
#include <array>

#include "bot/base/text.h"
#include "bot/engine/event.h"

namespace bot::engine {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 8> kWords = {"hint", "repeat", "skip", "pause", "resume", "stop", "why", "help"};

}  // namespace

std::optional<Command> command_of(std::string_view word) {
    if (word.starts_with('/')) word.remove_prefix(1);
    const std::string lower = to_lower_ascii(word);
    if (lower == "cancel") return Command::kStop;
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        if (kWords[i] == lower) return Command(i);
    }
    return std::nullopt;
}

std::string_view to_string(Command command) {
    const auto index = std::size_t(command);
    return index < kWords.size() ? kWords[index] : "";
}

}  // namespace bot::engine
