// Owns the compiled form of a pattern: operators over atoms, with vocabulary, gaps and defaults resolved.
// Must not hold expressions (pattern.h does) or match anything (evaluate.h does).
#pragma once

#include <string>
#include <vector>

#include "bot/grade/rubric.h"

namespace bot::grade {

// Atoms one after the other; before atom i at most gaps[i] words (gaps[0] is 0).
struct Phrase {
    std::vector<int> atoms;
    std::vector<int> gaps;
    bool operator==(const Phrase&) const = default;
};

struct Plan {
    PatternNode::Op op = PatternNode::Op::kPhrase;
    Window within = Window::kPair;
    int words = 0;    // kNear: the most words between the first item and the last
    int phrase = -1;  // kPhrase: which of the rubric's phrases
    std::vector<Plan> items;
    std::vector<Plan> none;
    bool operator==(const Plan&) const = default;
};

// One line of text, the oracle of tests and part of a rubric's fingerprint: "3 +3 4" (atoms and gaps), "near:6:pair(0, 2)" (phrases).
std::string dump(const Phrase& phrase);
std::string dump(const Plan& plan);

}  // namespace bot::grade
