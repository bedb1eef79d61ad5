// Owns the growing list of a rubric's atoms and the reading of phrases into it: gaps cut, big vocabulary names apart, equal atoms once.
// Must not know operators or match anything.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/grader.h"
#include "bot/grade/plan.h"
#include "bot/grade/spell.h"
#include "bot/grade/syntax.h"

namespace bot::grade {

// The gaps an author can write.
constexpr int kShortGap = 3;  // " ~ "
constexpr int kLongGap = 8;   // " ~~ "

constexpr std::size_t kMaxPhraseBytes = 2000;

struct Atom {
    std::string expression;  // for pattern.h
    int max_words = 1;
    std::vector<std::string> first_words{};  // for index.h
    bool exact = true;                       // the first words are all there is to match
    bool spells_negator = false;             // the author wrote a "not" or its like: one in a match is meant, not swallowed
    bool operator==(const Atom&) const = default;
};

class AtomList {
   public:
    // All phrases are read with the names of this syntax, which must outlive the list.
    explicit AtomList(Syntax& syntax) : syntax_(syntax), speller_(syntax) {}

    // Reads one phrase. nullopt if it is faulty: then a problem was added (place and phrase are the caller's to fill in).
    std::optional<Phrase> read(std::string_view phrase, std::vector<PatternProblem>& problems);

    const std::vector<Atom>& atoms() const { return atoms_; }
    // Knows every word and stem ("xxx*", "xxx?") that the atoms spell.
    Speller& speller() { return speller_; }

   private:
    bool add(std::string_view text, std::size_t offset, std::size_t whole, std::vector<PatternProblem>& problems, int& index);

    Syntax& syntax_;
    Speller speller_;
    std::vector<Atom> atoms_;
    std::map<std::string, int, std::less<>> by_text_;        // as authored
    std::map<std::string, int, std::less<>> by_expression_;  // after expansion
};

}  // namespace bot::grade
