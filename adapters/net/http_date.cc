// Owns what http_date.h promises.
#include "adapters/net/http_date.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace adapters::net {

std::optional<bot::Instant> read_http_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT" || text[19] != ':' || text[22] != ':') return std::nullopt;
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + length, value);
        return error == std::errc{} && end == text.data() + at + length ? value : -1;
    };
    const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
    const int day = number(5, 2);
    const int year = number(12, 4);
    const int hour = number(17, 2);
    const int minute = number(20, 2);
    const int second = number(23, 2);
    if (month == kMonths.end() || std::min({day, year, hour, minute, second}) < 0) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month - kMonths.begin()) + 1), std::chrono::day(unsigned(day))};
    if (!date.ok()) return std::nullopt;
    return bot::Instant(std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second));
}

}  // namespace adapters::net
