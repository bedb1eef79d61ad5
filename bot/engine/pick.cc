// Owns the ordering of questions by preference and lot.
#include "bot/engine/pick.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace bot::engine {
namespace {

// splitmix64 (Steele, Lea, Flood 2014): full period, every bit of the seed counts.
std::uint64_t splitmix64(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

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

std::uint64_t lot(std::uint64_t seed, std::string_view key) {
    std::uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    return splitmix64(splitmix64(seed) ^ hash);
}

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
