// Owns what streak.h promises.
#include "bot/board/streak.h"

#include <algorithm>

namespace bot::board {
namespace {

void sort_once(std::vector<Day>& days) {
    if (!std::is_sorted(days.begin(), days.end())) std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
}

}  // namespace

Streak streak_of(std::vector<Day> posted, std::vector<Day> answered, Day closed) {
    sort_once(posted);
    sort_once(answered);
    Streak streak;
    auto given = answered.begin();
    for (const Day date : posted) {
        given = std::lower_bound(given, answered.end(), date);
        const bool has_answer = given != answered.end() && *given == date;
        Fate fate = Fate::kMissed;
        if (has_answer) {
            fate = Fate::kAnswered;
            streak.longest = std::max(streak.longest, ++streak.days);
            if (++streak.answered % kAnsweredForFreeze == 0) streak.freezes = std::min(kMostFreezes, streak.freezes + 1);
        } else if (streak.answered == 0) {
            continue;
        } else if (date > closed) {
            fate = Fate::kOpen;
        } else if (streak.freezes > 0) {
            // A streak runs: it ends only when no freeze is left, and the next one is earned by an answer.
            fate = Fate::kFrozen;
            --streak.freezes;
        } else {
            streak.days = 0;
        }
        streak.slots.push_back({date, fate});
    }
    return streak;
}

}  // namespace bot::board
