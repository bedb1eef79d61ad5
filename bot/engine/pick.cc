// Owns the ordering of questions by preference and lot.
#include "bot/engine/pick.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "bot/base/lot.h"

namespace bot::engine {
namespace {

bool fits(Preference preference, const Standing* standing) {
    const bool answered = standing && standing->attempts > 0;
    switch (preference) {
        case Preference::kDue: return answered && standing->due;
        case Preference::kUnseen: return !answered;
        case Preference::kWeakest: return answered;
    }
    return false;
}

}  // namespace

std::vector<std::string> order_questions(std::vector<std::string> keys, const std::vector<Preference>& prefer, const std::vector<Standing>& history,
                                         std::uint64_t seed) {
    std::map<std::string_view, const Standing*> standings;
    for (const auto& standing : history) standings.emplace(standing.question, &standing);

    // Group, mark within the group where marks decide, lot, key.
    using Rank = std::tuple<std::size_t, int, std::uint64_t, std::string>;
    std::vector<Rank> ranks;
    ranks.reserve(keys.size());
    for (auto& key : keys) {
        const auto found = standings.find(key);
        const Standing* standing = found == standings.end() ? nullptr : found->second;
        const auto group = std::find_if(prefer.begin(), prefer.end(), [&](Preference preference) { return fits(preference, standing); });
        const int score = group != prefer.end() && *group == Preference::kWeakest ? standing->last_score : 0;
        ranks.emplace_back(std::size_t(group - prefer.begin()), score, lot(seed, key), std::move(key));
    }
    std::sort(ranks.begin(), ranks.end());
    ranks.erase(std::unique(ranks.begin(), ranks.end()), ranks.end());

    std::vector<std::string> ordered;
    ordered.reserve(ranks.size());
    for (auto& rank : ranks) ordered.push_back(std::move(std::get<3>(rank)));
    return ordered;
}

}  // namespace bot::engine
