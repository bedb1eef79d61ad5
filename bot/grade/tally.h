// Owns the credit rules: how the findings of a first answer and of its follow-ups add up to a Tally.
// Must not know the formula (mark.h) or texts.
#pragma once

#include <string>

#include "bot/grade/grader.h"
#include "bot/grade/mark.h"

namespace bot::grade {

// What a follow-up was about.
struct Probe {
    enum class Kind { kPoint, kMisconception, kDeeper };
    Kind kind = Kind::kDeeper;
    int index = 0;  // into points, misconceptions or deeper
    bool operator==(const Probe&) const = default;
};

// Tally of a first answer; a single point in a text about something else earns nothing. hinted[i] = the hint of point i was shown before it was given.
Tally first_tally(const Question& question, const Findings& findings, const std::vector<bool>& hinted);

// Adds a follow-up answer: it is searched for its own point, the points of the same part and all misconceptions; credit never falls,
// a challenged misconception that is not claimed again costs half from now on when the answer earns one of its question's points, refutes it or is otherwise an
// answer to it.
void add_followup(Tally& tally, const Question& question, const Probe& probe, const Findings& findings, bool hinted);

}  // namespace bot::grade
