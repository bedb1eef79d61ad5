// Owns the text forms of dates, times of day and weekdays.
#include "bot/daily/date.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "bot/base/text.h"

namespace bot::daily {
namespace {

constexpr std::array<std::string_view, 7> kNames{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::optional<int> number(std::string_view digits) {
    int value = 0;
    if (digits.empty() || digits.front() == '-') return std::nullopt;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

// 0 is Monday.
std::optional<int> day_number(std::string_view word) {
    if (word.size() < 3) return std::nullopt;
    for (std::size_t day = 0; day < kNames.size(); ++day) {
        if (kNames[day].starts_with(word)) return int(day);
    }
    return std::nullopt;
}

std::optional<Days> span_of_days(std::string_view part) {
    const auto ends = split(part, '-');
    if (ends.size() > 2) return std::nullopt;
    const auto first = day_number(ends.front());
    const auto last = day_number(ends.back());
    if (!first || !last) return std::nullopt;
    Days days;
    for (int day = *first;; day = (day + 1) % 7) {
        days.mask |= std::uint8_t(1 << day);
        if (day == *last) return days;
    }
}

}  // namespace

std::string to_text(LocalDate date) {
    const std::chrono::year_month_day day{date};
    return fmt::format("{:04}-{:02}-{:02}", int(day.year()), unsigned(day.month()), unsigned(day.day()));
}

std::optional<LocalDate> parse_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1970) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{unsigned(*month)}, std::chrono::day{unsigned(*day)}};
    if (!date.ok()) return std::nullopt;
    return LocalDate{date};
}

std::string to_text(TimeOfDay time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); }

std::optional<TimeOfDay> parse_time(std::string_view text) {
    std::string lower = to_lower_ascii(text);
    std::string_view clock = lower;
    const bool morning = clock.ends_with("am");
    const bool half_day = morning || clock.ends_with("pm");
    if (half_day) clock.remove_suffix(2);
    const auto dot = clock.find_first_of(":.");
    if (dot == std::string_view::npos && !half_day) return std::nullopt;
    const auto hour = number(clock.substr(0, dot));
    const auto minute = dot == std::string_view::npos ? std::optional(0) : clock.size() - dot != 3 ? std::nullopt : number(clock.substr(dot + 1));
    if (!hour || !minute || *minute > 59 || *hour > 23 || (dot != std::string_view::npos && dot > 2)) return std::nullopt;
    if (!half_day) return TimeOfDay{*hour * 60 + *minute};
    if (*hour < 1 || *hour > 12) return std::nullopt;
    return TimeOfDay{(*hour % 12 + (morning ? 0 : 12)) * 60 + *minute};
}

std::string to_text(Days days) {
    if (days == kEveryDay) return "daily";
    if (days == kWeekdays) return "mon-fri";
    std::string text;
    for (std::size_t day = 0; day < kNames.size(); ++day) {
        if ((days.mask >> day & 1) == 0) continue;
        if (!text.empty()) text += ',';
        text += kNames[day].substr(0, 3);
    }
    return text.empty() ? "no day" : text;
}

std::optional<Days> parse_days(std::string_view text) {
    const std::string lower = to_lower_ascii(text);
    if (lower == "daily" || lower == "everyday" || lower == "every-day") return kEveryDay;
    if (lower == "weekdays" || lower == "workdays") return kWeekdays;
    if (lower == "weekend" || lower == "weekends") return kWeekend;
    Days days;
    for (const auto part : split(lower, ',')) {
        const auto some = span_of_days(part);
        if (!some) return std::nullopt;
        days.mask |= some->mask;
    }
    return days;
}

}  // namespace bot::daily
