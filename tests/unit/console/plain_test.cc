#include "adapters/console/plain.h"

#include "tests/support/catch.h"

using adapters::console::ascii_signs;

TEST_CASE("signs have an ASCII spelling, letters stay") {
    CHECK(ascii_signs("3/10 · 62 — “no”… Điều → ≤ 5\u00A0%") == "3/10 - 62 - \"no\"... Điều -> <= 5 %");
    CHECK(ascii_signs("\xff") == "?");
    CHECK(ascii_signs("") == "");
}
