// Owns where a rubric's atoms stand in one answer, found out no sooner than asked for.
// Must not know gaps, operators or guards.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bot/grade/answer.h"
#include "bot/grade/atoms.h"
#include "bot/grade/index.h"
#include "bot/grade/pattern.h"

namespace bot::grade {

// Words [first, last) of the answer.
struct WordSpan {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    bool operator==(const WordSpan&) const = default;
};

// Belongs to one examination on one thread; what it refers to must outlive it.
class Sight {
   public:
    // Bounds on hostile text: places of one atom that are looked at, in a sentence and in all.
    static constexpr std::uint32_t kMaxStartsInSentence = 32;
    static constexpr std::uint32_t kMaxStarts = 256;

    // Looks up every word of the answer. Linear.
    Sight(const FirstWords& index, const Matchers& matchers, std::span<const Atom> atoms, const Answer& answer);

    // The words where the atom may begin, in order. An atom begins nowhere else.
    std::span<const std::uint32_t> starts(int atom) const;

    // May the atom stand in the sentence? No is sure.
    bool in_sentence(std::size_t sentence, int atom) const { return !starts_in(sentence, atom).empty(); }

    // Does the atom itself say "not" or its like?
    bool spells_negator(int atom) const { return atoms_[static_cast<std::size_t>(atom)].spells_negator; }

    // Every place of the atom in the sentence, by first word, then by last. Valid until the next call.
    std::span<const WordSpan> spans(std::size_t sentence, int atom);

   private:
    // What is known of the places in a sentence; kept at the sentence's first start of the atom.
    struct Seen {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
        bool known = false;
    };
    std::span<const std::uint32_t> starts_in(std::size_t sentence, int atom) const;
    void look(std::size_t sentence, int atom, std::span<const std::uint32_t> starts, Seen& seen);

    const Matchers& matchers_;
    std::span<const Atom> atoms_;
    const Answer& answer_;
    std::vector<std::uint32_t> begins_;  // of each atom in starts_, and the end
    std::vector<std::uint32_t> starts_;  // words, by atom, then in order
    std::vector<Seen> seen_;             // as starts_
    std::vector<WordSpan> pool_;
};

}  // namespace bot::grade
