// Owns the evaluation of plans on one answer: where a pattern holds, and whether what it found is denied there.
// Must not know points, weights or statuses.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bot/grade/answer.h"
#include "bot/grade/guards.h"
#include "bot/grade/plan.h"
#include "bot/grade/sight.h"

namespace bot::grade {

// Belongs to one examination on one thread; what it refers to must outlive it.
class Evaluator {
   public:
    static constexpr std::size_t kMaxHits = 64;  // of one phrase or operator

    Evaluator(std::span<const Phrase> phrases, const Answer& answer, Sight& sight, Guards& guards);

    // Where one alternative holds, by first word. If it holds anywhere undenied, only those places; else the denied ones.
    std::vector<Hit> hits(const Plan& alternative);

   private:
    struct Chain;
    const std::vector<Hit>& raw(int phrase);
    void chain_atoms(const Phrase& phrase, std::size_t sentence, std::vector<Hit>& out);
    bool possible(const Plan& plan);
    void claim_negators(const Plan& plan);

    std::vector<Hit> evaluate(const Plan& plan);
    std::vector<Hit> phrase_hits(int phrase);
    std::vector<Hit> near_hits(const Plan& plan, const std::vector<std::vector<Hit>>& lists) const;
    std::vector<Hit> order_hits(const Plan& plan, const std::vector<std::vector<Hit>>& lists) const;
    std::vector<Hit> all_hits(const Plan& plan, const std::vector<std::vector<Hit>>& lists, const std::vector<std::vector<Hit>>& none) const;
    std::vector<Hit> combine(const Plan& plan, const std::vector<std::vector<Hit>>& lists, const std::vector<std::vector<Hit>>& none) const;
    void windows_of(const Hit& hit, Window within, std::vector<WordSpan>& out) const;

    std::span<const Phrase> phrases_;
    const Answer& answer_;
    Sight& sight_;
    Guards& guards_;
    std::vector<WordSpan> clauses_;
    std::vector<std::vector<Hit>> raw_;
    std::vector<bool> known_;
    std::vector<std::uint32_t> claimed_;  // negators that the alternative spells itself
};

}  // namespace bot::grade
