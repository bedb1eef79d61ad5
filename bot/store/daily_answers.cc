// Owns who answers a slot's question, in which session, and what the first answer was marked.
#include <fmt/format.h>

#include "bot/store/sqlite_team_book.h"
#include "bot/store/team_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// Columns from 0: slot, person, name, session, points, attempt, shared.
DailyAnswer answer_from(const Statement& row) {
    return {SlotId{row.integer(0)}, PersonId{row.integer(1)},  row.text(2),        SessionId{row.integer(3)},
            number_or_none(row, 4), AttemptId{row.integer(5)}, row.integer(6) == 1};
}

// One row changed, or the person has not begun to answer.
Status begun(Status written, Connection& connection, SlotId slot, PersonId person) {
    if (written && connection.changed() == 0)
        return fail(Code::kNotFound, fmt::format("person {} has not begun to answer slot {}", to_base36(person.value), to_base36(slot.value)));
    return written;
}

}  // namespace

Status SqliteTeamBook::begin_answer(SlotId slot, PersonId person, SessionId session) {
    return write_one(*connection_, "INSERT INTO daily_answer(slot, person, session) VALUES(?1, ?2, ?3) ON CONFLICT DO UPDATE SET session = excluded.session",
                     slot, person, session);
}

Result<std::optional<DailyAnswer>> SqliteTeamBook::answer_of(SlotId slot, PersonId person) {
    return connection_->first(
        "SELECT slot, person, display_name, session, points, attempt, shared FROM daily_answer CROSS JOIN person ON person.id = daily_answer.person "
        "WHERE slot = ?1 AND person = ?2",
        answer_from, slot, person);
}

Result<std::optional<DailyAnswer>> SqliteTeamBook::answer_in(SessionId session) {
    return connection_->first(
        "SELECT slot, person, display_name, session, points, attempt, shared FROM daily_answer CROSS JOIN person ON person.id = daily_answer.person "
        "WHERE session = ?1 ORDER BY slot DESC LIMIT 1",
        answer_from, session);
}

Result<std::vector<DailyAnswer>> SqliteTeamBook::answers(SlotId slot) {
    return connection_->all(
        "SELECT slot, person, display_name, session, points, attempt, shared FROM daily_answer CROSS JOIN person ON person.id = daily_answer.person "
        "WHERE slot = ?1 ORDER BY first IS NULL, first, session, person",
        answer_from, slot);
}

Status SqliteTeamBook::set_points(SlotId slot, PersonId person, int points, AttemptId attempt) {
    return begun(
        write_one(*connection_, "UPDATE daily_answer SET points = ?3, attempt = ?4, shared = 0, first = coalesce(first, ?4) WHERE slot = ?1 AND person = ?2",
                  slot, person, points, attempt),
        *connection_, slot, person);
}

Status SqliteTeamBook::set_shared(SlotId slot, PersonId person, bool shared) {
    return begun(write_one(*connection_, "UPDATE daily_answer SET shared = ?3 WHERE slot = ?1 AND person = ?2", slot, person, shared ? 1 : 0), *connection_,
                 slot, person);
}

Result<std::string> SqliteTeamBook::answer_text(AttemptId attempt) {
    auto text = connection_->first(
        "SELECT answer FROM attempt WHERE id = ?1", [](const Statement& row) { return row.text(0); }, attempt);
    if (!text) return tl::unexpected(text.error());
    if (!*text) return fail(Code::kNotFound, fmt::format("there is no attempt {}", to_base36(attempt.value)));
    return std::move(**text);
}

Result<std::optional<AttemptId>> SqliteTeamBook::last_first_attempt(SessionId session) {
    return connection_->first(
        "SELECT id FROM attempt WHERE session = ?1 AND turn = 0 ORDER BY id DESC LIMIT 1", [](const Statement& row) { return AttemptId{row.integer(0)}; },
        session);
}

}  // namespace bot::store
