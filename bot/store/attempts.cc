// Owns what is asked of a person's attempts.
#include <fmt/format.h>

#include "bot/store/session_codec.h"
#include "bot/store/sqlite_store.h"
#include "bot/store/stored_rows.h"

namespace bot::store {
namespace {

// Columns as attempt_of, and behind them the person.
StoredAttempt persons_attempt(const Statement& row) {
    auto stored = attempt_of(row);
    stored.person = PersonId{row.integer(10)};
    return stored;
}

}  // namespace

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
        return connection_->all(
            "SELECT id, session, question, rubric, turn, target, score, at, answer, marked, person FROM attempt WHERE person = ?1 ORDER BY id", persons_attempt,
            person);
    }
    return connection_->all(
        "SELECT id, session, question, rubric, turn, target, score, at, answer, marked, person FROM attempt WHERE person = ?1 AND question = ?2 ORDER BY id",
        persons_attempt, person, question_or_empty);
}

Result<std::optional<StoredAttempt>> SqliteStore::attempt(AttemptId id) {
    return connection_->first("SELECT id, session, question, rubric, turn, target, score, at, answer, marked, person FROM attempt WHERE id = ?1",
                              persons_attempt, id);
}

Result<std::optional<StoredAttempt>> SqliteStore::last_first_attempt(PersonId person) {
    return connection_->first(
        "SELECT id, session, question, rubric, turn, target, score, at, answer, marked, person FROM attempt "
        "WHERE id = (SELECT max(id) FROM attempt WHERE person = ?1 AND turn = 0)",
        persons_attempt, person);
}

Result<std::vector<StoredAttempt>> SqliteStore::first_attempts(std::string_view question) {
    return connection_->all(
        "SELECT id, session, question, rubric, turn, target, score, at, answer, marked, person FROM attempt "
        "WHERE question = ?1 AND turn = 0 AND length(answer) > 0 ORDER BY id",
        persons_attempt, question);
}

Status SqliteStore::remark(AttemptId id, const engine::Attempt& marked) {
    const auto text = encode(Marked{marked.mark, marked.tally, marked.findings});
    if (text.size() > kMaxEncodedBytes) return fail(Code::kInvalidInput, fmt::format("the marks of {} are too long to be kept", marked.question));
    auto written = connection_->run("UPDATE attempt SET rubric = ?2, score = ?3, marked = ?4 WHERE id = ?1", id, marked.rubric, marked.score, text);
    if (written && connection_->changed() == 0) return fail(Code::kNotFound, fmt::format("there is no attempt {}", to_base36(id.value)));
    return written;
}

}  // namespace bot::store
