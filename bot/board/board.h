// Owns the rules of the board: whose points count, who stands where, who moved. Pure: entries in, rows out.
// Must not read a store, a clock or a zone, and must not say why a mark is what it is (the mark's own explanation does).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/base/ids.h"
#include "bot/board/names.h"
#include "bot/board/period.h"

namespace bot::board {

// A person's first graded answer to one question of one date, with the mark before follow-ups.
struct Entry {
    PersonId person;
    std::string name;  // as the platform has it; the latest entry's counts
    Day date{};        // the room's
    std::string question;
    int points = 0;  // 0..100; others count as the nearest
    std::string pack;
    std::vector<std::string> tags;
    AttemptId attempt;  // of several answers of one person to one question of one date the lowest counts
};

// Which board, and what it may tell.
struct Scope {
    Period period = Period::kWeek;
    Day as_of{};                    // the last date that was revealed: later entries stay hidden
    std::optional<Day> previous{};  // the date that was revealed before it; nullopt = there is nothing to compare with
    std::string pack{};             // "" = all
    std::set<PersonId> hidden{};    // who opted out or left: the others close up
    std::vector<Day> slots{};       // the dates on which the room was asked, for streaks
};

// What one person has on a board.
struct Total {
    PersonId person;
    std::int64_t points = 0;
    int answered = 0;
    int streak = 0;  // not for the rank
    bool operator==(const Total&) const = default;
};

struct Row {
    PersonId person;
    std::string name;  // clean, and no other row's
    int rank = 0;      // equal points share one: 1, 1, 3
    std::int64_t points = 0;
    int answered = 0;
    int streak = 0;
    std::optional<int> was{};  // the rank before; nullopt = was not on the board
    bool operator==(const Row&) const = default;
};

struct Board {
    Period period = Period::kWeek;
    Span span{};
    Day as_of{};
    std::string pack{};
    bool compared = false;  // false: `was` says nothing
    std::vector<Row> rows;
    bool operator==(const Board&) const = default;
};

// The board of the period that as_of is in. Moved is whoever stood elsewhere on the same board as of the previous date, that is on last week's last board if
// the week is new. The same entries give the same board, in whatever order they come. Names are told apart among all people of the entries who are not
// hidden, so that nobody's changes from board to board.
Board board(const std::vector<Entry>& entries, const Scope& scope);

// The ranks alone, for totals that were added up elsewhere; one a person. Sorted by rank, then name.
std::vector<Row> ranked(const std::vector<Total>& now, const std::vector<Total>& before, const Names& names);

}  // namespace bot::board
