// Owns sessions as they stand in chats: where, until when, and what is being gathered.
#include <fmt/format.h>

#include <utility>

#include "bot/store/sqlite_store.h"
#include "bot/store/stored_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

std::optional<Instant> deadline_of(const engine::Session& session) {
    if (session.phase != engine::Phase::kWaiting || !session.timer) return std::nullopt;
    return session.timer->due;
}

// Columns 0 to 3 as session_of(), then room, thread, draft, draft_due.
Result<ChatSession> chat_session_of(const Statement& row) {
    auto stored = session_of(row);
    if (!stored) return tl::unexpected(stored.error());
    return ChatSession{std::move(*stored), RoomId{row.integer(4)}, row.text(5), row.text(6), row.null(7) ? std::nullopt : std::optional(row.instant(7))};
}

Result<std::optional<ChatSession>> readable(Result<std::optional<Result<ChatSession>>> found) {
    if (!found) return tl::unexpected(found.error());
    if (!*found) return std::nullopt;
    if (!**found) return tl::unexpected((*found)->error());
    return std::optional(std::move(***found));
}

}  // namespace

Result<std::optional<ChatSession>> SqliteStore::session_at(PersonId person, RoomId room, std::string_view thread) {
    return readable(
        connection_->first("SELECT session.id, session.person, pin.fingerprint, session.body, chat.room, chat.thread, chat.draft, chat.draft_due "
                           "FROM chat CROSS JOIN session ON session.id = chat.session CROSS JOIN pin ON pin.id = session.pin "
                           "WHERE chat.room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND chat.person = ?2 AND chat.thread = ?3 AND chat.live = 1 "
                           "ORDER BY chat.session DESC LIMIT 1",
                           chat_session_of, room, person, thread));
}

Result<bool> SqliteStore::in_session(const Place& place, std::string_view user, Instant said) {
    const auto called = connection_->first(
        "SELECT chat.called FROM room CROSS JOIN person ON person.account = room.account AND person.user_key = ?4 "
        "CROSS JOIN chat ON chat.room = coalesce(room.moved, room.id) AND chat.person = person.id AND chat.thread = ?3 AND chat.live = 1 "
        "WHERE room.account = ?1 AND room.room_key = ?2 ORDER BY chat.session DESC LIMIT 1",
        [](const Statement& row) { return row.instant(0); }, place.account, place.room, place.thread, user);
    if (!called) return tl::unexpected(called.error());
    return *called && (said == Instant{} || **called <= said);
}

Result<std::optional<ChatSession>> SqliteStore::chat_session(SessionId id) {
    return readable(
        connection_->first("SELECT session.id, session.person, pin.fingerprint, session.body, chat.room, chat.thread, chat.draft, chat.draft_due "
                           "FROM chat CROSS JOIN session ON session.id = chat.session CROSS JOIN pin ON pin.id = session.pin WHERE chat.session = ?1",
                           chat_session_of, id));
}

Result<SessionId> SqliteStore::begin_at(PersonId person, RoomId room, std::string_view thread, const Pin& pin, const engine::Session& session, Instant at,
                                        Instant called) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    auto id = insert(person, pin, session, at);
    if (!id) return id;
    const bool ended = session.phase == engine::Phase::kEnded;
    auto placed = connection_->run("INSERT INTO chat(session, room, person, thread, live, due, called, draft) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, x'')", *id,
                                   *place, person, thread, ended ? 0 : 1, deadline_of(session), called);
    if (!placed) return tl::unexpected(placed.error());
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return id;
}

Status SqliteStore::follow(SessionId id, const engine::Session& session) {
    if (session.phase == engine::Phase::kEnded)
        return connection_->run("UPDATE chat SET live = 0, due = NULL, draft_due = NULL, draft = x'' WHERE session = ?1", id);
    return connection_->run("UPDATE chat SET due = ?2 WHERE session = ?1 AND due IS NOT ?2", id, deadline_of(session));
}

Status SqliteStore::set_draft(SessionId session, std::string_view draft, std::optional<Instant> due) {
    return write_one(*connection_, "UPDATE chat SET draft = ?2, draft_due = ?3 WHERE session = ?1 AND (draft <> ?2 OR draft_due IS NOT ?3)", session,
                     Blob{draft}, due);
}

Status SqliteStore::end_sessions_in(RoomId room, Instant at) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    const auto running = connection_->all(
        "SELECT session FROM chat WHERE room = ?1 AND live = 1", [](const Statement& row) { return SessionId{row.integer(0)}; }, *place);
    if (!running) return tl::unexpected(running.error());
    for (const auto id : *running) {
        if (auto ended = end(id, at); !ended) return ended;
    }
    return transaction->commit();
}

Status SqliteStore::end(SessionId id, Instant at) {
    auto stored = load(id);
    if (stored) {
        auto& session = stored->session;
        session.phase = engine::Phase::kEnded;
        session.timer.reset();
        session.paused_at.reset();
        if (auto updated = update(*stored, at); !updated) return updated;
    } else if (stored.error().code == Code::kCorrupt) {
        // Its row says that it is over; what cannot be read stays as it is.
        if (auto marked = connection_->run("UPDATE session SET phase = 'ended', updated = ?2 WHERE id = ?1", id, at); !marked) return marked;
    } else {
        return tl::unexpected(stored.error());
    }
    engine::Session over;
    over.phase = engine::Phase::kEnded;
    if (auto followed = follow(id, over); !followed) return followed;
    return collect(id);
}

Result<std::vector<SessionId>> SqliteStore::due(Instant now, int limit) {
    return connection_->all(
        "SELECT session, min(at) AS first FROM ("
        "SELECT * FROM (SELECT session, due AS at FROM chat WHERE due <= ?1 ORDER BY due LIMIT ?2) UNION ALL "
        "SELECT * FROM (SELECT session, draft_due AS at FROM chat WHERE draft_due <= ?1 ORDER BY draft_due LIMIT ?2)) "
        "GROUP BY session ORDER BY first, session LIMIT ?2",
        [](const Statement& row) { return SessionId{row.integer(0)}; }, now, limit);
}

Result<std::optional<Instant>> SqliteStore::next_due() {
    const auto next = connection_->first(
        "SELECT min(at) FROM (SELECT min(due) AS at FROM chat WHERE due IS NOT NULL UNION ALL "
        "SELECT min(draft_due) AS at FROM chat WHERE draft_due IS NOT NULL)",
        [](const Statement& row) { return row.null(0) ? std::nullopt : std::optional(row.instant(0)); });
    if (!next) return tl::unexpected(next.error());
    return next->value_or(std::nullopt);
}

Result<Place> SqliteStore::place_of(SessionId session) {
    auto place = connection_->first(
        "SELECT account, room_key, thread FROM chat CROSS JOIN room ON room.id = chat.room WHERE session = ?1",
        [](const Statement& row) {
            return Place{row.text(0), row.text(1), row.text(2)};
        },
        session);
    if (!place) return tl::unexpected(place.error());
    if (!*place) return fail(Code::kNotFound, fmt::format("session {} is in no chat", to_base36(session.value)));
    return std::move(**place);
}

Status SqliteStore::silence(SessionId session) { return write_one(*connection_, "UPDATE chat SET due = NULL, draft_due = NULL WHERE session = ?1", session); }

}  // namespace bot::store
