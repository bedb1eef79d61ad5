// Owns the subject of a question: by which words a sentence shows that it speaks of it.
// Must not award anything.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bot/grade/answer.h"
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

    const std::vector<std::string>& stems() const { return stems_; }

   private:
    std::vector<std::string> stems_;  // sorted
};

}  // namespace bot::grade
