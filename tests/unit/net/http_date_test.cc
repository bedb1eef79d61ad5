// The date of an answer: one form, read strictly.
#include "adapters/net/http_date.h"

#include "tests/support/catch.h"

using adapters::net::read_http_date;

TEST_CASE("HTTP dates are read strictly") {
    CHECK(read_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == bot::Instant(std::chrono::seconds(784111777)));
    for (const auto* text :
         {"", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT", "Sun, 0x Nov 1994 08:49:37 GMT"})
        CHECK_FALSE(read_http_date(text));
}
