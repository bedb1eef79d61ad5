// Owns what page_words.h promises.
#include "bot/board/page_words.h"

#include "bot/base/text.h"
#include "bot/board/markup.h"

namespace bot::board {
namespace {

constexpr Page::Date kBeforeAll{std::chrono::days{0}};  // who begins before 1970 means always
constexpr int kNameColumns = 64;

std::vector<std::string> list(const std::string& text) {
    std::vector<std::string> words;
    for (const auto word : split(text, ' ')) words.emplace_back(word);
    return words;
}

std::string at(const std::vector<std::string>& words, std::size_t i) { return i < words.size() ? words[i] : std::to_string(i + 1); }

std::chrono::year_month_day civil(Page::Date date) { return std::chrono::year_month_day{date}; }

}  // namespace

Words::Words(const Catalogue& texts) : texts_(texts), months_(list(texts.text("page.months"))), weekdays_(list(texts.text("page.weekdays"))) {}

std::string Words::operator()(std::string_view key, Arguments arguments) const { return texts_.text("page." + std::string(key), arguments); }

std::string Words::counted(std::string_view key, std::int64_t count) const { return (*this)(key, {{"count", count}, {"number", number(count)}}); }

std::string Words::number(std::int64_t number) const {
    auto digits = std::to_string(number);
    const auto first = std::size_t(number < 0 ? 1 : 0);
    if (digits.size() - first < 5) return digits;  // four digits read better in one piece
    for (auto i = digits.size(); i > first + 3;) digits.insert(i -= 3, "\u202F");
    return digits;
}

std::string Words::date(Date date) const {
    const auto day = civil(date);
    return (*this)("date", {{"day", std::int64_t(unsigned(day.day()))}, {"month", month(unsigned(day.month()))}, {"year", std::int64_t(int(day.year()))}});
}

std::string Words::weekday_date(Date date) const {
    const auto weekday_of = std::chrono::weekday{date}.iso_encoding() - 1;
    return (*this)("weekday_date", {{"weekday", weekday(weekday_of)}, {"date", this->date(date)}});
}

std::string Words::range(Date from, Date to) const {
    if (from == to) return date(to);
    if (from < kBeforeAll) return (*this)("until", {{"to", date(to)}});
    const auto first = civil(from);
    const auto last = civil(to);
    if (first.year() != last.year()) return (*this)("range", {{"from", date(from)}, {"to", date(to)}});
    const auto day = std::to_string(unsigned(first.day()));
    const auto short_from = first.month() == last.month() ? day : (*this)("day_month", {{"day", day}, {"month", month(unsigned(first.month()))}});
    return (*this)("range", {{"from", short_from}, {"to", date(to)}});
}

std::string Words::month(unsigned month) const { return at(months_, month - 1); }

std::string Words::month_year(unsigned month, int year) const { return (*this)("month_year", {{"month", this->month(month)}, {"year", std::int64_t(year)}}); }

std::string Words::weekday(unsigned from_monday) const { return at(weekdays_, from_monday); }

std::string Words::name(std::string_view name) const {
    auto visible = shown(name, kNameColumns);
    return visible.empty() ? (*this)("nameless") : visible;
}

std::string Words::band(int mark) const {
    return texts_.text(mark >= 75 ? "band.strong" : mark >= 35 ? "band.partial" : mark >= 5 ? "band.weak" : "band.none");
}

}  // namespace bot::board
