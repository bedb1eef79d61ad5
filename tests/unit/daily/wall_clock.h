// Owns the tests' own idea of local time, by the C library's reading of the zone files, to judge bot/daily/zone by. Must not use bot/daily/zone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bot/base/time.h"
#include "bot/daily/date.h"

namespace wall {

// The offsets of a place in a span of time. Sets TZ while it is made, so one thread only.
class WallClock {
   public:
    WallClock(const std::string& zone, bot::Instant from, bot::Instant to);

    bool changes() const { return steps_.size() > 1; }
    bot::Duration offset(bot::Instant at) const;
    bot::daily::LocalDate date(bot::Instant at) const;

    // The first instant at which the clock on the wall shows this; if it never does, the first at which it shows more.
    bot::Instant first(bot::daily::LocalDate date, bot::daily::TimeOfDay time) const;

    // The instants at which the offset changes.
    std::vector<bot::Instant> steps() const;

   private:
    std::vector<std::pair<bot::Instant, bot::Duration>> steps_;  // from when which offset
};

}  // namespace wall
