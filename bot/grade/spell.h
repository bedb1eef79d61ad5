// Owns the words that a pattern's tree can spell: what typing is measured against, and by which first words an atom is found.
// Must not match anything.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "bot/grade/syntax.h"

namespace bot::grade {

// Spellings hold folded letters; at the end '*' stands for any letters, '?' for letters that are not listed here. They may come twice.
struct Spellings {
    std::vector<std::string> whole;  // of a match without a separator
    std::vector<std::string> heads;  // before a match's first separator
    std::vector<std::string> tails;  // behind its last
    bool cut = false;                // there are too many to list

    // The words a match can begin with; empty if that can be any word.
    std::vector<std::string> first_words() const;
    // True if the listed words are exactly what matches.
    bool exact() const;
};

// Reads spellings off trees; large parts are spelt once. One instance serves one Syntax, which must outlive it.
class Speller {
   public:
    static constexpr std::size_t kMaxSpellings = 4000;

    explicit Speller(const Syntax& syntax) : syntax_(syntax) {}

    const Spellings& spell(int root);

    // Every word of the trees spelt so far, each once, sorted.
    std::vector<std::string> words();

   private:
    Spellings spell_new(int root);
    void alternation(const Syntax::Node& node, Spellings& out);
    void concatenation(const Syntax::Node& node, Spellings& out);
    void repeat(const Syntax::Node& node, Spellings& out);

    const Syntax& syntax_;
    std::map<int, Spellings> known_;
    std::vector<std::string> words_;
};

}  // namespace bot::grade
