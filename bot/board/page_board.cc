// Owns the page's board: a table a period, and the tabs that choose one without a script. Must not decide who ranks where.
#include <algorithm>
#include <set>

#include "bot/board/page_parts.h"

namespace bot::board {
namespace {

constexpr std::size_t kMostRows = 200;

std::string_view id_of(Page::Span span) {
    switch (span) {
        case Page::Span::kWeek: return "week";
        case Page::Span::kMonth: return "month";
        default: return "all";
    }
}

std::string label_of(Page::Span span, const Words& words) { return words(std::string("period.") + std::string(id_of(span))); }

// One of each span: two would share their ids.
std::vector<const Page::Period*> distinct(const std::vector<Page::Period>& periods) {
    std::vector<const Page::Period*> kept;
    std::set<Page::Span> seen;
    for (const auto& period : periods) {
        if (seen.insert(period.span).second) kept.push_back(&period);
    }
    return kept;
}

void write_tabs(Markup& out, const std::vector<const Page::Period*>& periods, const Words& words) {
    out.open("fieldset", {{"class", "tabs"}});
    out.leaf("legend", {{"class", "aside"}}, words("periods"));
    for (const auto* period : periods) {
        const auto id = id_of(period->span);
        out.open("label");
        if (period == periods.front()) {
            out.empty("input", {{"type", "radio"}, {"name", "period"}, {"id", id}, {"autocomplete", "off"}, {"checked", ""}});
        } else {
            out.empty("input", {{"type", "radio"}, {"name", "period"}, {"id", id}, {"autocomplete", "off"}});
        }
        out.leaf("span", {}, label_of(period->span, words));
        out.close();
    }
    out.close();
}

void write_movement(Markup& out, const Page::Row& row, const Words& words) {
    if (!row.movement) {
        out.leaf("span", {{"class", "move new"}}, words("new"));
        return;
    }
    const int places = std::abs(*row.movement);
    if (places == 0) {
        out.open("span", {{"class", "move"}});
        out.leaf("span", {{"aria-hidden", "true"}}, "–");
        write_aside(out, words("same"));
        out.close();
        return;
    }
    const bool up = *row.movement > 0;
    out.open("span", {{"class", up ? "move up" : "move down"}});
    out.open("svg", {{"viewBox", "0 0 8 8"}, {"width", 9}, {"height", 9}, {"aria-hidden", "true"}, {"focusable", "false"}});
    out.empty("path", {{"d", up ? "M4 .8 7.8 7.2H.2z" : "M4 7.2 7.8.8H.2z"}});
    out.close();
    out.leaf("span", {{"aria-hidden", "true"}}, words.number(places));
    write_aside(out, words.counted(up ? "up" : "down", places));
    out.close();
}

// Rounded half up, as marks are.
std::string mean_of(const Page::Row& row, const Words& words) {
    const std::int64_t answered = row.answered;
    return answered > 0 ? words.number((2 * row.points + answered) / (2 * answered)) : "–";
}

void write_row(Markup& out, const Page::Row& row, bool moved, std::int64_t most, const Words& words) {
    out.open("tr", {{"class", row.rank == 1 ? "first" : row.rank <= 3 ? "podium" : "rest"}});
    out.open("td", {{"class", "rank"}});
    out.leaf("span", {{"class", "place"}}, words.number(row.rank));
    if (moved) write_movement(out, row, words);
    out.close();
    out.open("th", {{"scope", "row"}});
    out.leaf("bdi", {}, words.name(row.name));
    write_bar(out, "points", row.points, most);
    out.close();
    out.leaf("td", {{"class", "number big"}}, words.number(row.points));
    out.leaf("td", {{"class", "number"}}, words.number(row.answered));
    out.leaf("td", {{"class", "number wide"}}, mean_of(row, words));
    out.leaf("td", {{"class", "number"}}, row.streak > 0 ? words.number(row.streak) : "–");
    out.close();
}

void write_table(Markup& out, const Page::Period& period, const std::string& dates, const Words& words) {
    const auto moved = std::any_of(period.rows.begin(), period.rows.end(), [](const auto& row) { return row.movement.has_value(); });
    std::int64_t most = 1;
    for (const auto& row : period.rows) most = std::max(most, row.points);
    out.open("table", {{"class", "board"}});
    write_caption(out, words("board_of", {{"period", label_of(period.span, words)}, {"dates", dates}}));
    out.open("thead");
    out.open("tr");
    out.leaf("th", {{"scope", "col"}, {"class", "rank"}}, words("rank"));
    out.leaf("th", {{"scope", "col"}}, words("person"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("points"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("answers"));
    out.leaf("th", {{"scope", "col"}, {"class", "number wide"}}, words("mean"));
    out.leaf("th", {{"scope", "col"}, {"class", "number"}}, words("streak"));
    out.close();
    out.close();
    out.open("tbody");
    for (std::size_t i = 0; i < std::min(period.rows.size(), kMostRows); ++i) write_row(out, period.rows[i], moved, most, words);
    out.close();
    out.close();
    if (period.rows.size() > kMostRows) out.leaf("p", {{"class", "note"}}, words.counted("more_people", std::int64_t(period.rows.size() - kMostRows)));
}

void write_period(Markup& out, const Page& page, const Page::Period& period, const Words& words) {
    // All time may end at the end of time.
    const auto dates = words.range(period.from, period.span == Page::Span::kAll ? std::min(period.to, page.today) : period.to);
    out.open("div", {{"class", "panel " + std::string(id_of(period.span))}});
    out.open("p", {{"class", "note dates"}});
    out.leaf("span", {{"class", "print"}}, label_of(period.span, words) + ": ");
    out.text(dates);
    out.close();
    if (period.rows.empty()) {
        write_nothing(out, words(std::string("nobody.") + std::string(id_of(period.span))));
    } else {
        write_table(out, period, dates, words);
    }
    out.close();
}

}  // namespace

void write_board(Markup& out, const Page& page, const Words& words) {
    const auto periods = distinct(page.periods);
    out.open("section", {{"class", "ranking"}, {"aria-labelledby", "board"}});
    out.open("div", {{"class", "head"}});
    out.leaf("h2", {{"id", "board"}}, words("board"));
    const bool begun = std::any_of(periods.begin(), periods.end(), [](const auto* period) { return !period->rows.empty(); });
    if (begun && periods.size() > 1) write_tabs(out, periods, words);
    out.close();
    if (!begun) write_nothing(out, words("nobody.all"));
    for (const auto* period : periods) {
        if (begun) write_period(out, page, *period, words);
    }
    out.close();
}

}  // namespace bot::board
