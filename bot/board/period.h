// Owns the board's dates: periods of a room's own calendar, as local dates. Must not know zones: what day it is where arrives as a value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bot::board {

using Day = std::chrono::local_days;

enum class Period { kWeek, kMonth, kAll };

std::string_view to_string(Period period);               // "week", "month", "all"
std::optional<Period> period_of(std::string_view word);  // its inverse

// Both ends belong to it.
struct Span {
    Day first{};
    Day last{};
    bool contains(Day day) const { return first <= day && day <= last; }
    bool operator==(const Span&) const = default;
};

// The years 1 to 9999; dates outside are on no board.
Span everything();

// The whole ISO week (Monday to Sunday) or month that day is in, or everything(). A day outside of everything() counts as its nearest.
Span span_of(Period period, Day day);

// The Monday of its ISO week.
Day monday_of(Day day);

std::string to_text(Day day);  // 2026-11-22

}  // namespace bot::board
