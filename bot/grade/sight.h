// Owns where a rubric's atoms stand in one answer, found out no sooner than asked for.
// Must not know gaps, operators or guards.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bot/grade/answer.h"
#include "bot/grade/atoms.h"
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
    static constexpr std::size_t kMaxStarts = 32;      // places of one atom in one sentence that are looked at
    static constexpr std::size_t kMaxSpans = 1 << 16;  // in all: bounds the memory of hostile text

    // Runs the set over every sentence. Linear.
    Sight(const AtomSet& set, std::span<const Atom> atoms, const Answer& answer);

    // May the atom stand anywhere? No is sure.
    bool anywhere(int atom) const { return anywhere_.test(static_cast<std::size_t>(atom)); }
    bool in_sentence(std::size_t sentence, int atom) const { return sentences_[sentence].found.test(static_cast<std::size_t>(atom)); }

    // Every place of the atom in the sentence, by first word, then by last.
    std::span<const WordSpan> spans(std::size_t sentence, int atom);

   private:
    struct Slot {
        std::uint32_t begin = 0;
        std::uint32_t count = 0;
        bool known = false;
    };
    struct Seen {
        Bits found;
        std::size_t first_slot = 0;
    };
    void look(std::size_t sentence, int atom, Slot& slot);

    const AtomSet& set_;
    std::span<const Atom> atoms_;
    const Answer& answer_;
    Bits anywhere_;
    std::vector<Seen> sentences_;
    std::vector<Slot> slots_;
    std::vector<WordSpan> pool_;
};

}  // namespace bot::grade
