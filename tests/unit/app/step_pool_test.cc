// Owns the tests of the pool that steps sessions.
#include "bot/app/step_pool.h"

#include <atomic>

#include "tests/support/catch.h"

TEST_CASE("each piece of work is done once, whatever the number of helpers") {
    for (const int helpers : {0, 1, 3}) {
        bot::app::StepPool pool(helpers);
        for (std::size_t count : {0u, 1u, 2u, 7u, 64u}) {
            for (int round = 0; round < 50; ++round) {
                std::vector<std::atomic<int>> done(count);
                pool.run(count, [&](std::size_t i) { ++done[i]; });
                for (const auto& each : done) REQUIRE(each == 1);
            }
        }
    }
}
