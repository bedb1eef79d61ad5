// Owns the search for the nearest known word.
#include "bot/base/nearest.h"

#include <algorithm>
#include <array>

namespace bot {
namespace {
constexpr std::size_t kMaxLength = 64;
}

int edit_distance(std::string_view a, std::string_view b) {
    if (a.size() > kMaxLength || b.size() > kMaxLength) return int(kMaxLength);
    std::array<std::array<int, kMaxLength + 1>, 3> rows{};  // two rows back are needed for the swap
    for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = int(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i + 2) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        row[0] = int(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replace = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a.size() % 3][b.size()];
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates) {
    std::optional<std::string> best;
    int best_distance = std::max<int>(1, int(word.size()) / 3) + 1;
    for (const auto& candidate : candidates) {
        const bool prefix = word.size() >= 3 && candidate.starts_with(word);
        const int distance = prefix ? 1 : edit_distance(word, candidate);
        if (distance < best_distance) {
            best_distance = distance;
            best = candidate;
        }
    }
    return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
    const auto found = nearest(word, candidates);
    return found ? " (did you mean " + *found + "?)" : "";
}

}  // namespace bot
