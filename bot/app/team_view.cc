// Owns what team_view.h promises.
#include "bot/app/team_view.h"

#include <algorithm>
#include <map>

#include "bot/board/names.h"
#include "bot/board/streak.h"

namespace bot::app {
namespace {

struct Sum {
    std::int64_t total = 0;
    int count = 0;
    void add(int points) {
        total += points;
        ++count;
    }
    int mean() const { return count == 0 ? 0 : int((2 * total + count) / (std::int64_t{2} * count)); }
};

board::Page::Period period_of(const board::Board& board) {
    using Span = board::Page::Span;
    const auto span = board.period == board::Period::kWeek ? Span::kWeek : board.period == board::Period::kMonth ? Span::kMonth : Span::kAll;
    board::Page::Period period{span, board.span.first, board.span.last, {}};
    for (const auto& row : board.rows) {
        board::Page::Row shown{row.rank, row.name, row.points, row.answered, std::nullopt, row.streak};
        if (row.was) shown.movement = *row.was - row.rank;
        period.rows.push_back(std::move(shown));
    }
    return period;
}

}  // namespace

daily::LocalDate local_date(const store::Team& team, Instant now) {
    if (const auto zone = daily::Zone::find(team.schedule.zone)) return zone->local(now).date;
    return daily::LocalDate{std::chrono::floor<std::chrono::days>(now).time_since_epoch()};
}

Result<AskedDates> asked_dates(store::TeamBook& book, const store::Team& team, Instant now) {
    const auto slots = book.slots(team.room, daily::LocalDate{});
    if (!slots) return tl::unexpected(slots.error());
    const auto open = book.open_slots(team.room);
    if (!open) return tl::unexpected(open.error());
    AskedDates dates;
    dates.as_of = local_date(team, now);
    for (const auto& slot : *slots) {
        if (slot.outcome == daily::Outcome::kPosted) dates.posted.push_back(slot.date);
    }
    dates.revealed = dates.posted;
    for (const auto& slot : *open) {
        std::erase(dates.revealed, slot.slot.date);
        // An open question keeps its whole date back, and what came after it.
        dates.as_of = std::min(dates.as_of, slot.slot.date - std::chrono::days{1});
    }
    std::erase_if(dates.revealed, [&](auto date) { return date > dates.as_of; });
    return dates;
}

Result<board::Board> team_board(store::TeamBook& book, const store::Team& team, board::Period period, const std::string& pack, Instant now) {
    const auto entries = book.entries(team.room);
    if (!entries) return tl::unexpected(entries.error());
    auto dates = asked_dates(book, team, now);
    if (!dates) return tl::unexpected(dates.error());
    auto hidden = book.hidden(team.room);
    if (!hidden) return tl::unexpected(hidden.error());
    board::Scope scope;
    scope.period = period;
    scope.pack = pack;
    scope.as_of = dates->as_of;
    scope.hidden = std::move(*hidden);
    if (dates->revealed.size() >= 2) scope.previous = dates->revealed[dates->revealed.size() - 2];
    scope.slots = std::move(dates->revealed);
    return board::board(*entries, scope);
}

Result<board::Page> team_page(store::TeamBook& book, const store::Team& team, Instant now) {
    board::Page page;
    auto title = book.title_of(team.room);
    if (!title) return tl::unexpected(title.error());
    page.room = std::move(*title);
    page.today = local_date(team, now);
    for (const auto period : {board::Period::kWeek, board::Period::kMonth, board::Period::kAll}) {
        const auto board = team_board(book, team, period, "", now);
        if (!board) return tl::unexpected(board.error());
        page.periods.push_back(period_of(*board));
    }
    // Before the dates: a question that is posted meanwhile, beside a server, must not be taken for one that was never open.
    const auto entries = book.entries(team.room);
    if (!entries) return tl::unexpected(entries.error());
    const auto dates = asked_dates(book, team, now);
    if (!dates) return tl::unexpected(dates.error());
    const auto hidden = book.hidden(team.room);
    if (!hidden) return tl::unexpected(hidden.error());
    std::map<daily::LocalDate, Sum> days;
    std::map<std::string, Sum> tags;
    std::map<PersonId, std::vector<daily::LocalDate>> answered;
    std::vector<board::Named> people;
    for (const auto& entry : *entries) {
        if (entry.date > dates->as_of || hidden->contains(entry.person)) continue;
        days[entry.date].add(entry.points);
        for (const auto& tag : entry.tags) tags[tag].add(entry.points);
        answered[entry.person].push_back(entry.date);
        people.push_back({entry.person, entry.name});
    }
    for (const auto& [date, sum] : days) page.days.push_back({date, sum.count, sum.mean()});
    for (const auto& [tag, sum] : tags) page.tags.push_back({tag, sum.mean(), sum.count});
    const auto names = board::told_apart(people);
    for (auto& [person, on] : answered) {
        const auto streak = board::streak_of(dates->revealed, std::move(on), dates->as_of);
        page.streaks.push_back({names.at(person), streak.days, streak.longest});
    }
    return page;
}

}  // namespace bot::app
