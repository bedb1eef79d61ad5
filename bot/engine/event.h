// Owns what can happen to a session. Must not know who delivered it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bot/base/time.h"

namespace bot::engine {

enum class Command { kHint, kRepeat, kSkip, kPause, kResume, kStop, kWhy, kHelp };

// The command's word in any letter case, with or without a leading '/'; "cancel" is stop. nullopt for other words.
std::optional<Command> command_of(std::string_view word);
std::string_view to_string(Command command);

// What is known of one question from the person's earlier sessions.
struct Standing {
    std::string question;  // pack/id
    int attempts = 0;
    int last_score = 0;
    bool due = false;
};

struct Started {
    std::map<std::string, std::string> arguments;  // overrides of the script's parameters
    std::uint64_t seed = 0;
    std::vector<Standing> history;
};
struct Answered {
    std::string text;
};
struct Commanded {
    Command command;
};
struct TimerFired {
    std::int64_t timer = 0;
    bool late = false;
};
struct Reopened {};  // the person came back to a waiting or paused session (a new process, a resumed chat): ask again where it stood

struct Event {
    Instant at{};
    std::variant<Started, Answered, Commanded, TimerFired, Reopened> what;
};

}  // namespace bot::engine
