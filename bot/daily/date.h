// Owns the calendar's plain values: a local date, a time of day, a set of weekdays, and their text forms. Must not know zones or instants (zone.h does).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bot::daily {

using LocalDate = std::chrono::local_days;  // a day on the calendar of some place
using TimeOfDay = std::chrono::minutes;     // since local midnight by the clock on the wall, 00:00 to 23:59

// A set of weekdays: bit 0 is Monday, bit 6 is Sunday.
struct Days {
    std::uint8_t mask = 0;

    bool has(std::chrono::weekday day) const { return (mask >> (day.iso_encoding() - 1) & 1) != 0; }
    bool has(LocalDate date) const { return has(std::chrono::weekday{date}); }
    bool operator==(const Days&) const = default;
};

inline constexpr Days kWeekdays{0b0011111};
inline constexpr Days kWeekend{0b1100000};
inline constexpr Days kEveryDay{0b1111111};

// 2026-12-24, and back; nullopt for anything else and for dates that no calendar has (2026-02-30) or outside of the years 1970 to 9999.
std::string to_text(LocalDate date);
std::optional<LocalDate> parse_date(std::string_view text);

// 09:30, and back: also 9:30, 9.30, 9:30am, 12:00pm, 5pm; nullopt for anything else. A bare number is no time: "9" may be anything.
std::string to_text(TimeOfDay time);
std::optional<TimeOfDay> parse_time(std::string_view text);

// "mon-fri", "mon,wed,fri", "daily"; "no day" for none.
std::string to_text(Days days);

// Names of days (mon, monday, tues), spans (mon-fri, also sat-mon), lists of both with commas, and weekdays, workdays, weekend, daily, everyday; any case.
// nullopt for anything else; the empty set cannot be said.
std::optional<Days> parse_days(std::string_view text);

}  // namespace bot::daily
