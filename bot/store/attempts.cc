// Owns what is asked of a person's attempts.
#include "bot/store/sqlite_store.h"
#include "bot/store/stored_rows.h"

namespace bot::store {

Result<std::vector<engine::Standing>> SqliteStore::standings(PersonId person) {
    return connection_->all(
        "SELECT attempt.question, firsts.count, attempt.score "
        "FROM (SELECT max(id) AS latest, count(*) AS count FROM attempt WHERE person = ?1 AND turn = 0 GROUP BY question) AS firsts "
        "JOIN attempt ON attempt.id = firsts.latest ORDER BY attempt.question",
        [](const Statement& row) {
            return engine::Standing{
                .question = row.text(0), .attempts = static_cast<int>(row.integer(1)), .last_score = static_cast<int>(row.integer(2)), .due = false};
        },
        person);
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
