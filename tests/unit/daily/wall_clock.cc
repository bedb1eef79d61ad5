// Owns the reading of offsets from the C library.
#include "tests/unit/daily/wall_clock.h"

#include <cstdlib>
#include <ctime>

namespace wall {
namespace {

using namespace std::chrono_literals;

bot::Duration offset_now(bot::Instant at) {
    const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return std::chrono::seconds{local.tm_gmtoff};
}

}  // namespace

WallClock::WallClock(const std::string& zone, bot::Instant from, bot::Instant to) {
    ::setenv("TZ", (":" + zone).c_str(), 1);
    ::tzset();
    steps_.emplace_back(from, offset_now(from));
    for (bot::Instant at = from; at < to; at += 48h) {
        bot::Instant before = at;
        bot::Instant after = at + 48h;
        if (offset_now(before) == offset_now(after)) continue;
        while (after - before > 1s) {
            const bot::Instant middle = before + std::chrono::floor<std::chrono::seconds>((after - before) / 2);
            (offset_now(middle) == steps_.back().second ? before : after) = middle;
        }
        steps_.emplace_back(after, offset_now(after));
    }
    ::unsetenv("TZ");
    ::tzset();
}

bot::Duration WallClock::offset(bot::Instant at) const {
    bot::Duration offset = steps_.front().second;
    for (const auto& [from, value] : steps_) {
        if (from <= at) offset = value;
    }
    return offset;
}

bot::daily::LocalDate WallClock::date(bot::Instant at) const {
    return std::chrono::floor<std::chrono::days>(bot::daily::LocalDate{} + (at.time_since_epoch() + offset(at)));
}

bot::Instant WallClock::first(bot::daily::LocalDate date, bot::daily::TimeOfDay time) const {
    const bot::Instant shown{date.time_since_epoch() + time};
    for (std::size_t i = 0; i < steps_.size(); ++i) {
        const bot::Instant at = shown - steps_[i].second;
        if (i + 1 < steps_.size() && at >= steps_[i + 1].first) continue;  // not any more
        return i == 0 ? at : std::max(at, steps_[i].first);                // skipped if it would be before this offset
    }
    std::abort();
}

std::vector<bot::Instant> WallClock::steps() const {
    std::vector<bot::Instant> at;
    for (std::size_t i = 1; i < steps_.size(); ++i) at.push_back(steps_[i].first);
    return at;
}

}  // namespace wall
