// Owns how long to wait before trying again: exponential with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
// Must not wait, or hold a source of chance: it is given.
#pragma once

#include <cstdint>

#include "bot/base/time.h"

namespace bot::app {

struct BackoffLimits {
    Duration first{1000};
    Duration most{300'000};
};

// The wait before the try after `tries` failed ones (>= 1): between half of first and the doubled, bounded ceiling, chosen by chance (any 64 bits).
Duration backoff(int tries, std::uint64_t chance, BackoffLimits limits = {});

}  // namespace bot::app
