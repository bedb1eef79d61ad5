// Owns SqliteStore: which rows a turn writes and how they are read back. Each public call that writes is one transaction.
#include "bot/store/store.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <utility>

#include "bot/base/check.h"
#include "bot/store/connection.h"
#include "bot/store/database_file.h"
#include "bot/store/lock_file.h"
#include "bot/store/schema.h"
#include "bot/store/session_codec.h"

namespace bot::store {

namespace {

// How long a stranger's write lock (a backup, the sqlite3 shell) is waited for; shorter than a platform's patience.
constexpr std::chrono::milliseconds kBusyFor{2000};

std::int64_t millis(Instant at) { return at.time_since_epoch().count(); }
Instant instant(std::int64_t millis) { return Instant(Duration(millis)); }

std::string_view word_of(engine::Phase phase) {
    switch (phase) {
        case engine::Phase::kWaiting: return "waiting";
        case engine::Phase::kPaused: return "paused";
        case engine::Phase::kEnded: return "ended";
    }
    VIVA_CHECK(false);
}

class SqliteStore final : public Store {
   public:
    SqliteStore(LockFile lock, std::unique_ptr<Connection> connection) : lock_(std::move(lock)), connection_(std::move(connection)) {}

    Result<PersonId> person(std::string_view account, std::string_view user, std::string_view display_name, Instant at) override;
    Result<SessionId> begin(PersonId person, const Pin& pin, const engine::Session& session, Instant at) override;
    Status commit(const Turn& turn, Instant at) override;
    Result<StoredSession> load(SessionId id) override;
    Result<std::optional<StoredSession>> unfinished(PersonId person) override;
    Result<Pin> pinned(const Fingerprint& fingerprint) override;
    Result<std::vector<engine::Standing>> standings(PersonId person) override;
    Result<std::vector<StoredAttempt>> attempts(PersonId person, std::string_view question_or_empty) override;

   private:
    Result<std::int64_t> keep(const Pin& pin);
    Result<std::vector<PinnedFile>> files_of(std::int64_t pin);
    Status update(const StoredSession& stored, Instant at);
    Status add(const StoredSession& stored, const engine::Attempt& attempt);
    Status collect(SessionId ended);

    LockFile lock_;  // freed after the connection is closed
    std::unique_ptr<Connection> connection_;
};

// Refuses a text that could be written but not read again.
Result<std::string> encoded(const engine::Session& session) {
    auto text = encode(session);
    if (text.size() > kMaxEncodedBytes)
        return fail(Code::kInvalidInput, fmt::format("the session is too long to be kept: {} bytes (stop it and start another)", text.size()));
    return text;
}

// Columns id, person, fingerprint, body.
Result<StoredSession> session_of(const Statement& row) {
    auto session = decode_session(row.text(3));
    const SessionId id{row.integer(0)};
    if (!session) return fail(session.error().code, fmt::format("session {}: {}", to_base36(id.value), session.error().message));
    return StoredSession{id, PersonId{row.integer(1)}, row.text(2), std::move(*session)};
}

// Columns id, session, question, rubric, turn, target, score, at, answer, marked.
StoredAttempt attempt_of(const Statement& row) {
    StoredAttempt stored{AttemptId{row.integer(0)}, SessionId{row.integer(1)}, {}};
    auto& attempt = stored.attempt;
    attempt.question = row.text(2);
    attempt.rubric = row.text(3);
    attempt.turn = static_cast<int>(row.integer(4));
    attempt.target = row.text(5);
    attempt.score = static_cast<int>(row.integer(6));
    attempt.at = instant(row.integer(7));
    attempt.answer = row.text(8);
    if (auto marked = decode_marked(row.text(9))) {
        attempt.mark = marked->mark;
        attempt.tally = std::move(marked->tally);
        attempt.findings = std::move(marked->findings);
    } else {
        stored.unreadable = Error{marked.error().code, fmt::format("attempt {}: {}", to_base36(stored.id.value), marked.error().message)};
    }
    return stored;
}

Result<PersonId> SqliteStore::person(std::string_view account, std::string_view user, std::string_view display_name, Instant at) {
    {
        auto known = connection_->query("SELECT id, display_name FROM person WHERE account = ?1 AND user_key = ?2", account, user);
        if (!known) return tl::unexpected(known.error());
        const auto row = known->row();
        if (!row) return tl::unexpected(row.error());
        // A known person under a known name costs no write.
        if (*row && known->text(1) == display_name) return PersonId{known->integer(0)};
    }
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    PersonId id;
    {
        auto written = connection_->query(
            "INSERT INTO person(account, user_key, display_name, created) VALUES(?1, ?2, ?3, ?4) "
            "ON CONFLICT(account, user_key) DO UPDATE SET display_name = excluded.display_name RETURNING id",
            account, user, display_name, millis(at));
        if (!written) return tl::unexpected(written.error());
        const auto row = written->row();
        if (!row) return tl::unexpected(row.error());
        VIVA_CHECK(*row);
        id = PersonId{written->integer(0)};
    }
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return id;
}

Result<SessionId> SqliteStore::begin(PersonId person, const Pin& pin, const engine::Session& session, Instant at) {
    const auto body = encoded(session);
    if (!body) return tl::unexpected(body.error());
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto kept = keep(pin);
    if (!kept) return tl::unexpected(kept.error());
    auto written = connection_->run("INSERT INTO session(person, pin, phase, steps, created, updated, body) VALUES(?1, ?2, ?3, ?4, ?5, ?5, ?6)", person.value,
                                    *kept, word_of(session.phase), session.steps, millis(at), *body);
    if (!written) return tl::unexpected(written.error());
    const SessionId id{connection_->last_id()};
    if (session.phase == engine::Phase::kEnded) {
        if (auto collected = collect(id); !collected) return tl::unexpected(collected.error());
    }
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return id;
}

// The row of the pin, with exactly its files: those another session had kept are compared, since a damaged copy would stay for ever.
Result<std::int64_t> SqliteStore::keep(const Pin& pin) {
    std::int64_t id = 0;
    bool kept = false;
    {
        auto known = connection_->query("SELECT id, kept FROM pin WHERE fingerprint = ?1", pin.fingerprint);
        if (!known) return tl::unexpected(known.error());
        const auto row = known->row();
        if (!row) return tl::unexpected(row.error());
        if (*row) id = known->integer(0);
        kept = *row && known->integer(1) == 1;
    }
    if (kept) {
        const auto files = files_of(id);
        if (!files) return tl::unexpected(files.error());
        if (*files == pin.files) return id;
        if (auto dropped = connection_->run("DELETE FROM pinned_file WHERE pin = ?1", id); !dropped) return tl::unexpected(dropped.error());
    }
    auto written = id == 0 ? connection_->run("INSERT INTO pin(fingerprint, kept) VALUES(?1, 1)", pin.fingerprint)
                           : connection_->run("UPDATE pin SET kept = 1 WHERE id = ?1", id);
    if (!written) return tl::unexpected(written.error());
    if (id == 0) id = connection_->last_id();
    std::int64_t position = 0;
    for (const auto& file : pin.files) {
        auto added =
            connection_->run("INSERT INTO pinned_file(pin, position, path, body) VALUES(?1, ?2, ?3, ?4)", id, position++, Blob{file.path}, Blob{file.text});
        if (!added) return tl::unexpected(added.error());
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
    if (turn.session.session.phase == engine::Phase::kEnded) {
        if (auto collected = collect(turn.session.id); !collected) return collected;
    }
    return transaction->commit();
}

Status SqliteStore::update(const StoredSession& stored, Instant at) {
    const auto body = encoded(stored.session);
    if (!body) return tl::unexpected(body.error());
    // An older copy of the session must not undo newer turns.
    auto written = connection_->run("UPDATE session SET phase = ?3, steps = ?4, updated = ?5, body = ?6 WHERE id = ?1 AND person = ?2 AND steps <= ?4",
                                    stored.id.value, stored.person.value, word_of(stored.session.phase), stored.session.steps, millis(at), *body);
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
        stored.id.value, stored.person.value, attempt.question, attempt.rubric, attempt.turn, attempt.target, attempt.score, millis(attempt.at),
        Blob{attempt.answer}, marked);
}

// Lets the files of the session's pin go once no unfinished session needs them; the pin's row stays, since ended sessions name it.
Status SqliteStore::collect(SessionId ended) {
    auto released = connection_->run(
        "UPDATE pin SET kept = 0 WHERE id = (SELECT pin FROM session WHERE id = ?1) AND kept = 1 "
        "AND NOT EXISTS (SELECT 1 FROM session WHERE session.pin = pin.id AND phase <> 'ended')",
        ended.value);
    if (!released || connection_->changed() == 0) return released;
    return connection_->run("DELETE FROM pinned_file WHERE pin = (SELECT pin FROM session WHERE id = ?1)", ended.value);
}

Result<StoredSession> SqliteStore::load(SessionId id) {
    auto found =
        connection_->query("SELECT session.id, person, fingerprint, body FROM session JOIN pin ON pin.id = session.pin WHERE session.id = ?1", id.value);
    if (!found) return tl::unexpected(found.error());
    const auto row = found->row();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return fail(Code::kNotFound, fmt::format("there is no session {}", to_base36(id.value)));
    return session_of(*found);
}

Result<std::optional<StoredSession>> SqliteStore::unfinished(PersonId person) {
    auto found = connection_->query(
        "SELECT session.id, person, fingerprint, body FROM session JOIN pin ON pin.id = session.pin "
        "WHERE person = ?1 AND phase <> 'ended' ORDER BY updated DESC, session.id DESC LIMIT 1",
        person.value);
    if (!found) return tl::unexpected(found.error());
    const auto row = found->row();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return std::nullopt;
    auto session = session_of(*found);
    if (!session) return tl::unexpected(session.error());
    return std::optional(std::move(*session));
}

Result<std::vector<PinnedFile>> SqliteStore::files_of(std::int64_t pin) {
    auto rows = connection_->query("SELECT path, body FROM pinned_file WHERE pin = ?1 ORDER BY position", pin);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<PinnedFile> files;
    for (;;) {
        const auto more = rows->row();
        if (!more) return tl::unexpected(more.error());
        if (!*more) return files;
        files.push_back({rows->text(0), rows->text(1)});
    }
}

Result<Pin> SqliteStore::pinned(const Fingerprint& fingerprint) {
    auto known = connection_->query("SELECT id FROM pin WHERE fingerprint = ?1 AND kept = 1", fingerprint);
    if (!known) return tl::unexpected(known.error());
    const auto row = known->row();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return fail(Code::kNotFound, fmt::format("the content {} is not kept: no unfinished session needs it", fingerprint));
    auto files = files_of(known->integer(0));
    if (!files) return tl::unexpected(files.error());
    return Pin{fingerprint, std::move(*files)};
}

Result<std::vector<engine::Standing>> SqliteStore::standings(PersonId person) {
    auto rows = connection_->query(
        "SELECT attempt.question, firsts.count, attempt.score "
        "FROM (SELECT max(id) AS latest, count(*) AS count FROM attempt WHERE person = ?1 AND turn = 0 GROUP BY question) AS firsts "
        "JOIN attempt ON attempt.id = firsts.latest ORDER BY attempt.question",
        person.value);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<engine::Standing> standings;
    for (;;) {
        const auto more = rows->row();
        if (!more) return tl::unexpected(more.error());
        if (!*more) return standings;
        standings.push_back(
            {.question = rows->text(0), .attempts = static_cast<int>(rows->integer(1)), .last_score = static_cast<int>(rows->integer(2)), .due = false});
    }
}

Result<std::vector<StoredAttempt>> SqliteStore::attempts(PersonId person, std::string_view question_or_empty) {
    auto rows = connection_->query(
        "SELECT id, session, question, rubric, turn, target, score, at, answer, marked FROM attempt "
        "WHERE person = ?1 AND (?2 = '' OR question = ?2) ORDER BY id",
        person.value, question_or_empty);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<StoredAttempt> attempts;
    for (;;) {
        const auto more = rows->row();
        if (!more) return tl::unexpected(more.error());
        if (!*more) return attempts;
        attempts.push_back(attempt_of(*rows));
    }
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Durability durability) {
    const auto settled = settle(path);
    if (!settled) return tl::unexpected(settled.error());
    auto lock = LockFile::take(*settled);
    if (!lock) return tl::unexpected(lock.error());
    if (auto admitted = admit(*settled); !admitted) return tl::unexpected(admitted.error());
    auto connection = Connection::open(*settled, kBusyFor);
    if (!connection) return tl::unexpected(connection.error());
    if (auto prepared = prepare(**connection, durability); !prepared) return tl::unexpected(prepared.error());
    return std::make_unique<SqliteStore>(std::move(*lock), std::move(*connection));
}

}  // namespace bot::store
