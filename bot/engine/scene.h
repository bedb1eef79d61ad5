// Owns the questions that steps and renderings ask of a session: what is current, how far it is, what may be typed. Must not change it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "bot/engine/event.h"
#include "bot/engine/session.h"
#include "bot/engine/step.h"
#include "bot/grade/rubric.h"

namespace bot::engine {

// A session and what it is about; a view, valid as long as both.
struct Scene {
    const Material& material;
    const Session& session;

    const Catalogue& texts() const { return material.catalogue; }

    // The state the session stands in; null if the script lost it.
    const State* state() const;
    // The question being worked on; null before the first and after it is finished.
    const Asked* current() const;
    // Null if the content lost it.
    const grade::Question* question(const Asked& asked) const { return material.bank.question(asked.question); }

    // An argument as a number of things; nullopt if it is absent or a word ("any", "all"), which means no limit. Never negative.
    std::optional<int> number(std::string_view argument) const;
    // A pick's limit; nullopt = none.
    std::optional<int> limit(const State& pick) const;
    // Follow-ups a question may have.
    int followups() const;
    // The next question of a pick state; nullopt if its queue, its limit or the session's `questions` are used up.
    std::optional<std::string> next_question(const State& pick) const;
    // How many questions the session will have asked when it ends by itself.
    int total() const;
    // Mean mark over the answered questions, half up; nullopt before the first mark.
    std::optional<int> overall() const;
    bool minutes_used_up(Instant at) const;

    // True if the script shows model answers in a state of its own.
    bool reveals_later() const;
    // The commands worth offering now, in the order of the status line.
    std::vector<Command> offered() const;
};

}  // namespace bot::engine
