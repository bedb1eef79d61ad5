// Owns the one implementation of Ledger, a stage per file: pins.cc, sessions.cc, attempts.cc, people.cc, inbox.cc, rooms.cc, chat_sessions.cc, outbox.cc,
// retention.cc, dossier_json.cc. What it keeps of teams is in sqlite_team_book.h. Must not be seen outside bot/store and its tests. One thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/store/connection.h"
#include "bot/store/ledger.h"
#include "bot/store/lock_file.h"
#include "bot/store/sqlite_team_book.h"

namespace bot::store {

class SqliteStore final : public Ledger {
   public:
    static Result<std::unique_ptr<SqliteStore>> open(const std::string& path, Durability durability);
    SqliteStore(LockFile lock, std::unique_ptr<Connection> connection) : lock_(std::move(lock)), connection_(std::move(connection)), teams_(*connection_) {}

    // What the tests ask: how the statements work.
    Connection& connection() { return *connection_; }

    Result<PersonId> person(std::string_view account, std::string_view user, std::string_view display_name, Instant at) override;
    Result<SessionId> begin(PersonId person, const Pin& pin, const engine::Session& session, Instant at) override;
    Status commit(const Turn& turn, Instant at) override;
    Result<StoredSession> load(SessionId id) override;
    Result<std::optional<StoredSession>> unfinished(PersonId person) override;
    Result<Pin> pinned(const Fingerprint& fingerprint) override;
    Result<std::vector<engine::Standing>> standings(PersonId person, Instant now) override;
    Result<std::vector<StoredAttempt>> attempts(PersonId person, std::string_view question_or_empty) override;
    Result<std::optional<StoredAttempt>> attempt(AttemptId id) override;
    Result<std::optional<StoredAttempt>> last_first_attempt(PersonId person) override;
    Result<std::vector<StoredAttempt>> first_attempts(std::string_view question) override;
    Status remark(AttemptId id, const engine::Attempt& marked) override;

    TeamBook& teams() override { return teams_; }

    Result<std::unique_ptr<Batch>> batch() override;
    Result<std::unique_ptr<Scope>> scope() override;

    Result<bool> receive(const Inbound& event, Instant at) override;
    Status bury(const Inbound& event, std::string_view reason, Instant at) override;
    Status set_cursor(std::string_view account, std::string_view value) override;
    Result<std::optional<std::string>> cursor(std::string_view account) override;

    Result<Room> room(const Place& place, RoomKind kind, std::string_view title, Instant at) override;
    Result<std::optional<Room>> find_room(std::string_view account, std::string_view key) override;
    Status set_reachable(RoomId room, bool reachable, std::string_view reason) override;
    Status set_greeted(RoomId room) override;
    Status move_room(std::string_view account, std::string_view from, std::string_view to) override;

    Result<std::optional<ChatSession>> session_at(PersonId person, RoomId room, std::string_view thread) override;
    Result<bool> in_session(const Place& place, std::string_view user, Instant said) override;
    Result<std::optional<ChatSession>> chat_session(SessionId id) override;
    Result<SessionId> begin_at(PersonId person, RoomId room, std::string_view thread, const Pin& pin, const engine::Session& session, Instant at,
                               Instant called = {}) override;
    Status set_draft(SessionId session, std::string_view draft, std::optional<Instant> due) override;
    Status end_sessions_in(RoomId room, Instant at) override;
    Result<std::vector<SessionId>> due(Instant now, int limit) override;
    Result<std::optional<Instant>> next_due() override;
    Result<Place> place_of(SessionId session) override;
    Status silence(SessionId session) override;

    Result<std::int64_t> write(const Letter& letter) override;
    Status settle(const std::vector<Settled>& settled, Instant at) override;
    Result<std::vector<Letter>> unsent(std::int64_t after, int limit) override;
    Result<std::int64_t> count_unsent() override;

    Result<std::int64_t> forget_old(Instant now, const Retention& retention, int limit) override;

    Result<std::string> name_of(PersonId person) override;
    Result<std::string> setting(PersonId person, std::string_view name) override;
    Status set_setting(PersonId person, std::string_view name, std::string_view value) override;
    Result<std::string> dossier(PersonId person) override;
    Status erase(PersonId person) override;

   private:
    // pins.cc
    Result<std::int64_t> keep(const Pin& pin);
    Result<std::vector<PinnedFile>> files_of(std::int64_t pin);
    Status collect(SessionId ended);

    // sessions.cc; inside a transaction
    Result<SessionId> insert(PersonId person, const Pin& pin, const engine::Session& session, Instant at);
    Status update(const StoredSession& stored, Instant at);
    Status add(const StoredSession& stored, const engine::Attempt& attempt);

    // chat_sessions.cc: what a session's new state means to its place in a chat, if it has one
    Status follow(SessionId id, const engine::Session& session);
    Status end(SessionId id, Instant at);

    // rooms.cc
    Result<RoomId> live(RoomId room);
    Status rename(RoomId room, std::string_view to);
    Status merge(RoomId from, RoomId into);

    // outbox.cc
    Result<std::int64_t> insert(const Letter& letter, std::string_view body);
    Status settle_one(const Settled& settled, Instant at);
    Status bury_letter(std::int64_t letter, std::string_view reason, Instant at);
    Status bury_letters_to(RoomId room, std::string_view reason);

    // people.cc
    Result<std::vector<RoomId>> own_rooms(PersonId person);
    Status erase_room(RoomId room);

    LockFile lock_;  // freed after the connection is closed
    std::unique_ptr<Connection> connection_;
    SqliteTeamBook teams_;
    // Pins whose kept files were compared in this process. False: they were damaged and written again, so that a rollback may bring the damage back.
    std::map<Fingerprint, bool> compared_;
};

}  // namespace bot::store
