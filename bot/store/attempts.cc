// Owns what is asked of a person's attempts.
#include "bot/store/sqlite_store.h"
#include "bot/store/stored_rows.h"

namespace bot::store {

Result<std::vector<engine::Standing>> SqliteStore::standings(PersonId person, Instant now) {
    const auto today = std::chrono::floor<std::chrono::days>(now).time_since_epoch().count();
    return connection_->all(
        "SELECT attempt.question, firsts.count, attempt.score, card.due <= ?2 "
        "FROM (SELECT max(id) AS latest, count(*) AS count FROM attempt WHERE person = ?1 AND turn = 0 GROUP BY question) AS firsts "
        "JOIN attempt ON attempt.id = firsts.latest "
        "LEFT JOIN card ON card.person = ?1 AND card.question = attempt.question ORDER BY attempt.question",
        [](const Statement& row) {
            return engine::Standing{.question = row.text(0),
                                    .attempts = static_cast<int>(row.integer(1)),
                                    .last_score = static_cast<int>(row.integer(2)),
                                    .due = row.integer(3) == 1};
        },
        person, today);
}

Result<std::vector<StoredAttempt>> SqliteStore::attempts(PersonId person, std::string_view question_or_empty) {
    if (question_or_empty.empty()) {
        return connection_->all("SELECT id, session, question, rubric, turn, target, score, at, answer, marked FROM attempt WHERE person = ?1 ORDER BY id",
                                attempt_of, person);
    }
    return connection_->all(
        "SELECT id, session, question, rubric, turn, target, score, at, answer, marked FROM attempt WHERE person = ?1 AND question = ?2 ORDER BY id",
        attempt_of, person, question_or_empty);
}

}  // namespace bot::store
