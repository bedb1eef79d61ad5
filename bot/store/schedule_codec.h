// Owns the stored form of a team's schedule: versioned JSON, fields with their usual value left out.
// Must not know tables or zones. Reading is total: any bytes give a value or kCorrupt.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "bot/daily/schedule.h"

namespace bot::store {

// Raised whenever a field is added, removed or changes its meaning; older versions stay readable.
inline constexpr int kScheduleVersion = 1;

// Longer texts are refused in both directions: some thousand holidays.
inline constexpr std::size_t kMaxScheduleBytes = std::size_t{64} * 1024;

// Valid UTF-8 whatever bytes the strings hold. decode_schedule(encode(x)) == x for every sound schedule. The size is for the caller to check. Pure; any thread.
std::string encode(const daily::Schedule& schedule);
// kCorrupt too for times and days that no clock and no week has, and for holidays that are not sorted.
Result<daily::Schedule> decode_schedule(std::string_view bytes);

}  // namespace bot::store
