// Owns the page's year: a square a day, larger and darker the more were answered, and the months as a table. Whole numbers only: every machine draws the same.
#include <algorithm>
#include <array>
#include <map>

#include "bot/board/page_parts.h"

namespace bot::board {
namespace {

using Days = std::chrono::days;

constexpr int kPitch = 28;                               // from one square to the next, in units of the drawing
constexpr int kTop = 34;                                 // room for the months' names
constexpr std::array<int, 5> kSides{0, 10, 15, 20, 24};  // of a square of each level: size says what colour says
constexpr int kFirstWeeks = 26, kWeeks = 53;

// Levels 1..4 cover 1..most in parts as equal as can be.
struct Levels {
    int most;
    int above(int level) const { return int((std::int64_t(most) * level + 3) / 4); }  // the largest count of the level
    int of(int answered) const {
        int level = 1;
        while (level < 4 && answered > above(level)) ++level;
        return level;
    }
};

struct Map {
    const Page& page;
    const Words& words;
    Page::Date first;
    std::vector<Page::Day> days;
    Levels levels;
};

int week_of(const Map& map, Page::Date date) { return int((date - map.first).count() / 7); }

std::string about(const Page::Day& day, const Words& words) {
    return words("day", {{"date", words.weekday_date(day.date)}, {"answers", words.counted("count_answers", day.answered)}, {"mean", std::int64_t(day.mean)}});
}

void write_square(Markup& out, int level, int x, int y) {
    const int side = kSides[std::size_t(level)];
    out.open("rect", {{"class", "l" + std::to_string(level)},
                      {"x", x + (kPitch - side) / 2},
                      {"y", y + (kPitch - side) / 2},
                      {"width", side},
                      {"height", side},
                      {"rx", side / 5}});
}

// A month's name stands over the week of its first day, and over the first week unless the next one would be too near.
void write_month_names(Markup& out, const Map& map, int from, int until) {
    const auto month_of = [&](int week) { return std::chrono::year_month_day{map.first + Days{7 * week + 6}}.month(); };
    for (int week = from; week < until; ++week) {
        const bool begins = week == 0 || month_of(week) != month_of(week - 1);
        const bool leads = week == from && month_of(week) == month_of(week + 2);
        if (!leads && (!begins || (week == from && month_of(week) != month_of(week + 2)))) continue;
        if (week + 2 > until && until == kWeeks) continue;  // no room to the right
        out.leaf("text", {{"x", (week - from) * kPitch + 2}, {"y", kTop - 12}}, map.words.month(unsigned(month_of(week))));
    }
}

void write_weekday_names(Markup& out, const Words& words) {
    out.open("g", {{"class", "weekdays"}});
    for (const unsigned weekday : {0u, 2u, 4u}) {
        out.leaf("text", {{"x", -8}, {"y", kTop + int(weekday) * kPitch + 20}, {"text-anchor", "end"}}, words.weekday(weekday));
    }
    out.close();
}

// Days without answers, as one line of dots.
void write_empty_days(Markup& out, const Map& map, int from, int until) {
    std::string dots;
    for (int week = from; week < until; ++week) {
        for (int weekday = 0; weekday < 7; ++weekday) {
            const auto date = map.first + Days{7 * week + weekday};
            const auto found = std::lower_bound(map.days.begin(), map.days.end(), date, [](const auto& day, auto wanted) { return day.date < wanted; });
            if (date > map.page.today || (found != map.days.end() && found->date == date)) continue;
            dots += "M" + std::to_string((week - from) * kPitch + kPitch / 2) + " " + std::to_string(kTop + weekday * kPitch + kPitch / 2) + "h0";
        }
    }
    if (!dots.empty()) out.empty("path", {{"class", "l0"}, {"d", dots}});
}

void write_half(Markup& out, const Map& map, int from, int until) {
    const std::string id = from == 0 ? "older" : "newer";
    const auto last = std::min(map.page.today, map.first + Days{7 * until - 1});
    std::int64_t answers = 0, active = 0;
    for (const auto& day : map.days) {
        if (week_of(map, day.date) < from || week_of(map, day.date) >= until) continue;
        answers += day.answered;
        ++active;
    }
    const auto view = "0 0 " + std::to_string((until - from) * kPitch) + " " + std::to_string(kTop + 7 * kPitch);
    out.open("svg", {{"class", "half " + id}, {"viewBox", view}, {"role", "img"}, {"aria-labelledby", id + "-title " + id + "-desc"}});
    out.leaf("title", {{"id", id + "-title"}}, map.words("half", {{"dates", map.words.range(map.first + Days{7 * from}, last)}}));
    out.leaf("desc", {{"id", id + "-desc"}},
             map.words("half_desc", {{"answers", map.words.counted("count_answers", answers)}, {"days", map.words.counted("count_days", active)}}));
    write_month_names(out, map, from, until);
    write_weekday_names(out, map.words);
    write_empty_days(out, map, from, until);
    for (const auto& day : map.days) {
        const int week = week_of(map, day.date);
        if (week < from || week >= until) continue;
        write_square(out, map.levels.of(day.answered), (week - from) * kPitch, kTop + int((day.date - map.first).count() % 7) * kPitch);
        out.leaf("title", {}, about(day, map.words));
        out.close();
    }
    out.close();
}

void write_legend(Markup& out, const Map& map) {
    out.open("ul", {{"class", "legend"}, {"aria-label", map.words("legend")}});
    const auto entry = [&](int level, const std::string& counts) {
        out.open("li");
        out.open("svg", {{"viewBox", "0 0 28 28"}, {"width", 18}, {"height", 18}, {"aria-hidden", "true"}, {"focusable", "false"}});
        if (level == 0) {
            out.empty("path", {{"class", "l0"}, {"d", "M14 14h0"}});
        } else {
            write_square(out, level, 0, 0);
            out.close();
        }
        out.close();
        out.leaf("span", {}, counts);
        out.close();
    };
    entry(0, "0");
    int above = 0;
    for (int level = 1; level <= 4; ++level) {
        const int most = map.levels.above(level);
        if (most > above) entry(level, above + 1 == most ? std::to_string(most) : map.words.number(above + 1) + "–" + map.words.number(most));
        above = most;
    }
    out.close();
}

}  // namespace

void write_year(Markup& out, const Page& page, const Words& words) {
    Map map{page, words, first_day(page), days_of_year(page), {0}};
    std::int64_t answers = 0;
    const Page::Day* busiest = nullptr;
    for (const auto& day : map.days) {
        answers += day.answered;
        if (!busiest || day.answered > busiest->answered) busiest = &day;
    }
    map.levels.most = busiest ? busiest->answered : 0;
    out.open("section", {{"class", "year"}, {"aria-labelledby", "year"}});
    out.leaf("h2", {{"id", "year"}}, words("year"));
    out.leaf("p", {{"class", "note"}},
             busiest ? words("year_note", {{"answers", words.counted("count_answers", answers)},
                                           {"days", words.counted("count_days", std::int64_t(map.days.size()))},
                                           {"date", words.weekday_date(busiest->date)},
                                           {"most", words.number(busiest->answered)}})
                     : words("year_empty"));
    out.open("div", {{"class", "heat"}});
    write_half(out, map, 0, kFirstWeeks);
    write_half(out, map, kFirstWeeks, kWeeks);
    out.close();
    if (busiest) write_legend(out, map);
    out.close();
}

void write_months(Markup& out, const Page& page, const Words& words) {
    struct Month {
        std::int64_t days = 0, answers = 0, marks = 0;
    };
    std::map<std::chrono::year_month, Month> months;
    const auto today = std::chrono::year_month_day{page.today};
    const std::chrono::year_month current{today.year(), today.month()};
    for (const auto& day : days_of_year(page)) {
        const auto date = std::chrono::year_month_day{day.date};
        auto& month = months[{date.year(), date.month()}];
        ++month.days;
        month.answers += day.answered;
        month.marks += std::int64_t(day.answered) * day.mean;
    }
    out.open("section", {{"class", "months"}, {"aria-labelledby", "months"}});
    out.leaf("h2", {{"id", "months"}}, words("months_title"));
    if (months.empty()) {
        out.leaf("p", {{"class", "note"}}, words("months_empty"));
        out.close();
        return;
    }
    const auto began = months.begin()->first;
    out.leaf("p", {{"class", "note"}}, words("months_note"));
    out.open("table", {{"class", "bars"}});
    write_caption(out, words("months_title"));
    out.open("thead");
    out.open("tr");
    out.leaf("th", {{"scope", "col"}}, words("month"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}, {"colspan", 2}}, words("mean"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("answers"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("days"));
    out.close();
    out.close();
    out.open("tbody");
    for (int back = 11; back >= 0; --back) {
        const auto at = current - std::chrono::months{back};
        if (at < began) continue;
        const auto& month = months[at];
        out.open("tr", {{"class", month.answers > 0 ? "some" : "none"}});
        out.leaf("th", {{"scope", "row"}}, words.month_year(unsigned(at.month()), int(at.year())));
        const auto mean = month.answers > 0 ? (2 * month.marks + month.answers) / (2 * month.answers) : 0;
        out.open("td", {{"class", "drawn"}});
        write_bar(out, "mean", mean, 100);
        out.close();
        out.leaf("td", {{"class", "number big"}}, month.answers > 0 ? words.number(mean) : "–");
        out.leaf("td", {{"class", "number"}}, words.number(month.answers));
        out.leaf("td", {{"class", "number"}}, words.number(month.days));
        out.close();
    }
    out.close();
    out.close();
    out.close();
}

}  // namespace bot::board
