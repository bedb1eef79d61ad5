// Owns the reading of fragments: somebody who is asked "What does the sender do?" answers "waits", and means "the sender waits".
// Must not choose follow-ups or give credit (tally.h does).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/grade/grader.h"

namespace bot::grade {

constexpr std::size_t kFragmentWords = 16;  // longer answers speak for themselves

struct Followup {
    Findings findings;
    int lead = -1;  // which lead of the point made a difference; -1 = none was needed, or none helped
    bool operator==(const Followup&) const = default;
};

// What examine() finds in the answer to the ask of a point. If that point is missed, nothing wrong was claimed and the text is short but not empty, it is read
// once more with each lead of the point, until one earns the point. Spans lie in the text as given; what is found in the lead alone counts for nothing. If no
// lead earns the point, what the text claims with one is heard as the misconception that it is. A point that the question does not have is examine().
Followup examine_followup(const Rubric& rubric, std::string_view text, int point);

// An answer that is none ("I do not know", "a blue bicycle") and earns the point, or is held against somebody, only because of the lead; unset if there is
// none.
std::optional<std::string_view> neutral_answer_heard(const Rubric& rubric, int point, int lead);

// The beginning of a word of the lead that stands in the point's want, but neither in its ask nor in the prompt; unset if there is none.
std::optional<std::string> word_given_away(const Question& question, int point, int lead);

}  // namespace bot::grade
