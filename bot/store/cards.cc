// Owns when a person is to meet a question again.
#include "bot/store/sqlite_team_book.h"
#include "bot/store/team_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// Columns from first: stability, difficulty, due, last, reps, lapses, state.
review::Card card_of(const Statement& row, int first) {
    return {row.real(first),
            row.real(first + 1),
            date_of(row.integer(first + 2)),
            date_of(row.integer(first + 3)),
            static_cast<int>(row.integer(first + 4)),
            static_cast<int>(row.integer(first + 5)),
            row.view(first + 6) == "review" ? review::State::kReview : review::State::kNew};
}

}  // namespace

Result<review::Card> SqliteTeamBook::card(PersonId person, std::string_view question) {
    const auto card = connection_->first(
        "SELECT stability, difficulty, due, last, reps, lapses, state FROM card WHERE person = ?1 AND question = ?2",
        [](const Statement& row) { return card_of(row, 0); }, person, question);
    if (!card) return tl::unexpected(card.error());
    return card->value_or(review::Card{});
}

Status SqliteTeamBook::set_card(PersonId person, std::string_view question, const review::Card& card) {
    return write_one(*connection_,
                     "INSERT INTO card(person, question, stability, difficulty, due, last, reps, lapses, state) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                     "ON CONFLICT DO UPDATE SET stability = excluded.stability, difficulty = excluded.difficulty, due = excluded.due, last = excluded.last, "
                     "reps = excluded.reps, lapses = excluded.lapses, state = excluded.state",
                     person, question, card.stability, card.difficulty, number_of(card.due), number_of(card.last), card.reps, card.lapses,
                     card.state == review::State::kReview ? std::string_view("review") : std::string_view("new"));
}

Result<std::vector<std::pair<std::string, review::Card>>> SqliteTeamBook::cards(PersonId person) {
    return connection_->all(
        "SELECT question, stability, difficulty, due, last, reps, lapses, state FROM card WHERE person = ?1 ORDER BY due, question",
        [](const Statement& row) { return std::pair(row.text(0), card_of(row, 1)); }, person);
}

Result<std::vector<TeamBook::Due>> SqliteTeamBook::due_in(RoomId room, review::Day today) {
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    return connection_->all(
        "WITH RECURSIVE member(person) AS (SELECT min(person) FROM score WHERE room = ?1 UNION ALL "
        "SELECT (SELECT min(score.person) FROM score WHERE room = ?1 AND score.person > member.person) FROM member WHERE person IS NOT NULL) "
        "SELECT card.question, count(*), sum(card.due <= ?2) FROM member CROSS JOIN card ON card.person = member.person GROUP BY card.question",
        [](const Statement& row) {
            return Due{row.text(0), static_cast<int>(row.integer(1)), static_cast<int>(row.integer(2))};
        },
        *place, number_of(today));
}

}  // namespace bot::store
