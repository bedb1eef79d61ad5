// Owns what can be read off a session.
#include "bot/engine/scene.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace bot::engine {
namespace {

constexpr int kMostOfAnything = 1'000'000;
constexpr std::string_view kReveal = "reveal";

}  // namespace

const State* Scene::state() const {
    const auto index = material.program.find(session.state);
    return index ? &material.program.states[std::size_t(*index)] : nullptr;
}

const Asked* Scene::current() const { return session.asked.empty() || session.asked.back().finished ? nullptr : &session.asked.back(); }

std::optional<int> Scene::number(std::string_view argument) const {
    const auto found = session.arguments.find(std::string{argument});
    if (found == session.arguments.end()) return std::nullopt;
    const auto& text = found->second;
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || text.empty() || error == std::errc::invalid_argument) return std::nullopt;
    if (error == std::errc::result_out_of_range) return kMostOfAnything;
    return int(std::clamp<long long>(value, 0, kMostOfAnything));
}

std::optional<int> Scene::limit(const State& pick) const {
    if (!pick.limit) return std::nullopt;
    return pick.limit->argument.empty() ? std::optional(std::max(0, pick.limit->number)) : number(pick.limit->argument);
}

int Scene::followups() const {
    constexpr int kUnlessSaid = 2;
    return session.arguments.contains("followups") ? number("followups").value_or(kMostOfAnything) : kUnlessSaid;
}

std::optional<std::string> Scene::next_question(const State& pick) const {
    for (const auto most : {limit(pick), number("questions")}) {
        if (most && int(session.asked.size()) >= *most) return std::nullopt;
    }
    const auto queue = session.queues.find(pick.id);
    if (queue == session.queues.end()) return std::nullopt;
    for (const auto& key : queue->second) {
        const bool asked = std::any_of(session.asked.begin(), session.asked.end(), [&](const Asked& earlier) { return earlier.question == key; });
        if (!asked && material.bank.question(key)) return key;
    }
    return std::nullopt;
}

int Scene::total() const {
    std::set<std::string_view> keys;
    for (const auto& asked : session.asked) keys.insert(asked.question);
    std::optional<int> most = 0;
    for (const auto& state : material.program.states) {
        if (state.verb != Verb::kPick) continue;
        if (const auto queue = session.queues.find(state.id); queue != session.queues.end()) {
            for (const auto& key : queue->second) {
                if (material.bank.question(key)) keys.insert(key);
            }
        }
        const auto own = limit(state);
        most = own && most ? std::optional(std::max(*own, *most)) : std::nullopt;
    }
    if (const auto overall = number("questions"); overall && most) most = std::min(*most, *overall);
    const int all = int(keys.size());
    return most ? std::max(std::min(all, *most), int(session.asked.size())) : all;
}

std::optional<int> Scene::overall() const {
    int sum = 0;
    int count = 0;
    for (const auto& asked : session.asked) {
        if (!asked.answered) continue;
        sum += asked.mark.score;
        ++count;
    }
    if (count == 0) return std::nullopt;
    return (2 * sum + count) / (2 * count);
}

bool Scene::minutes_used_up(Instant at) const {
    const auto minutes = number("minutes");
    if (!minutes || *minutes == 0) return false;
    return at - session.started - session.paused_for >= std::chrono::minutes{*minutes};
}

bool Scene::reveals_later() const {
    const auto& states = material.program.states;
    return std::any_of(states.begin(), states.end(), [](const State& candidate) { return candidate.say == kReveal; });
}

std::vector<Command> Scene::offered() const {
    if (session.phase == Phase::kEnded) return {};
    const bool marked = std::any_of(session.asked.begin(), session.asked.end(), [](const Asked& asked) { return asked.answered; });
    std::vector<Command> commands;
    if (session.phase == Phase::kPaused) {
        commands.push_back(Command::kResume);
        if (marked) commands.push_back(Command::kWhy);
    } else {
        const State* here = state();
        if (here && here->verb == Verb::kAsk && current()) commands.push_back(Command::kHint);
        if (here && here->on_skip) commands.push_back(Command::kSkip);
        commands.push_back(Command::kWhy);
    }
    commands.push_back(Command::kStop);
    return commands;
}

}  // namespace bot::engine
