// Owns the compiled rubric that grader.h hands out: the question with its patterns as plans over atoms.
// Must not change after compile(); shared between threads.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "bot/grade/atoms.h"
#include "bot/grade/grader.h"
#include "bot/grade/guards.h"
#include "bot/grade/index.h"
#include "bot/grade/pattern.h"
#include "bot/grade/plan.h"
#include "bot/grade/rubric.h"
#include "bot/grade/topic.h"
#include "bot/grade/typo.h"

namespace bot::grade {

class Rubric {
   public:
    Question question;
    Fingerprint fingerprint;
    std::vector<Atom> atoms;  // the question's own, then those of the cues
    std::size_t own_atoms = 0;
    FirstWords index;
    std::unique_ptr<const Matchers> matchers;
    std::vector<Phrase> phrases;            // equal phrases once
    std::vector<std::vector<Plan>> points;  // alternatives, as question.points
    std::vector<std::vector<Plan>> claims;  // as question.misconceptions
    std::vector<Cue> cues;                  // of the guards
    TypoTable typos;
    Topic topic;
};

// examine() on a text that is not the person's in the bytes of `given`: what is found there alone counts for nothing, it is context for the rest.
Findings examine(const Rubric& rubric, std::string_view text, std::span<const Span> given);

}  // namespace bot::grade
