// Owns the tests of the board's rules: by example, and against an oracle that counts for each person who is ahead.
#include "bot/board/board.h"

#include <map>

#include "tests/support/catch.h"
#include "tests/unit/board/stage.h"

using namespace bot::board;
using stage::AttemptId;
using stage::day;
using stage::Dice;
using stage::entry;
using stage::PersonId;
using std::chrono::days;

namespace {

const Day kMonday = day(2026, 11, 16);

Scope week(int weekday, std::optional<int> previous = {}) {
    Scope scope{.period = Period::kWeek, .as_of = kMonday + days{weekday}};
    if (previous) scope.previous = kMonday + days{*previous};
    return scope;
}

// "1 P2 150, 1 P3 150, 3 P1 80", with how it moved if it is compared.
std::string told(const Board& board) {
    std::string out;
    for (const auto& row : board.rows) {
        if (!out.empty()) out += ", ";
        out += std::to_string(row.rank) + " " + row.name + " " + std::to_string(row.points);
        if (board.compared) out += row.was ? " was " + std::to_string(*row.was) : " new";
    }
    return out;
}

std::map<PersonId, Row> by_person(const Board& board) {
    std::map<PersonId, Row> rows;
    for (const auto& row : board.rows) rows.emplace(row.person, row);
    return rows;
}

// A few weeks of a room; many equal points on purpose.
std::vector<Entry> some_entries(Dice& dice) {
    std::vector<Entry> entries;
    const int people = 1 + dice.roll(12);
    for (int person = 1; person <= people; ++person) {
        for (int date = -20; date < 7; ++date) {
            if (dice.once_in(2)) continue;
            auto made = entry(person, kMonday + days{date}, 10 * dice.roll(4), dice.once_in(4) ? "Anna" : "");
            made.pack = dice.once_in(2) ? "go" : "lead";
            made.attempt = AttemptId{std::int64_t(entries.size() + 1)};
            entries.push_back(made);
        }
    }
    return entries;
}

Scope any_scope(Dice& dice) {
    Scope scope{.period = Period(dice.roll(3)), .as_of = kMonday + days{dice.roll(7)}};
    if (!dice.once_in(4)) scope.previous = scope.as_of - days{1 + dice.roll(4)};
    if (dice.once_in(4)) scope.pack = "go";
    if (dice.once_in(4)) scope.hidden = {PersonId{1}, PersonId{3}};
    for (int date = -20; date < 7; ++date) scope.slots.push_back(kMonday + days{date});
    return scope;
}

struct Sum {
    std::int64_t points = 0;
    int answered = 0;
};

// Who has how much in a span up to a date, by looking at every entry.
std::map<PersonId, Sum> sums(const std::vector<Entry>& entries, const Scope& scope, Day until) {
    std::map<PersonId, Sum> out;
    for (const auto& entry : entries) {
        const auto iso = [](Day date) { return date - days{(std::chrono::weekday{date}.c_encoding() + 6) % 7}; };
        const std::chrono::year_month_day one{entry.date}, other{until};
        const bool within = scope.period == Period::kAll ||
                            (scope.period == Period::kWeek ? iso(entry.date) == iso(until) : one.year() == other.year() && one.month() == other.month());
        if (!within || entry.date > until || scope.hidden.count(entry.person) || (!scope.pack.empty() && entry.pack != scope.pack)) continue;
        out[entry.person].points += entry.points;
        out[entry.person].answered += 1;
    }
    return out;
}

int rank_in(const std::map<PersonId, Sum>& all, PersonId person) {
    int ahead = 0;
    for (const auto& [other, sum] : all) ahead += sum.points > all.at(person).points;
    return ahead + 1;
}

}  // namespace

TEST_CASE("equal points share a rank and the next rank counts them") {
    const auto made = board({entry(1, kMonday, 80), entry(2, kMonday, 50), entry(3, kMonday, 80), entry(4, kMonday, 0)}, week(0));
    CHECK(told(made) == "1 P1 80, 1 P3 80, 3 P2 50, 4 P4 0");
}

TEST_CASE("people of one rank stand by their names") {
    const auto made = board({entry(1, kMonday, 80, "Zoe"), entry(2, kMonday, 80, "anna"), entry(3, kMonday, 90, "Ytte"), entry(4, kMonday, 80, "Bo")}, week(0));
    CHECK(told(made) == "1 Ytte 90, 2 anna 80, 2 Bo 80, 2 Zoe 80");
}

TEST_CASE("a week's board holds its week up to what was revealed") {
    const std::vector<Entry> entries{entry(1, kMonday - days{1}, 100), entry(1, kMonday, 10), entry(2, kMonday + days{1}, 90)};
    CHECK(told(board(entries, week(0))) == "1 P1 10");
    CHECK(told(board(entries, week(1))) == "1 P2 90, 2 P1 10");
    auto all = week(1);
    all.period = Period::kAll;
    CHECK(told(board(entries, all)) == "1 P1 110, 2 P2 90");
    CHECK(board(entries, week(1)).span == Span{kMonday, kMonday + days{6}});
}

TEST_CASE("movement is against the board as of the date before") {
    std::vector<Entry> entries{entry(1, kMonday, 50), entry(2, kMonday, 40), entry(2, kMonday + days{1}, 40), entry(3, kMonday + days{1}, 60)};
    CHECK(told(board(entries, week(1, 0))) == "1 P2 80 was 2, 2 P3 60 new, 3 P1 50 was 1");
    CHECK(told(board(entries, week(0))) == "1 P1 50, 2 P2 40");
}

TEST_CASE("a new week is compared with the last board of the old one") {
    const std::vector<Entry> entries{entry(1, kMonday - days{3}, 90), entry(2, kMonday - days{3}, 20), entry(2, kMonday, 70), entry(3, kMonday, 70)};
    CHECK(told(board(entries, week(0, -3))) == "1 P2 70 was 2, 1 P3 70 new");
}

TEST_CASE("of several answers to one question of one date the first counts") {
    auto first = entry(1, kMonday, 30), second = entry(1, kMonday, 20);
    first.attempt = AttemptId{7};
    second.attempt = AttemptId{8};
    CHECK(told(board({second, first}, week(0))) == "1 P1 30");
    second.points = 100;
    CHECK(told(board({second, first}, week(0))) == "1 P1 30");
    second.question = "pack/other";
    CHECK(told(board({second, first}, week(0))) == "1 P1 130");
    second = entry(1, kMonday + days{1}, 100);
    second.question = first.question;
    CHECK(told(board({second, first}, week(1))) == "1 P1 130");
}

TEST_CASE("who opted out or left is nowhere, and the others close up") {
    auto scope = week(1, 0);
    scope.hidden = {PersonId{1}};
    const std::vector<Entry> entries{entry(1, kMonday, 90, "Anna"), entry(2, kMonday, 40, "Anna"), entry(3, kMonday, 20), entry(3, kMonday + days{1}, 1)};
    CHECK(told(board(entries, scope)) == "1 Anna 40 was 1, 2 P3 21 was 2");
}

TEST_CASE("a person has the name they had last, and the same suffix on every board") {
    auto later = entry(1, kMonday + days{1}, 10, "Cleo");
    CHECK(told(board({entry(1, kMonday, 10, "Bea"), later}, week(1))) == "1 Cleo 20");
    const std::vector<Entry> entries{entry(1, kMonday - days{7}, 10, "Anna"), entry(2, kMonday, 10, "Anna")};
    CHECK(told(board(entries, week(0))) == "1 Anna (2) 10");
}

TEST_CASE("of two names on one date the later answer's counts") {
    auto morning = entry(1, kMonday, 10, "Zed"), evening = entry(1, kMonday, 10, "Abe");
    morning.attempt = AttemptId{1};
    morning.question = "pack/q";
    evening.attempt = AttemptId{2};
    for (const auto* question : {"pack/a", "pack/z"}) {
        evening.question = question;
        CHECK(told(board({morning, evening}, week(0))) == "1 Abe 20");
    }
}

TEST_CASE("what is not revealed shows in no points, no movement and no streak") {
    const std::vector<Entry> entries{entry(1, kMonday, 50), entry(2, kMonday, 40), entry(2, kMonday + days{1}, 90)};
    auto scope = week(0, 1);
    scope.slots = {kMonday, kMonday + days{1}};
    const auto made = board(entries, scope);
    CHECK(told(made) == "1 P1 50 was 1, 2 P2 40 was 2");
    CHECK(made.rows[1].streak == 1);
}

TEST_CASE("a pack's board counts that pack alone; a streak counts all") {
    auto other = entry(1, kMonday, 70);
    other.pack = "other";
    auto scope = week(1);
    scope.pack = "pack";
    scope.slots = {kMonday, kMonday + days{1}};
    const auto made = board({other, entry(1, kMonday + days{1}, 20)}, scope);
    CHECK(told(made) == "1 P1 20");
    CHECK(made.rows[0].streak == 2);
    CHECK(made.rows[0].answered == 1);
}

TEST_CASE("points beyond 0 to 100 and dates beyond the calendar do no harm") {
    const std::vector<Entry> entries{entry(1, kMonday, 1'000'000), entry(2, kMonday, -5), entry(3, Day::max(), 50), entry(4, Day::min(), 50)};
    CHECK(told(board(entries, week(0))) == "1 P1 100, 2 P2 0");
    for (const auto as_of : {Day::min(), Day::max()}) {
        for (const auto period : {Period::kWeek, Period::kMonth, Period::kAll}) {
            const auto made = board(entries, Scope{.period = period, .as_of = as_of, .previous = Day::min(), .slots = {Day::min(), Day::max()}});
            CHECK(made.rows.size() == (as_of == Day::max() && period == Period::kAll ? 2u : 0u));
        }
    }
}

TEST_CASE("a board is what the oracle counts, in whatever order the entries come") {
    int ties = 0, news = 0, moved = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        Dice dice{seed};
        auto entries = some_entries(dice);
        const auto scope = any_scope(dice);
        const auto made = board(entries, scope);
        const auto now = sums(entries, scope, scope.as_of);
        const auto before = scope.previous ? sums(entries, scope, *scope.previous) : std::map<PersonId, Sum>{};
        INFO(seed);
        REQUIRE(made.rows.size() == now.size());
        for (std::size_t i = 0; i < made.rows.size(); ++i) {
            const auto& row = made.rows[i];
            CHECK(row.rank == rank_in(now, row.person));
            CHECK(row.points == now.at(row.person).points);
            CHECK(row.answered == now.at(row.person).answered);
            CHECK(row.was == (before.count(row.person) ? std::optional(rank_in(before, row.person)) : std::nullopt));
            CHECK((i == 0 || made.rows[i - 1].rank <= row.rank));
            ties += i > 0 && made.rows[i - 1].rank == row.rank;
            news += made.compared && !row.was;
            moved += row.was && *row.was != row.rank;
        }
        dice.shuffle(entries);
        CHECK(board(entries, scope) == made);
    }
    CHECK(ties > 100);
    CHECK(news > 50);
    CHECK(moved > 100);
}

TEST_CASE("a new mark moves exactly those whom it passes") {
    int moved = 0, stayed = 0;
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        Dice dice{seed};
        auto entries = some_entries(dice);
        if (entries.empty()) continue;
        auto scope = any_scope(dice);
        scope.hidden.clear();
        const auto old = by_person(board(entries, scope));
        auto& marked = entries[std::size_t(dice.roll(int(entries.size())))];
        marked.points = 10 * dice.roll(11);
        const auto made = by_person(board(entries, scope));
        INFO(seed);
        REQUIRE(made.size() == old.size());
        for (const auto& [person, row] : made) {
            CHECK(row.name == old.at(person).name);
            CHECK(row.answered == old.at(person).answered);
            CHECK(row.streak == old.at(person).streak);
            if (person == marked.person || !made.contains(marked.person)) continue;
            const auto then = old.at(marked.person).points, now = made.at(marked.person).points;
            const int passed = (then > row.points) - (now > row.points);  // 1: fell behind this person, -1: came ahead
            CHECK(row.points == old.at(person).points);
            CHECK(row.rank == old.at(person).rank - passed);
            (passed == 0 ? stayed : moved) += 1;
        }
    }
    CHECK(moved > 100);
    CHECK(stayed > 100);
}
