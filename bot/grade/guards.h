// Owns the guards: what denies, doubts, attributes or refutes a match by the words around it. They are built in, authors never write them.
// Must not know what was matched.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bot/grade/answer.h"
#include "bot/grade/atoms.h"
#include "bot/grade/plan.h"
#include "bot/grade/sight.h"

namespace bot::grade {

// A place where a pattern holds: words [first, last) of the answer.
struct Hit {
    static constexpr std::uint32_t kNone = UINT32_MAX;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t swallowed = kNone;  // a negator inside a gap
    bool spells = false;              // the pattern's own words hold a negator
    bool denied = false;
    bool operator==(const Hit&) const = default;
};

// A turn of phrase that guards look for.
struct Cue {
    enum class Kind {
        kIgnorance,   // "I do not know" before a match: nothing is known
        kAttributed,  // "many think that" before a claim in its sentence
        kShunned,     // "unlike", "avoid" close before a claim in its clause
        kRefuted,     // "is wrong" behind a claim in its sentence
        kRefutes,     // "that is wrong" at the start of the next sentence
        kMyth,        // "a common myth" in the sentence before
    };
    Kind kind = Kind::kIgnorance;
    Phrase phrase;
};

// Compiles the built-in cues, their atoms behind those that are there; they never fail.
std::vector<Cue> compile_cues(std::vector<Atom>& atoms);

// Clears the negator bit where the word denies nothing ("not only", "no doubt") and sets it on "instead of" and "rather than".
void settle_negators(Answer& answer);

// Belongs to one examination on one thread; what it refers to must outlive it.
class Guards {
   public:
    Guards(std::span<const Cue> cues, const Answer& answer, Sight& sight);

    // True if the words around the hit deny it or say that its author does not know. Negators in `own` (sorted) belong to the pattern.
    bool denied(const Hit& hit, std::span<const std::uint32_t> own);

    // True if the sentence says that somebody does not know, and does not go on with a "but". Whoever that is: enough to show no subject, not to deny a match.
    bool confesses(std::size_t sentence);

    // True if a claim at the hit is somebody else's, a question, or called wrong.
    bool refuted(const Hit& hit);

   private:
    bool negated_before(const Hit& hit, std::span<const std::uint32_t> own) const;
    bool negated_after(const Hit& hit, std::span<const std::uint32_t> own) const;
    bool unknown(const Hit& hit);
    bool negator(std::uint32_t word, std::span<const std::uint32_t> own) const;
    // The places of cues of a kind in a sentence.
    void places(Cue::Kind kind, std::size_t sentence, std::vector<WordSpan>& out);
    bool turns_between(std::uint32_t from, std::uint32_t to) const;

    std::span<const Cue> cues_;
    const Answer& answer_;
    Sight& sight_;
    std::vector<WordSpan> scratch_;
};

}  // namespace bot::grade
