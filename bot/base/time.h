// Owns the two time types of the bot and their one text form. Must not read a clock: time arrives as a value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace bot {

using Duration = std::chrono::milliseconds;
using Instant = std::chrono::time_point<std::chrono::system_clock, Duration>;  // UTC, millisecond precision

// RFC 3339 in UTC with milliseconds: 2026-11-21T09:30:00.000Z.
std::string to_rfc3339(Instant at);

// Reads "90s", "5m", "2h", "1d" (a positive whole number and one unit, at most 365 days); nullopt otherwise.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace bot
