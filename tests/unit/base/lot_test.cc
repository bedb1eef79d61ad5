// Owns the test of the lots.
#include "bot/base/lot.h"

#include "tests/support/catch.h"

TEST_CASE("a lot is the same on every machine and in every version") {
    // Pinned: a change here changes every seeded transcript there is, and every room's order of daily questions.
    CHECK(bot::lot(7, "go/channels") == 0x2B3A351BBBC6F509u);
    CHECK(bot::lot(0, "") == 0x5B21F68FFA77F14Cu);
}
