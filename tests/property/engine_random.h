// Owns random programs, packs and events for property tests of step(). Same seed, same case, on any machine.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/dice.h"
#include "tests/unit/engine/stage.h"

namespace stage {

// A target, now and then one that does not exist: step() must stand programs that no compiler made.
inline StateIndex any_target(Dice& dice, int states) { return dice.once_in(40) ? states + 3 : dice.once_in(60) ? -7 : dice.roll(states); }

inline State any_state(Dice& dice, int index, int states) {
    State made = state("s" + std::to_string(index), Verb(dice.roll(7)));
    if (dice.once_in(3)) made.verb = Verb::kAsk;
    const auto maybe = [&](int times) -> std::optional<StateIndex> { return dice.once_in(times) ? std::nullopt : std::optional(any_target(dice, states)); };
    static const std::vector<std::string> kTexts{"scorecard", "reveal", "nudge", "session.wait", ""};
    made.say = made.verb == Verb::kSay || made.verb == Verb::kEnd ? dice.one_of(kTexts) : "";
    made.ends = made.verb == Verb::kEnd || (made.verb == Verb::kSay && dice.once_in(4));
    made.subject = dice.once_in(2) ? Subject::kQuestion : Subject::kFollowup;
    static const std::vector<std::string> kSelections{"$pack", "any", "go", "#tools", "$absent", "nothing", "$pack#tools", "go#absent"};
    if (made.verb == Verb::kPick) {
        made.from = dice.one_of(kSelections);
        if (dice.once_in(2)) made.limit = dice.once_in(2) ? Amount{0, "questions"} : Amount{dice.roll(4), ""};
        for (int i = dice.roll(4); i > 0; --i) made.prefer.push_back(Preference(dice.roll(3)));
    }
    static const std::vector<std::string> kPoints{"rendezvous", "what", "unknown"};
    for (int i = dice.roll(3); made.subject == Subject::kFollowup && i > 0; --i) made.about.push_back(dice.one_of(kPoints));
    made.next = maybe(20);
    made.none = maybe(20);
    if (made.waits()) {
        made.on_answer = maybe(20);
        made.on_skip = maybe(4);
        if (dice.once_in(2)) made.timeout = Timeout{std::chrono::seconds{1 + dice.roll(300)}, dice.once_in(2) ? "nudge" : "", any_target(dice, states)};
    }
    if (made.verb == Verb::kGrade) {
        static const std::vector<std::string> kNames{"rendezvous", "what", "drops", "unknown"};
        for (int i = dice.roll(3); i > 0; --i) {
            made.outcomes.push_back({{Guard::Kind(dice.roll(6)), dice.roll(101), dice.one_of(kNames)}, any_target(dice, states)});
        }
        if (!dice.once_in(10)) made.outcomes.push_back({{}, any_target(dice, states)});
    }
    return made;
}

inline Program any_program(Dice& dice) {
    Program program = round(std::to_string(dice.roll(6)), std::to_string(dice.roll(4)));
    if (dice.once_in(2)) return program;
    const int states = 2 + dice.roll(8);
    program.id = "random";
    program.states.clear();
    for (int i = 0; i < states; ++i) program.states.push_back(any_state(dice, i, states));
    // Most machines should at least ask something.
    program.states[0].verb = Verb::kPick;
    program.states[0].say.clear();
    program.states[0].ends = false;
    program.states[0].from = "$pack";
    program.states[0].next = 1;
    program.states[1] = any_state(dice, 1, states);
    program.states[1].verb = Verb::kAsk;
    program.states[1].subject = Subject::kQuestion;
    program.states[1].say.clear();
    program.states[1].ends = false;
    if (!program.states[1].on_answer) program.states[1].on_answer = any_target(dice, states);
    return program;
}

inline std::vector<grade::Question> any_questions(Dice& dice) {
    std::vector<grade::Question> questions;
    if (!dice.once_in(4)) questions.push_back(channels());
    static const std::vector<std::string> kNames{"make", "git", "awk", "sed", "tar"};
    for (int i = dice.roll(6); i > 0; --i) {
        auto question = simple(kNames[std::size_t(i - 1)], {dice.once_in(2) ? "tools" : "basics"});
        question.kind = grade::Kind(dice.roll(3));
        if (dice.once_in(5)) question.points.pop_back();
        if (dice.once_in(5)) question.answer.clear();
        if (dice.once_in(5)) question.points[0].hint.clear();
        questions.push_back(std::move(question));
    }
    return questions;
}

inline std::map<std::string, std::string> any_arguments(Dice& dice) {
    static const std::vector<std::string> kValues{"", "0", "1", "3", "any", "go", "#tools", "go/git", "-4", "99999999999999999999", "7x"};
    static const std::vector<std::string> kNames{"pack", "questions", "minutes", "followups", "other"};
    std::map<std::string, std::string> arguments;
    for (int i = dice.roll(4); i > 0; --i) {
        const auto& name = dice.one_of(kNames);
        arguments[name] = dice.one_of(kValues);
    }
    return arguments;
}

inline std::string any_answer(Dice& dice) {
    static const std::vector<std::string> kAnswers{
        "It waits for the receiver.",
        "A buffered send blocks when it is full and smooths bursts, so it waits for the receiver only then.",
        "It drops the value.",
        "it is a tool",
        "it is a tool that saves time",
        "no idea, I have never used that",
        "It does not drop anything.",
        "",
        " ... ?!",
        "ничего не знаю об этом, совсем ничего",
        std::string("\0\1\2binary", 9),
        "caf\xC3 \xFF it is a tool",
        std::string(40'000, 'x'),
        "skip",
        "```\nch <- 1\n```",
    };
    return dice.one_of(kAnswers);
}

inline Event any_event(Dice& dice, const Session& session, Instant& now) {
    now += dice.once_in(20)   ? Duration{std::chrono::seconds{-30}}
           : dice.once_in(15) ? Duration{std::chrono::minutes{20}}
                              : Duration{std::chrono::seconds{dice.roll(60)}};
    if (session.phase == Phase::kPaused && dice.once_in(2)) return {now, Commanded{Command::kResume}};
    switch (dice.roll(14)) {
        case 0: return {now, TimerFired{dice.roll(20), dice.once_in(2)}};
        case 1: return {now, TimerFired{session.timer ? session.timer->id : 0, dice.once_in(3)}};
        case 2: return {now, Reopened{}};
        case 3: return {now, Started{any_arguments(dice), 5, {}}};
        case 4: return {now, Commanded{Command(dice.roll(8))}};
        case 5: return {now, Commanded{dice.once_in(2) ? Command::kWhy : Command::kRepeat}};
        case 6: return {now, Commanded{dice.once_in(3) ? Command::kSkip : Command::kHint}};
        default: return {now, Answered{any_answer(dice)}};
    }
}

}  // namespace stage
