// Owns what board.h promises.
#include "bot/board/board.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "bot/base/text.h"
#include "bot/board/streak.h"

namespace bot::board {
namespace {

// What of an entry is read in the order of people; beside each other in memory, since a year of a large room is many entries.
struct Given {
    std::int64_t person;
    Day date;
    std::int64_t attempt;
    int points;
    bool of_pack;
    const Entry* entry;
};
using GivenList = std::vector<Given>;

bool in_order(const Given& a, const Given& b) {
    if (a.person != b.person) return a.person < b.person;
    if (a.date != b.date) return a.date < b.date;
    return std::tie(a.entry->question, a.attempt, a.points, a.entry->pack, a.entry->name) <
           std::tie(b.entry->question, b.attempt, b.points, b.entry->pack, b.entry->name);
}

// Ordered by person and date; of answers to one question of one date only the first. Holds what is not revealed yet, too.
GivenList given(const std::vector<Entry>& entries, const Scope& scope) {
    GivenList list;
    list.reserve(entries.size());
    for (const auto& entry : entries) {
        if (scope.hidden.contains(entry.person)) continue;
        const bool of_pack = scope.pack.empty() || entry.pack == scope.pack;
        list.push_back({entry.person.value, entry.date, entry.attempt.value, std::clamp(entry.points, 0, 100), of_pack, &entry});
    }
    std::sort(list.begin(), list.end(), in_order);
    const auto repeated = [](const Given& a, const Given& b) { return a.person == b.person && a.date == b.date && a.entry->question == b.entry->question; };
    list.erase(std::unique(list.begin(), list.end(), repeated), list.end());
    return list;
}

std::vector<Total> totals_of(const GivenList& list, Span span) {
    std::vector<Total> totals;
    for (const auto& each : list) {
        if (!each.of_pack || !span.contains(each.date)) continue;
        if (totals.empty() || totals.back().person.value != each.person) totals.push_back(Total{.person = PersonId{each.person}});
        totals.back().points += each.points;
        ++totals.back().answered;
    }
    return totals;
}

// The name that a person had last.
Names names_of(const GivenList& list) {
    std::vector<const Given*> latest;
    for (const auto& each : list) {
        if (latest.empty() || latest.back()->person != each.person) {
            latest.push_back(&each);
        } else if (latest.back()->date < each.date || latest.back()->attempt <= each.attempt) {
            latest.back() = &each;
        }
    }
    std::vector<Named> people;
    people.reserve(latest.size());
    for (const Given* each : latest) people.push_back({PersonId{each->person}, each->entry->name});
    return told_apart(people);
}

void add_streaks(std::vector<Total>& totals, const GivenList& list, const Scope& scope) {
    auto at = list.begin();
    for (auto& total : totals) {
        std::vector<Day> answered;
        while (at != list.end() && at->person < total.person.value) ++at;
        for (; at != list.end() && at->person == total.person.value; ++at) {
            if (at->date <= scope.as_of) answered.push_back(at->date);
        }
        total.streak = streak_of(scope.slots, std::move(answered), scope.as_of).days;
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
              [](const Keyed& a, const Keyed& b) { return std::tie(a.row.rank, a.key, a.row.person.value) < std::tie(b.row.rank, b.key, b.row.person.value); });
    std::vector<Row> rows;
    rows.reserve(keyed.size());
    for (auto& [key, row] : keyed) rows.push_back(std::move(row));
    return rows;
}

Board board(const std::vector<Entry>& entries, const Scope& scope) {
    Board made{scope.period, span_of(scope.period, scope.as_of), scope.as_of, scope.pack, scope.previous.has_value(), {}};
    const GivenList list = given(entries, scope);
    const auto revealed = [&](Day until) {
        const Span span = span_of(scope.period, until);
        return Span{span.first, std::min({span.last, until, scope.as_of})};
    };
    auto now = totals_of(list, revealed(scope.as_of));
    add_streaks(now, list, scope);
    const auto before = scope.previous ? totals_of(list, revealed(*scope.previous)) : std::vector<Total>{};
    made.rows = ranked(now, before, names_of(list));
    return made;
}

}  // namespace bot::board
