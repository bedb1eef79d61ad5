// Owns streaks: how many of a room's questions a person answered without a break, and the freezes that forgive a miss.
// Must not know calendars: a date without a question (a weekend, a holiday, an outage) is simply not among the slots, so it breaks nothing.
#pragma once

#include <vector>

#include "bot/board/period.h"

namespace bot::board {

constexpr int kFirstFreezes = 2;
constexpr int kMostFreezes = 3;
constexpr int kAnsweredForFreeze = 10;  // answered days that earn one more

enum class Fate {
    kAnswered,
    kFrozen,  // missed, and a freeze was spent: the streak goes on
    kMissed,  // the streak is over, or there was none
    kOpen,    // not answered, but there is time
};

struct Slot {
    Day date;
    Fate fate;
    bool operator==(const Slot&) const = default;
};

struct Streak {
    int days = 0;  // answered days of the streak that still runs
    int longest = 0;
    int answered = 0;  // days in all
    int freezes = kFirstFreezes;
    std::vector<Slot> slots;  // in order, from the first answered one on: nobody misses what was before
    bool operator==(const Streak&) const = default;
};

// posted: the dates on which the room was asked. answered: the dates whose question the person answered; one that was not posted does not count. A slot after
// closed that has no answer is open. Any order, repeats allowed. A freeze is spent only on a running streak; every tenth answered day earns one.
Streak streak_of(std::vector<Day> posted, std::vector<Day> answered, Day closed);

}  // namespace bot::board
