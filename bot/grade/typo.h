// Owns the forgiveness of typing: which unknown word of an answer was meant to be which word of the rubric.
// Must not touch known English words: "mutable" is not "mutex".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/answer.h"
#include "bot/grade/word_index.h"

namespace bot::grade {

constexpr std::size_t kMinTypoLetters = 5;  // shorter words are taken as they are
constexpr std::size_t kTwoTypoLetters = 8;  // from here on two edits are forgiven
constexpr std::size_t kMaxTypoLetters = 32;

// The words of a rubric that typing is measured against.
class TypoTable {
   public:
    TypoTable() = default;
    // words: what the patterns spell, stems ending in '*' or '?'; known: words besides the English list that are right as they are.
    TypoTable(std::span<const std::string> words, std::span<const std::string> known);

    // The word that was meant, "" if the word is right as it is or nothing is near. Same first letter; one edit (two from 8 letters), a swap of neighbours is
    // one.
    std::string meant(std::string_view word) const;

    bool is_right(std::string_view word) const;  // known to the rubric
    std::size_t memory() const;

   private:
    struct Target {
        std::string letters;
        std::uint32_t mask = 0;  // which letters occur
        bool stem = false;
    };
    std::vector<Target> targets_;      // sorted by letters
    std::vector<std::size_t> starts_;  // of each first letter in targets_
    std::string known_;                // each ended by a line end
    WordIndex known_index_;
};

// Replaces misspelt words; sources stay. known counts the words that were looked up in the English list and found.
struct Spelling {
    int looked_up = 0;
    int unknown = 0;  // of these, neither in the list nor in the rubric nor near a word of it
};
Spelling correct(Answer& answer, const TypoTable& table);

}  // namespace bot::grade
