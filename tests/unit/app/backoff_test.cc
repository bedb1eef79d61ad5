// The waits between tries.
#include "bot/app/backoff.h"

#include "tests/support/catch.h"

using bot::Duration;
using bot::app::backoff;

TEST_CASE("a wait is never below half the first and never above the doubled ceiling") {
    for (int tries = 1; tries < 80; ++tries) {
        std::int64_t ceiling = 1000;
        for (int i = 1; i < tries && ceiling < 300'000; ++i) ceiling *= 2;
        ceiling = std::min<std::int64_t>(ceiling, 300'000);
        for (const std::uint64_t chance : {std::uint64_t(0), std::uint64_t(1), std::uint64_t(123'456'789), ~std::uint64_t(0)}) {
            CHECK(backoff(tries, chance).count() >= 500);
            CHECK(backoff(tries, chance).count() <= ceiling);
        }
    }
}

TEST_CASE("chance spreads the waits over the whole span") {
    CHECK(backoff(9, 0) == Duration(500));
    CHECK(backoff(9, 255'500) == Duration(256'000));
}
