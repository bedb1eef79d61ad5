// Owns the growing list of a rubric's atoms and the reading of phrases into it: gaps cut, big vocabulary names apart, equal atoms once.
// Must not know operators or match anything.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/grader.h"
#include "bot/grade/plan.h"
#include "bot/grade/syntax.h"

namespace bot::grade {

// The gaps an author can write.
constexpr int kShortGap = 3;  // " ~ "
constexpr int kLongGap = 8;   // " ~~ "

constexpr std::size_t kMaxPhraseBytes = 2000;

struct Atom {
    std::string expression;  // for pattern.h
    int max_words = 1;
    bool exact = true;  // a match that begins at a word ends at that word's end
    bool operator==(const Atom&) const = default;
};

class AtomList {
   public:
    // Reads one phrase with the names of `syntax`. nullopt if it is faulty: then a problem was added (place and phrase are the caller's to fill in).
    std::optional<Phrase> read(Syntax& syntax, std::string_view phrase, std::vector<PatternProblem>& problems);

    // From here on another Syntax is used: its names may mean something else.
    void change_names() { by_text_.clear(); }

    const std::vector<Atom>& atoms() const { return atoms_; }
    // Every word and stem ("xxx*") that the atoms spell.
    const std::set<std::string>& words() const { return words_; }

   private:
    bool add(Syntax& syntax, std::string_view text, std::size_t offset, std::size_t whole, std::vector<PatternProblem>& problems, int& index);

    std::vector<Atom> atoms_;
    std::map<std::string, int, std::less<>> by_text_;        // as authored, within one Syntax
    std::map<std::string, int, std::less<>> by_expression_;  // after expansion
    std::set<std::string> words_;
};

}  // namespace bot::grade
