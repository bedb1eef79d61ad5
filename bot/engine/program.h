// Owns the compiled form of an interview script: an immutable state machine. Must not hold YAML or text keys' texts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/fingerprint.h"
#include "bot/base/time.h"

namespace bot::engine {

enum class Verb { kSay, kAsk, kGrade, kPick, kGoto, kWait, kEnd };
enum class Subject { kQuestion, kFollowup };        // what an ask state asks
enum class Preference { kDue, kUnseen, kWeakest };  // order of a pick

using StateIndex = int;

// When a transition after grading is taken; kAlways has no operand.
struct Guard {
    enum class Kind { kAlways, kFollowupLeft, kBandAtLeast, kScoreAtLeast, kMissed, kClaimed };
    Kind kind = Kind::kAlways;
    int number = 0;    // band (0..3) or score (0..100)
    std::string name;  // point or misconception id
    bool operator==(const Guard&) const = default;
};

struct Transition {
    Guard when;
    StateIndex to = 0;
    bool operator==(const Transition&) const = default;
};

struct Timeout {
    Duration after{};
    std::string say;  // catalogue key said once (the nudge) before the second wait of the same length; empty = move on at once
    StateIndex to = 0;
    bool operator==(const Timeout&) const = default;
};

// A whole number, or the argument that holds it.
struct Amount {
    int number = 0;
    std::string argument;  // without '$'; empty = number
    bool operator==(const Amount&) const = default;
};

struct State {
    std::string id;  // the author's; sessions name states by it
    Verb verb = Verb::kEnd;
    std::string say;  // kSay, kEnd: catalogue key, as written; "scorecard" and "reveal" are composed; a script with a "reveal" shows model answers only there;
                      // not even there if its argument `reveal` is "later"
    bool ends = false;                     // kEnd, or a kSay that ends
    Subject subject = Subject::kQuestion;  // kAsk
    std::vector<std::string> about;        // kAsk of a follow-up: ids of points to ask for before all others, in this order
    std::string from;                      // kPick: pack id, "any" or "$argument", each with "#tag" behind it if only the questions with that tag are meant
    std::vector<Preference> prefer;        // kPick
    std::optional<Amount> limit;           // kPick: how many questions the session asks in all
    std::optional<StateIndex> next;        // kSay, kGoto, kPick: where to go on
    std::optional<StateIndex> none;        // kPick: nothing left, limit reached or time is up
    std::optional<StateIndex> on_answer;   // kAsk, kWait
    std::optional<StateIndex> on_skip;     // kAsk, kWait; unset = skip is answered with help
    std::optional<Timeout> timeout;        // kAsk, kWait
    std::vector<Transition> outcomes;      // kGrade, in order; the last one is unconditional
    bool operator==(const State&) const = default;

    bool waits() const { return verb == Verb::kAsk || verb == Verb::kWait; }
};

// An argument's default; filled from the command. Numbers and words share one type: "any" or "5".
struct Parameter {
    std::string name;  // pack, questions, minutes, followups or the author's own
    std::string value;
    bool operator==(const Parameter&) const = default;
};

struct Program {
    std::string id;
    std::vector<Parameter> parameters;
    std::vector<State> states;
    StateIndex start = 0;
    Fingerprint fingerprint;  // of the source text

    // Index of the state with the author's id, if any.
    std::optional<StateIndex> find(std::string_view state_id) const;
    bool operator==(const Program&) const = default;
};

}  // namespace bot::engine
