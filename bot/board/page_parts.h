// Owns the seam between the files that write the page: one function a part. Must not be included outside of bot/board.
#pragma once

#include <string_view>

#include "bot/board/markup.h"
#include "bot/board/page.h"
#include "bot/board/page_words.h"

namespace bot::board {

// From which mark on it is called partial and strong; as the grader has it (bot/grade/mark.h, which this layer may not include: a test compares them).
constexpr int kWeakFrom = 5, kPartialFrom = 35, kStrongFrom = 75;

std::string_view page_style();

// What the drawings share: the mark of the house and the patterns of bars, to be written once before they are used.
void write_definitions(Markup& out);

// A horizontal bar from 0 to `full`; the number stands beside it, so it is hidden from screen readers. `kind` chooses the colour and pattern. The lighter part
// up to `reach` comes first, ticks stand at the shares (percent) given.
void write_bar(Markup& out, std::string_view kind, std::int64_t value, std::int64_t full, std::int64_t reach = 0, std::initializer_list<int> ticks = {});

// The column heads of a table of bars: the first is of names, the second spans the bar and its number.
void write_caption(Markup& out, std::string_view text);

// What stands where there is nothing to show yet.
void write_nothing(Markup& out, std::string_view text);

// Text for screen readers only.
void write_aside(Markup& out, std::string_view text);

void write_board(Markup& out, const Page& page, const Words& words);
void write_streaks(Markup& out, const Page& page, const Words& words);
void write_year(Markup& out, const Page& page, const Words& words);
void write_months(Markup& out, const Page& page, const Words& words);
void write_tags(Markup& out, const Page& page, const Words& words);

// The days of the page that the heat map shows: the 53 weeks from Monday on that end with today's.
Page::Date first_day(const Page& page);
std::vector<Page::Day> days_of_year(const Page& page);  // in order, one a date, those with answers only

}  // namespace bot::board
