// Owns the subject of a question: by which words a sentence shows that it speaks of it.
// Must not award anything.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "bot/grade/answer.h"
#include "bot/grade/grader.h"
#include "bot/grade/rubric.h"

namespace bot::grade {

// Immutable, safe from any thread.
class Topic {
   public:
    Topic() = default;
    // spelt: the words of the question's patterns. Those no dictionary has are on the subject, and so are the content words of the question's own texts.
    Topic(const Question& question, std::span<const std::string> spelt);

    // Per word of the answer, whether it is on the subject.
    std::vector<bool> find(const Answer& answer) const;

    // Whether the answer speaks of the subject at all. topical = find(answer); denied(i) is true if word i is denied or said to be unknown: then it shows
    // nothing.
    Subject judge(const Answer& answer, const std::vector<bool>& topical, const std::function<bool(std::uint32_t)>& denied) const;

    const std::vector<std::string>& stems() const { return stems_; }

   private:
    std::vector<std::string> stems_;   // sorted
    std::vector<std::string> prompt_;  // those of the question's own words, sorted: to say them again shows nothing
};

}  // namespace bot::grade
