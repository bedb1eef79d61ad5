// Owns the rows of sessions and their turns.
#include <fmt/format.h>

#include <utility>

#include "bot/store/session_codec.h"
#include "bot/store/sqlite_store.h"
#include "bot/store/stored_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

Result<SessionId> SqliteStore::begin(PersonId person, const Pin& pin, const engine::Session& session, Instant at) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    auto id = insert(person, pin, session, at);
    if (!id) return id;
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return id;
}

Result<SessionId> SqliteStore::insert(PersonId person, const Pin& pin, const engine::Session& session, Instant at) {
    const auto body = encoded(session);
    if (!body) return tl::unexpected(body.error());
    const auto kept = keep(pin);
    if (!kept) return tl::unexpected(kept.error());
    auto written = connection_->run("INSERT INTO session(person, pin, phase, steps, created, updated, body) VALUES(?1, ?2, ?3, ?4, ?5, ?5, ?6)", person, *kept,
                                    word_of(session.phase), session.steps, at, *body);
    if (!written) return tl::unexpected(written.error());
    const SessionId id{connection_->last_id()};
    if (session.phase == engine::Phase::kEnded) {
        if (auto collected = collect(id); !collected) return tl::unexpected(collected.error());
    }
    return id;
}

Status SqliteStore::commit(const Turn& turn, Instant at) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    if (auto updated = update(turn.session, at); !updated) return updated;
    for (const auto& attempt : turn.attempts) {
        if (auto added = add(turn.session, attempt); !added) return added;
    }
    for (const auto& [question, card] : turn.cards) {
        if (auto set = teams_.set_card(turn.session.person, question, card); !set) return set;
    }
    if (auto followed = follow(turn.session.id, turn.session.session); !followed) return followed;
    if (turn.session.session.phase == engine::Phase::kEnded) {
        if (auto collected = collect(turn.session.id); !collected) return collected;
    }
    return transaction->commit();
}

// An older copy of the session must not undo newer turns.
Status SqliteStore::update(const StoredSession& stored, Instant at) {
    const auto body = encoded(stored.session);
    if (!body) return tl::unexpected(body.error());
    const auto phase = word_of(stored.session.phase);
    // Most turns leave the phase as it is; then no index is written.
    auto written = connection_->run("UPDATE session SET steps = ?3, updated = ?4, body = ?5 WHERE id = ?1 AND person = ?2 AND steps <= ?3 AND phase = ?6",
                                    stored.id, stored.person, stored.session.steps, at, *body, phase);
    if (!written || connection_->changed() == 1) return written;
    written = connection_->run("UPDATE session SET steps = ?3, updated = ?4, body = ?5, phase = ?6 WHERE id = ?1 AND person = ?2 AND steps <= ?3", stored.id,
                               stored.person, stored.session.steps, at, *body, phase);
    if (!written || connection_->changed() == 1) return written;
    const auto newer = load(stored.id);
    if (!newer) return tl::unexpected(newer.error());
    return fail(Code::kConflict, fmt::format("session {} has moved on since it was loaded (load it again)", to_base36(stored.id.value)));
}

Status SqliteStore::add(const StoredSession& stored, const engine::Attempt& attempt) {
    const auto marked = encode(Marked{attempt.mark, attempt.tally, attempt.findings});
    if (marked.size() > kMaxEncodedBytes) return fail(Code::kInvalidInput, fmt::format("the marks of {} are too long to be kept", attempt.question));
    return connection_->run(
        "INSERT INTO attempt(session, person, question, rubric, turn, target, score, at, answer, marked) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        stored.id, stored.person, attempt.question, attempt.rubric, attempt.turn, attempt.target, attempt.score, attempt.at, Blob{attempt.answer}, marked);
}

Result<StoredSession> SqliteStore::load(SessionId id) {
    auto found =
        connection_->first("SELECT session.id, person, fingerprint, body FROM session JOIN pin ON pin.id = session.pin WHERE session.id = ?1", session_of, id);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return fail(Code::kNotFound, fmt::format("there is no session {}", to_base36(id.value)));
    return std::move(**found);
}

Result<std::optional<StoredSession>> SqliteStore::unfinished(PersonId person) {
    auto found = connection_->first(
        "SELECT session.id, person, fingerprint, body FROM session JOIN pin ON pin.id = session.pin "
        "WHERE person = ?1 AND phase IN ('waiting', 'paused') ORDER BY updated DESC, session.id DESC LIMIT 1",
        session_of, person);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return std::nullopt;
    if (!**found) return tl::unexpected((*found)->error());
    return std::optional(std::move(***found));
}

}  // namespace bot::store
