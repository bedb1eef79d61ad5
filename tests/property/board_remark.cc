// A mark that is corrected moves exactly the ranks it must: on boards with random points, through the real book.
#include "bot/app/regrade.h"
#include "bot/board/board.h"
#include "tests/support/catch.h"
#include "tests/support/dice.h"
#include "tests/support/process.h"

using namespace bot;

namespace {

std::map<PersonId, board::Row> board_of(store::TeamBook& book, RoomId room) {
    const auto entries = book.entries(room).value();
    board::Scope scope;
    scope.period = board::Period::kAll;
    for (const auto& entry : entries) scope.as_of = std::max(scope.as_of, entry.date);
    std::map<PersonId, board::Row> rows;
    for (auto& row : board::board(entries, scope).rows) rows.emplace(row.person, row);
    return rows;
}

}  // namespace

TEST_CASE("a re-mark moves exactly the affected ranks, in no other room, and leaves one audit row") {
    tests::Scratch scratch;
    stage::Dice dice(20261122);
    const auto ledger = store::Ledger::open(scratch.path() + "/server.db", store::Durability::kNormal).value();
    auto& book = ledger->teams();
    const Instant now{std::chrono::milliseconds{1'700'000'000'000}};
    std::int64_t attempt = 0;
    for (int round = 0; round < 40; ++round) {
        const auto batch = ledger->batch().value();
        const auto account = "bot" + std::to_string(round);
        const auto room = ledger->room({account, "team", ""}, RoomKind::kGroup, "Team", now).value().id;
        const auto other = ledger->room({account, "other", ""}, RoomKind::kGroup, "Other", now).value().id;
        std::vector<store::Score> scores;
        for (int who = 0; who < 9; ++who) {
            const auto person = ledger->person(account, std::to_string(who), "P" + std::to_string(who), now).value();
            for (int day = 0; day < 3; ++day) {
                // Few different marks, so that many share a rank.
                for (const auto where : {room, other}) {
                    const store::Score score{
                        where, person, daily::LocalDate{std::chrono::days{19'000 + day}}, "go/a", {}, 10 * dice.roll(4), AttemptId{++attempt}};
                    REQUIRE(book.score(score, "answered", false, now).has_value());
                    if (where == room) scores.push_back(score);
                }
            }
        }
        const auto before = board_of(book, room);
        const auto elsewhere = book.entries(other).value();
        const auto& picked = scores[std::size_t(dice.roll(int(scores.size())))];
        store::StoredAttempt marked{picked.attempt, {}, {}, {}, picked.person};
        marked.attempt.score = 10 * dice.roll(11);
        REQUIRE(app::correct_boards(book, marked, "appeal 1", now).has_value());
        const auto after = board_of(book, room);
        const auto was = before.at(picked.person).points;
        const auto is = was - picked.points + marked.attempt.score;
        REQUIRE(after.at(picked.person).points == is);
        for (const auto& [person, row] : after) {
            const auto& old = before.at(person);
            if (person == picked.person) continue;
            REQUIRE(row.points == old.points);
            const int passed_by = (is > row.points ? 1 : 0) - (was > row.points ? 1 : 0);
            REQUIRE(row.rank == old.rank + passed_by);
        }
        int above = 0;
        for (const auto& [person, row] : after) above += row.points > is ? 1 : 0;
        REQUIRE(after.at(picked.person).rank == above + 1);
        const auto same = book.entries(other).value();
        REQUIRE(same.size() == elsewhere.size());
        for (std::size_t i = 0; i < same.size(); ++i) REQUIRE(same[i].points == elsewhere[i].points);
        const auto audit = book.audit(room, picked.person, 10).value();
        REQUIRE(audit.size() == (marked.attempt.score == picked.points ? 3 : 4));
    }
}
