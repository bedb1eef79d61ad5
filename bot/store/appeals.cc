// Owns marks that are disputed, and who decides.
#include <fmt/format.h>

#include "bot/store/sqlite_team_book.h"
#include "bot/store/team_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// Columns from 0: id, person, attempt, room, question, score, reason, own_mark, consent, at, verdict, verdict_reason, judge, decided.
Appeal appeal_of(const Statement& row) {
    Appeal appeal;
    appeal.id = AppealId{row.integer(0)};
    appeal.person = PersonId{row.integer(1)};
    appeal.attempt = AttemptId{row.integer(2)};
    if (!row.null(3)) appeal.room = RoomId{row.integer(3)};
    appeal.question = row.text(4);
    appeal.score = static_cast<int>(row.integer(5));
    appeal.reason = row.text(6);
    appeal.own_mark = number_or_none(row, 7);
    appeal.consent = row.integer(8) == 1;
    appeal.at = row.instant(9);
    appeal.verdict = number_or_none(row, 10);
    appeal.verdict_reason = row.text(11);
    appeal.judge = PersonId{row.integer(12)};
    appeal.decided = instant_or_none(row, 13);
    return appeal;
}

}  // namespace

Result<AppealId> SqliteTeamBook::open_appeal(const Appeal& appeal) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto open = connection_->number("SELECT id FROM appeal WHERE attempt = ?1 AND decided IS NULL", appeal.attempt);
    if (!open) return tl::unexpected(open.error());
    if (*open != 0)
        return fail(Code::kConflict, fmt::format("appeal {} against attempt {} is open already", to_base36(*open), to_base36(appeal.attempt.value)));
    std::optional<RoomId> room;
    if (appeal.room) {
        const auto place = live(*appeal.room);
        if (!place) return tl::unexpected(place.error());
        room = *place;
    }
    auto written = connection_->run(
        "INSERT INTO appeal(person, attempt, room, question, score, reason, own_mark, consent, at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", appeal.person,
        appeal.attempt, room, appeal.question, appeal.score, Blob{appeal.reason}, appeal.own_mark, appeal.consent ? 1 : 0, appeal.at);
    if (!written) return tl::unexpected(written.error());
    const AppealId id{connection_->last_id()};
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return id;
}

Status SqliteTeamBook::decide_appeal(AppealId id, int verdict, std::string_view reason, PersonId judge, Instant at) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    auto decided = connection_->run("UPDATE appeal SET verdict = ?2, verdict_reason = ?3, judge = ?4, decided = ?5 WHERE id = ?1 AND decided IS NULL", id,
                                    verdict, Blob{reason}, id_or_null(judge), at);
    if (!decided) return decided;
    if (connection_->changed() == 0) {
        const auto known = connection_->number("SELECT 1 FROM appeal WHERE id = ?1", id);
        if (!known) return tl::unexpected(known.error());
        if (*known == 0) return fail(Code::kNotFound, fmt::format("there is no appeal {}", to_base36(id.value)));
        return fail(Code::kConflict, fmt::format("appeal {} is decided already", to_base36(id.value)));
    }
    return transaction->commit();
}

Status SqliteTeamBook::consent(AppealId id) { return write_one(*connection_, "UPDATE appeal SET consent = 1 WHERE id = ?1", id); }

Result<std::optional<Appeal>> SqliteTeamBook::appeal(AppealId id) {
    return connection_->first(
        "SELECT id, person, attempt, room, question, score, reason, own_mark, consent, at, verdict, verdict_reason, judge, decided FROM appeal WHERE id = ?1",
        appeal_of, id);
}

Result<std::vector<Appeal>> SqliteTeamBook::appeals() {
    return connection_->all(
        "SELECT id, person, attempt, room, question, score, reason, own_mark, consent, at, verdict, verdict_reason, judge, decided FROM appeal ORDER BY id",
        appeal_of);
}

Result<std::vector<Appeal>> SqliteTeamBook::undecided_in(RoomId room) {
    return connection_->all(
        "SELECT id, person, attempt, room, question, score, reason, own_mark, consent, at, verdict, verdict_reason, judge, decided FROM appeal "
        "WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND decided IS NULL ORDER BY id",
        appeal_of, room);
}

Result<std::optional<Appeal>> SqliteTeamBook::undecided(AttemptId attempt) {
    return connection_->first(
        "SELECT id, person, attempt, room, question, score, reason, own_mark, consent, at, verdict, verdict_reason, judge, decided FROM appeal "
        "WHERE attempt = ?1 AND decided IS NULL",
        appeal_of, attempt);
}

Status SqliteTeamBook::set_judge(RoomId room, PersonId person, bool judge) {
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    if (!judge) return write_one(*connection_, "DELETE FROM judge WHERE room = ?1 AND person = ?2", *place, person);
    return write_one(*connection_, "INSERT INTO judge(room, person) VALUES(?1, ?2) ON CONFLICT DO NOTHING", *place, person);
}

Result<std::vector<PersonId>> SqliteTeamBook::judges(RoomId room) {
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    const auto person_of = [](const Statement& row) { return PersonId{row.integer(0)}; };
    auto named = connection_->all("SELECT person FROM judge WHERE room = ?1 ORDER BY person", person_of, *place);
    if (!named || !named->empty()) return named;
    return connection_->all("SELECT set_by FROM team WHERE room = ?1 AND set_by IS NOT NULL", person_of, *place);
}

Result<std::string> SqliteTeamBook::user_key(PersonId person) {
    auto key = connection_->first(
        "SELECT user_key FROM person WHERE id = ?1", [](const Statement& row) { return row.text(0); }, person);
    if (!key) return tl::unexpected(key.error());
    if (!*key) return fail(Code::kNotFound, fmt::format("there is no person {}", to_base36(person.value)));
    return std::move(**key);
}

}  // namespace bot::store
