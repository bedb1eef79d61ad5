// Owns what the board's tests share: dates, people, entries by the dozen, and the shipped texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bot/board/board.h"

namespace stage {

using bot::AttemptId;
using bot::PersonId;
using bot::board::Day;
using bot::board::Entry;

inline Day day(int year, unsigned month, unsigned date) { return Day{std::chrono::year{year} / int(month) / int(date)}; }

inline Entry entry(std::int64_t person, Day date, int points, std::string name = "") {
    if (name.empty()) name = "P" + std::to_string(person);
    return {PersonId{person}, std::move(name), date, "pack/q-" + std::to_string(date.time_since_epoch().count()), points, "pack", {"tag"}, {}};
}

// The same numbers from the same seed, on any machine.
class Dice {
   public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
    // 0..sides-1
    int roll(int sides) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return int((state_ >> 11) % std::uint64_t(sides));
    }
    bool once_in(int times) { return roll(times) == 0; }
    template <class Items>
    void shuffle(Items& items) {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[std::size_t(roll(int(i)))]);
    }

   private:
    std::uint64_t state_;
};

}  // namespace stage
