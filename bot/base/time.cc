// Owns the text forms of instants and durations.
#include "bot/base/time.h"

#include <fmt/format.h>

#include <charconv>

namespace bot {

std::string to_rfc3339(Instant at) {
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{at - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

std::optional<Duration> parse_duration(std::string_view text) {
    using namespace std::chrono;
    int amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
    if (error != std::errc{} || amount <= 0 || end + 1 != text.data() + text.size()) return std::nullopt;
    const char unit = *end;
    const auto scaled = [&]() -> std::optional<Duration> {
        switch (unit) {
            case 's': return seconds{amount};
            case 'm': return minutes{amount};
            case 'h': return hours{amount};
            case 'd': return days{amount};
            default: return std::nullopt;
        }
    }();
    if (!scaled || *scaled > days{365}) return std::nullopt;
    return scaled;
}

}  // namespace bot
