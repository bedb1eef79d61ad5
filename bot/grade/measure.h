// Owns what an examination counts beside points: effort, numbers, term lists and the language of a text.
// Must not know weights' meaning or the formula.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bot/grade/answer.h"
#include "bot/grade/sight.h"
#include "bot/grade/typo.h"

namespace bot::grade {

struct Counts {
    int words = 0;          // distinct content words of the whole text
    int content_words = 0;  // of the sentences with a match and of neighbours on the subject, not too many words from the match
    int subject_words = 0;  // of those, around words of the subject
    int numbers = 0;        // numbers in the same places
};

// matches: where points were found; topical: per word, whether it is on the subject (topic.h).
Counts count_words(const Answer& answer, std::span<const WordSpan> matches, const std::vector<bool>& topical);

// A match that earned its point, with the point's weight.
struct Earned {
    WordSpan place;
    int weight = 1;
};

// True if most of what was earned stands in lists of terms about which nothing is said. Lines of code never count as lists.
bool is_term_list(const Answer& answer, std::span<const Earned> earned);

// True if the text is mostly in another script or language than English. Short texts and code are not judged.
bool is_other_language(const Answer& answer, const Spelling& spelling);

}  // namespace bot::grade
