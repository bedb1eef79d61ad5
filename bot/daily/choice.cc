// Owns the choice of the room's next question.
#include "bot/daily/choice.h"

#include <algorithm>
#include <tuple>
#include <vector>

#include "bot/base/lot.h"

namespace bot::daily {
namespace {

// The less the sooner.
auto rank(const Candidate& candidate, std::uint64_t seed) {
    const bool weak = candidate.mean_mark && *candidate.mean_mark < kWeakBelow;
    const int group = weak ? 0 : candidate.mean_mark ? 2 : 1;
    return std::tuple(-candidate.due_permille, group, weak ? *candidate.mean_mark : 0, lot(seed, candidate.question), std::string_view(candidate.question));
}

}  // namespace

std::optional<Choice> choose(std::span<const Candidate> candidates, std::span<const std::string> put_aside, std::uint64_t seed) {
    std::vector<const Candidate*> oldest_first;
    int cycle = 1;
    for (const auto& candidate : candidates) {
        oldest_first.push_back(&candidate);
        cycle = std::max(cycle, candidate.cycle);
    }
    std::sort(oldest_first.begin(), oldest_first.end(),
              [](const Candidate* a, const Candidate* b) { return std::tie(a->last_draw, a->question) < std::tie(b->last_draw, b->question); });
    const auto put = [&](const Candidate& candidate) { return std::find(put_aside.begin(), put_aside.end(), candidate.question) != put_aside.end(); };

    for (const int round : {cycle, cycle + 1}) {
        const Candidate* best = nullptr;
        const std::size_t old_enough = (oldest_first.size() + 1) / 2;
        for (std::size_t place = 0; place < oldest_first.size(); ++place) {
            const Candidate& candidate = *oldest_first[place];
            if (candidate.cycle >= round || put(candidate)) continue;
            const bool recent = candidate.cycle > 0 && place >= old_enough;
            if (recent && best != nullptr) break;  // older ones may come; if all of them are put aside, recent ones may
            if (best == nullptr || rank(candidate, seed) < rank(*best, seed)) best = &candidate;
            if (recent) break;
        }
        if (best != nullptr) return Choice{best->question, round};
    }
    return std::nullopt;
}

}  // namespace bot::daily
