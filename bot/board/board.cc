// Owns what board.h promises.
#include "bot/board/board.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "bot/base/text.h"
#include "bot/board/streak.h"

namespace bot::board {
namespace {

using Entries = std::vector<const Entry*>;

int points_of(const Entry& entry) { return std::clamp(entry.points, 0, 100); }

// Ordered by person, date, question, and the answer that counts first.
Entries counted(const std::vector<Entry>& entries, const Scope& scope) {
    Entries sorted;
    const Span all = everything();
    for (const auto& entry : entries) {
        if (all.contains(entry.date) && entry.date <= scope.as_of && !scope.hidden.contains(entry.person)) sorted.push_back(&entry);
    }
    std::sort(sorted.begin(), sorted.end(), [](const Entry* a, const Entry* b) {
        return std::tie(a->person, a->date, a->question, a->attempt, a->points, a->pack) <
               std::tie(b->person, b->date, b->question, b->attempt, b->points, b->pack);
    });
    const auto repeated = [](const Entry* a, const Entry* b) { return a->person == b->person && a->date == b->date && a->question == b->question; };
    sorted.erase(std::unique(sorted.begin(), sorted.end(), repeated), sorted.end());
    return sorted;
}

std::vector<Total> totals_of(const Entries& entries, Span span, const std::string& pack) {
    std::vector<Total> totals;
    for (const Entry* entry : entries) {
        if (!span.contains(entry->date) || (!pack.empty() && entry->pack != pack)) continue;
        if (totals.empty() || totals.back().person != entry->person) totals.push_back(Total{.person = entry->person});
        totals.back().points += points_of(*entry);
        ++totals.back().answered;
    }
    return totals;
}

// The name that a person had last.
Names names_of(const std::vector<Entry>& entries, const std::set<PersonId>& hidden) {
    std::unordered_map<std::int64_t, const Entry*> latest;
    for (const auto& entry : entries) {
        if (hidden.contains(entry.person)) continue;
        const Entry*& known = latest[entry.person.value];
        if (!known || std::tie(known->date, known->attempt, known->name) < std::tie(entry.date, entry.attempt, entry.name)) known = &entry;
    }
    std::vector<Named> people;
    for (const auto& [person, entry] : latest) people.push_back({entry->person, entry->name});
    return told_apart(people);
}

void add_streaks(std::vector<Total>& totals, const Entries& entries, const Scope& scope) {
    std::vector<Day> slots;
    std::copy_if(scope.slots.begin(), scope.slots.end(), std::back_inserter(slots), [&](Day day) { return day <= scope.as_of; });
    auto at = entries.begin();
    for (auto& total : totals) {
        std::vector<Day> answered;
        while (at != entries.end() && (*at)->person < total.person) ++at;
        for (; at != entries.end() && (*at)->person == total.person; ++at) answered.push_back((*at)->date);
        total.streak = streak_of(slots, std::move(answered), scope.as_of).days;
    }
}

// By points, most first; the rank of each is one more than the number of people with more.
std::vector<std::pair<Total, int>> with_ranks(std::vector<Total> totals) {
    std::sort(totals.begin(), totals.end(), [](const Total& a, const Total& b) { return a.points > b.points; });
    std::vector<std::pair<Total, int>> out;
    for (const auto& total : totals) {
        const bool tie = !out.empty() && out.back().first.points == total.points;
        out.emplace_back(total, tie ? out.back().second : int(out.size()) + 1);
    }
    return out;
}

}  // namespace

std::vector<Row> ranked(const std::vector<Total>& now, const std::vector<Total>& before, const Names& names) {
    std::unordered_map<std::int64_t, int> was;
    for (const auto& [total, rank] : with_ranks(before)) was.emplace(total.person.value, rank);
    struct Keyed {
        std::string key;
        Row row;
    };
    std::vector<Keyed> keyed;
    for (const auto& [total, rank] : with_ranks(now)) {
        const auto name = names.find(total.person);
        Row row{total.person, name == names.end() ? "#" + to_base36(total.person.value) : name->second, rank, total.points, total.answered, total.streak};
        if (const auto old = was.find(total.person.value); old != was.end()) row.was = old->second;
        keyed.push_back({fold(row.name), std::move(row)});
    }
    std::sort(keyed.begin(), keyed.end(),
              [](const Keyed& a, const Keyed& b) { return std::tie(a.row.rank, a.key, a.row.person) < std::tie(b.row.rank, b.key, b.row.person); });
    std::vector<Row> rows;
    for (auto& [key, row] : keyed) rows.push_back(std::move(row));
    return rows;
}

Board board(const std::vector<Entry>& entries, const Scope& scope) {
    Board made{scope.period, span_of(scope.period, scope.as_of), scope.as_of, scope.pack, scope.previous.has_value(), {}};
    const Entries known = counted(entries, scope);
    auto now = totals_of(known, made.span, scope.pack);
    add_streaks(now, known, scope);
    std::vector<Total> before;
    if (scope.previous) {
        Span span = span_of(scope.period, *scope.previous);
        span.last = std::min({span.last, *scope.previous, scope.as_of});
        before = totals_of(known, span, scope.pack);
    }
    made.rows = ranked(now, before, names_of(entries, scope.hidden));
    return made;
}

}  // namespace bot::board
