// Owns the small pieces that every part of the page is made of: bars, captions, empty states, patterns, the year's days.
#include "bot/board/page_parts.h"

#include <algorithm>
#include <map>

namespace bot::board {
namespace {

std::string percent(std::int64_t value, std::int64_t full) {
    if (full <= 0) return "0%";
    const auto thousandths = std::clamp<std::int64_t>(value, 0, full) * 1000 / full;
    return std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10) + "%";
}

void pattern(Markup& out, std::string_view id, int size, std::string_view transform) {
    out.open("pattern", {{"id", id}, {"width", size}, {"height", size}, {"patternUnits", "userSpaceOnUse"}, {"patternTransform", transform}});
}

}  // namespace

void write_definitions(Markup& out) {
    out.open("svg", {{"class", "definitions"}, {"width", 0}, {"height", 0}, {"aria-hidden", "true"}, {"focusable", "false"}});
    pattern(out, "stripes", 6, "rotate(45)");
    out.empty("rect", {{"class", "ground"}, {"width", 6}, {"height", 6}});
    out.empty("rect", {{"class", "ink"}, {"width", 3}, {"height", 6}});
    out.close();
    pattern(out, "dots", 6, "rotate(45)");
    out.empty("rect", {{"class", "ground"}, {"width", 6}, {"height", 6}});
    out.empty("circle", {{"class", "ink"}, {"cx", 3}, {"cy", 3}, {"r", "1.6"}});
    out.close();
    out.open("symbol", {{"id", "viva"}, {"viewBox", "0 0 32 32"}});
    out.empty("path", {{"class", "bubble"}, {"d", "M9 4h14a6 6 0 0 1 6 6v8a6 6 0 0 1-6 6h-7l-7 5v-5a6 6 0 0 1-6-6v-8a6 6 0 0 1 6-6z"}});
    out.empty("path", {{"class", "tick"}, {"d", "M10.5 14.5l4 4 7.5-8.5"}});
    out.close();
    out.close();
}

void write_bar(Markup& out, std::string_view kind, std::int64_t value, std::int64_t full, std::int64_t reach, std::initializer_list<int> ticks) {
    out.open("svg", {{"class", "bar"}, {"width", "100%"}, {"height", 8}, {"aria-hidden", "true"}, {"focusable", "false"}});
    out.empty("rect", {{"class", "track"}, {"width", "100%"}, {"height", 8}, {"rx", 4}});
    if (reach > value) out.empty("rect", {{"class", "reach"}, {"x", "0.5"}, {"y", "0.5"}, {"width", percent(reach, full)}, {"height", 7}, {"rx", "3.5"}});
    if (value > 0) out.empty("rect", {{"class", kind}, {"width", percent(value, full)}, {"height", 8}, {"rx", 4}});
    for (const int tick : ticks) {
        const auto x = std::to_string(tick) + "%";
        out.empty("line", {{"x1", x}, {"x2", x}, {"y1", 0}, {"y2", 8}});
    }
    out.close();
}

void write_caption(Markup& out, std::string_view text) { out.leaf("caption", {{"class", "aside"}}, text); }

void write_aside(Markup& out, std::string_view text) { out.leaf("span", {{"class", "aside"}}, text); }

void write_nothing(Markup& out, std::string_view text) {
    out.open("div", {{"class", "nothing"}});
    out.open("svg", {{"width", 56}, {"height", 56}, {"aria-hidden", "true"}, {"focusable", "false"}});
    out.empty("use", {{"href", "#viva"}});
    out.close();
    out.leaf("p", {}, text);
    out.close();
}

Page::Date first_day(const Page& page) {
    const auto from_monday = std::chrono::weekday{page.today} - std::chrono::Monday;
    return page.today - from_monday - std::chrono::weeks{52};
}

std::vector<Page::Day> days_of_year(const Page& page) {
    std::map<Page::Date, Page::Day> by_date;
    for (const auto& day : page.days) {
        if (day.answered > 0 && day.date >= first_day(page) && day.date <= page.today) by_date[day.date] = day;
    }
    std::vector<Page::Day> days;
    days.reserve(by_date.size());
    for (const auto& [date, day] : by_date) days.push_back(day);
    return days;
}

}  // namespace bot::board
