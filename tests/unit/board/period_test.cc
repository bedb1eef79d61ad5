// Owns the tests of the board's periods.
#include "bot/board/period.h"

#include "tests/support/catch.h"
#include "tests/unit/board/stage.h"

using namespace bot::board;
using stage::day;

TEST_CASE("a week is the ISO week, across the turn of the year") {
    CHECK(span_of(Period::kWeek, day(2026, 11, 22)) == Span{day(2026, 11, 16), day(2026, 11, 22)});
    CHECK(span_of(Period::kWeek, day(2026, 11, 23)) == Span{day(2026, 11, 23), day(2026, 11, 29)});
    CHECK(span_of(Period::kWeek, day(2027, 1, 1)) == Span{day(2026, 12, 28), day(2027, 1, 3)});
}

TEST_CASE("a month ends on its last day, in leap years too") {
    CHECK(span_of(Period::kMonth, day(2028, 2, 29)) == Span{day(2028, 2, 1), day(2028, 2, 29)});
    CHECK(span_of(Period::kMonth, day(2026, 2, 1)) == Span{day(2026, 2, 1), day(2026, 2, 28)});
    CHECK(span_of(Period::kMonth, day(2026, 12, 31)).last == day(2026, 12, 31));
}

TEST_CASE("all of time holds every date that can be written with four digits") {
    CHECK(span_of(Period::kAll, day(2026, 1, 1)) == everything());
    CHECK(to_text(everything().first) == "0001-01-01");
    CHECK(to_text(everything().last) == "9999-12-31");
    CHECK(to_text(Day::max()) == "9999-12-31");
    CHECK(to_text(Day::min()) == "0001-01-01");
}

TEST_CASE("a period has one word") {
    for (const auto period : {Period::kWeek, Period::kMonth, Period::kAll}) CHECK(period_of(to_string(period)) == period);
    CHECK_FALSE(period_of("year"));
    CHECK(to_text(day(2026, 3, 7)) == "2026-03-07");
}
