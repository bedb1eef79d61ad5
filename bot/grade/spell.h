// Owns the words that a pattern's tree can spell: what typing is measured against, and by which first words an atom is found.
// Must not match anything.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bot/grade/syntax.h"

namespace bot::grade {

// The words of one tree. A spelling holds folded letters; at the end '*' stands for any letters, '?' for letters that are not listed here.
struct Spellings {
    std::vector<std::string> first_words;  // a match can begin with, each once; empty if that can be any word
    bool exact = false;                    // these are exactly what matches
};

// Reads spellings off trees; large parts are spelt once, equal spellings stored once. One instance serves one Syntax, which must outlive it.
class Speller {
   public:
    static constexpr std::size_t kMaxSpellings = 4000;
    static constexpr std::size_t kShortest = 4;

    explicit Speller(const Syntax& syntax);

    Spellings spell(int root);

    // Every word of at least kShortest letters of the trees that spell() was called for, each once, sorted.
    std::vector<std::string> words() const;

   private:
    using Spelling = std::uint32_t;  // index into texts_; 0 is the empty one
    struct Set {
        std::vector<Spelling> whole;  // of a match without a separator
        std::vector<Spelling> heads;  // before a match's first separator
        std::vector<Spelling> tails;  // behind its last
        bool cut = false;             // there are too many to list
    };

    const Set& recall(int root);
    Set spell_new(int root);
    void alternation(const Syntax::Node& node, Set& out);
    void concatenation(const Syntax::Node& node, Set& out);
    void repeat(const Syntax::Node& node, Set& out);

    Spelling store(std::string text);
    Spelling joined(Spelling a, Spelling b);
    bool multiply(std::vector<Spelling>& into, const std::vector<Spelling>& a, const std::vector<Spelling>& b);
    void keep(const std::vector<Spelling>& words);
    bool any_word(Spelling word) const;

    const Syntax& syntax_;
    std::map<int, Set> known_;
    std::deque<std::string> texts_;  // its strings do not move
    std::unordered_map<std::string_view, Spelling> index_;
    std::vector<bool> kept_;  // as texts_
};

}  // namespace bot::grade
