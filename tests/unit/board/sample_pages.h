// Owns pages to look at and to test with: a team in its second year, a first day, a room of hostile names. Must be the same on every run.
#pragma once

#include <cstdint>
#include <string>

#include "bot/board/page.h"

namespace tests {

using bot::board::Page;

inline Page::Date date(int year, unsigned month, unsigned day) {
    return Page::Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

// A number below `below` from a seed that moves on.
inline int drawn(std::uint32_t& seed, int below) {
    seed = seed * 1664525u + 1013904223u;
    return int((seed >> 8) % std::uint32_t(below));
}

inline Page first_day_page() {
    Page page;
    page.room = "Backend guild";
    page.today = date(2026, 11, 22);
    page.periods = {{Page::Span::kWeek, date(2026, 11, 16), page.today, {}},
                    {Page::Span::kMonth, date(2026, 11, 1), page.today, {}},
                    {Page::Span::kAll, date(2026, 11, 20), page.today, {}}};
    return page;
}

inline Page small_page() {
    auto page = first_day_page();
    page.periods[0].rows = {{1, "Ana", 170, 2, 1, 2}, {1, "Bo & Co", 170, 2, 0, 7}, {3, "Chi", 60, 1, -2, 0}, {4, "Dương", 0, 1, std::nullopt, 1}};
    page.periods[2].rows = {{1, "Bo & Co", 1250, 16, std::nullopt, 7}, {2, "Ana", 900, 13, std::nullopt, 2}};
    page.days = {{date(2026, 11, 18), 3, 70}, {date(2026, 11, 19), 1, 90}, {date(2026, 11, 20), 2, 41}, {date(2026, 10, 30), 4, 66}, {date(2024, 1, 1), 9, 9}};
    page.tags = {{"go", 48, 20}, {"concurrency", 81, 12}, {"sql", 20, 5}, {"never asked", 0, 0}};
    page.streaks = {{"Ana", 2, 9}, {"Bo & Co", 7, 7}, {"Chi", 0, 3}, {"Dương", 0, 0}};
    return page;
}

inline Page team_page() {
    auto page = first_day_page();
    const std::string people[] = {"Nguyễn Thị Minh Khai",
                                  "Tomás Oliveira",
                                  "Priya Raghunathan",
                                  "סיוון לוי",
                                  "Jun 🦊 Watanabe",
                                  "Aleksandra Wiśniewska-Kowalczyk",
                                  "Bo",
                                  "Fatima al-Zahra",
                                  "Ole Kirk",
                                  "Mbali Dlamini",
                                  "刘洋",
                                  "Sam"};
    std::uint32_t seed = 7;
    const int weeks[] = {1, 4, 61};
    for (int p = 0; p < 3; ++p) {
        auto& rows = page.periods[std::size_t(p)].rows;
        int points = 93 * 5 * weeks[p];
        for (int i = 0; i < 12; ++i) {
            const int answered = 5 * weeks[p] - (i > 3 ? drawn(seed, 1 + weeks[p] * i / 3) : 0);
            rows.push_back({i == 4 ? 4 : i + 1, people[std::size_t(i * (p == 1 ? 7 : 1) % 12)], points, answered,
                            i == 8 && p < 2 ? std::nullopt : std::optional(drawn(seed, 5) - 2), i % 5 == 4 ? 0 : 3 * drawn(seed, 14)});
            if (i != 3) points -= points / 9 + drawn(seed, 20);
        }
    }
    page.periods[2].from = date(2025, 9, 15);
    for (int back = 0; back < 385; ++back) {
        const auto day = page.today - std::chrono::days{back};
        const auto weekday = std::chrono::weekday{day}.iso_encoding();
        if (weekday > 5 || drawn(seed, 17) == 0 || (back > 310 && back < 326)) continue;
        page.days.push_back({day, 2 + drawn(seed, 11), 52 + drawn(seed, 26) - back / 25});
    }
    const char* const tags[] = {"concurrency", "channels", "memory model", "garbage collector", "interfaces", "errors",
                                "testing",     "generics", "databases",    "security",          "linux"};
    int mean = 91;
    for (const auto* tag : tags) {
        page.tags.push_back({tag, mean, 20 + drawn(seed, 300)});
        mean -= 3 + drawn(seed, 11);
    }
    for (int i = 0; i < 9; ++i) page.streaks.push_back({people[std::size_t(i)], i < 6 ? 47 - 8 * i : 0, 61 - 4 * i});
    return page;
}

inline Page hostile_page() {
    auto page = small_page();
    std::string long_name, marks = "Z";
    for (int i = 0; i < 1280; ++i) long_name += "WWWWWWWW";
    for (int i = 0; i < 2000; ++i) marks += "\u0301\u0336";
    const std::string names[] = {"<script>alert(1)</script>",
                                 "\u202Eelpoep eht\u202C",
                                 long_name,
                                 "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🇻🇳👍🏽",
                                 marks,
                                 "\u200B\u2060\u3164",
                                 "\"><img src=x onerror=alert(2)>",
                                 "</style></title><svg onload=alert(3)>",
                                 "' onmouseover='alert(4)",
                                 std::string("nul\0and\x1b[31m\x7f", 12),
                                 "broken \xC3( \xF0\x9F",
                                 "javascript:alert(5)",
                                 "שלום \u2066\u2067עולם",
                                 "{name} **bold** `code`",
                                 "&lt;b&gt; &amp;",
                                 "a\r\nb\tc\u2028d"};
    page.room = "<script>alert(6)</script>\u202E" + long_name;
    for (auto& period : page.periods) {
        period.rows.clear();
        for (const auto& name : names) period.rows.push_back({1, name, 100, 1, 0, 1});
    }
    page.tags.clear();
    page.streaks.clear();
    for (const auto& name : names) {
        page.tags.push_back({name, 50, 3});
        page.streaks.push_back({name, 4, 8});
    }
    return page;
}

}  // namespace tests
