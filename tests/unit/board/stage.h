// Owns what the board's tests share: dates, people, entries by the dozen, and the shipped texts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bot/board/board.h"
#include "tests/support/dice.h"

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

}  // namespace stage
