// Owns the index from words to the atoms that can begin with them: one walk over an answer's words finds every candidate.
// Must not match more than first words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::grade {

// A trie of first words and stems. Immutable after building, safe from any thread.
class FirstWords {
   public:
    FirstWords();

    // words: what the atom can begin with, stems ending in '*' or '?'; none = any word.
    void add(int atom, const std::vector<std::string>& words);

    // Appends the atoms that can begin with the word; an atom may come twice. Linear in the word.
    void find(std::string_view word, std::vector<int>& atoms) const;

    std::size_t memory() const;

   private:
    struct Node {
        std::int32_t child = -1;
        std::int32_t sibling = -1;
        std::int32_t here = -1;     // into lists_: atoms whose first word ends here
        std::int32_t stem = -1;     // atoms whose stem ends here
        std::uint32_t letters = 0;  // of the children, by their last five bits: most words leave the trie here, without a walk along the siblings
        unsigned char letter = 0;
    };
    std::int32_t child_of(std::int32_t node, unsigned char letter) const;
    void append(std::int32_t& list, int atom);

    std::vector<Node> nodes_;
    std::vector<std::vector<int>> lists_;
    std::vector<int> any_;
    std::vector<std::int32_t> first_;  // of each first letter
};

}  // namespace bot::grade
