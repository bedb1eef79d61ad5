// Owns backoff().
#include "bot/app/backoff.h"

#include <algorithm>

namespace bot::app {

Duration backoff(int tries, std::uint64_t chance, BackoffLimits limits) {
    const int doublings = std::clamp(tries - 1, 0, 30);
    const std::int64_t ceiling = std::min<std::int64_t>(limits.most.count(), limits.first.count() << doublings);
    const std::int64_t floor = std::min<std::int64_t>(limits.first.count() / 2, ceiling);
    return Duration(floor + static_cast<std::int64_t>(chance % static_cast<std::uint64_t>(ceiling - floor + 1)));
}

}  // namespace bot::app
