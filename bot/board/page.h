// Owns the board as a page people look at: what it shows (Page) and the one self-contained HTML document made of it.
// Pure. Must not rank, count streaks or read a store: whoever fills a Page has done that, and left out everybody who opted out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/catalogue.h"

namespace bot::board {

// All dates are the room's local ones. Names, tags and the room's title may hold anything: the page shows them cleaned, cut and escaped.
struct Page {
    using Date = std::chrono::local_days;
    enum class Span { kWeek, kMonth, kAll };

    struct Row {
        int rank = 0;  // shared by equals
        std::string name;
        std::int64_t points = 0;
        int answered = 0;
        std::optional<int> movement = std::nullopt;  // places gained (less than 0: lost) since the period before; none = was not on the board
        int streak = 0;                              // workdays in a row, up to today
    };
    struct Period {
        Span span = Span::kWeek;
        Date from, to;  // both inclusive; from before 1970 = since ever
        std::vector<Row> rows;
    };
    struct Day {
        Date date;
        int answered = 0;  // first answers on that day's question
        int mean = 0;      // their mean mark, 0..100
    };
    struct Tag {
        std::string name;
        int mean = 0;  // 0..100
        int answers = 0;
    };
    struct Streak {
        std::string name;
        int days = 0;  // running now
        int best = 0;  // ever
    };

    std::string room;
    Date today;                   // the day the page was made
    std::vector<Period> periods;  // in the order of their tabs; one of each span, the first is shown first
    std::vector<Day> days;        // any order; the 53 weeks up to today are shown
    std::vector<Tag> tags;        // any order
    std::vector<Streak> streaks;  // any order
};

// The page as one HTML document in the language of the texts (group "page."): inline styles and drawings, no script, nothing fetched. Its size is bounded
// whatever the page holds: 200 people a period, 24 tags, 10 streaks, 64 columns a name; the page says how many it leaves out.
std::string render_page(const Page& page, const Catalogue& texts);

// The Content-Security-Policy to serve such a document with: nothing is allowed but its own style element, by digest. Fails the check if there is none.
std::string page_policy(std::string_view html);

}  // namespace bot::board
