// Owns what period.h promises.
#include "bot/board/period.h"

#include <fmt/format.h>

#include <algorithm>

namespace bot::board {
namespace {

using std::chrono::days;
using std::chrono::year;
using std::chrono::year_month_day;

Day nearest(Day day) {
    const Span all = everything();
    return std::clamp(day, all.first, all.last);
}

}  // namespace

std::string_view to_string(Period period) {
    switch (period) {
        case Period::kWeek: return "week";
        case Period::kMonth: return "month";
        case Period::kAll: return "all";
    }
    return "all";
}

std::optional<Period> period_of(std::string_view word) {
    for (const auto period : {Period::kWeek, Period::kMonth, Period::kAll}) {
        if (word == to_string(period)) return period;
    }
    return std::nullopt;
}

Span everything() { return {Day{year{1} / 1 / 1}, Day{year{9999} / 12 / 31}}; }

Day monday_of(Day day) {
    const Day known = nearest(day);
    return known - days{std::chrono::weekday{known}.iso_encoding() - 1};
}

Span span_of(Period period, Day day) {
    if (period == Period::kWeek) return {monday_of(day), monday_of(day) + days{6}};
    if (period == Period::kMonth) {
        const year_month_day date{nearest(day)};
        return {Day{date.year() / date.month() / 1}, Day{date.year() / date.month() / std::chrono::last}};
    }
    return everything();
}

std::string to_text(Day day) {
    const year_month_day date{nearest(day)};
    return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

}  // namespace bot::board
