// Owns a ledger without a disk, for tests: the contract of bot/store/ledger.h in maps, with faults on request. Must not be fast.
#pragma once

#include <fmt/format.h>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/store/ledger.h"
#include "tests/support/memory_team_book.h"

namespace tests {

class MemoryLedger : public bot::store::Ledger {
    using Instant = bot::Instant;
    using Inbound = bot::Inbound;
    using Place = bot::Place;
    using PersonId = bot::PersonId;
    using RoomId = bot::RoomId;
    using SessionId = bot::SessionId;
    using Letter = bot::store::Letter;
    using Room = bot::store::Room;
    using ChatSession = bot::store::ChatSession;
    using Status = bot::Status;
    template <class T>
    using Result = bot::Result<T>;

   public:
    struct Row {
        ChatSession chat;
        std::optional<Instant> due;
        Instant called{};
    };
    struct State {
        std::set<std::pair<std::string, std::string>> inbox, aliases;
        std::map<std::string, std::string> buried;  // event: reason
        std::map<std::string, std::string> cursors;
        std::map<std::int64_t, Room> rooms;
        std::map<std::pair<std::string, std::string>, std::int64_t> people;
        std::map<std::int64_t, std::string> names;
        std::map<std::int64_t, Row> sessions;
        std::map<bot::Fingerprint, bot::store::Pin> pins;
        std::vector<std::pair<PersonId, bot::store::StoredAttempt>> attempts;
        std::map<std::int64_t, Letter> letters;
        std::map<std::int64_t, bot::store::Settled> settled;
        std::map<std::pair<std::int64_t, std::string>, std::string> settings;
        Cards cards;
        std::int64_t next = 1;
    };
    State state;
    int commits = 0;
    std::int64_t old_rows = 0;          // what forget_old finds
    std::set<std::int64_t> unreadable;  // sessions whose row is damaged
    // Asked before each call with its name ("commit", "write", "session_at", ...) and what it is about; an error makes the call fail.
    std::function<Status(std::string_view call, std::string_view about)> fault = [](auto, auto) { return Status(); };

    bot::store::TeamBook& teams() override { return teams_; }

    Result<std::unique_ptr<bot::store::Batch>> batch() override;
    Result<std::unique_ptr<bot::store::Scope>> scope() override;

    Result<bool> receive(const Inbound& event, Instant) override;
    Status bury(const Inbound& event, std::string_view reason, Instant at) override;
    Status set_cursor(std::string_view account, std::string_view value) override {
        state.cursors[std::string(account)] = value;
        return {};
    }
    Result<std::optional<std::string>> cursor(std::string_view account) override {
        const auto found = state.cursors.find(std::string(account));
        return found == state.cursors.end() ? std::nullopt : std::optional(found->second);
    }

    Result<Room> room(const Place& place, bot::RoomKind kind, std::string_view, Instant) override;
    Result<std::optional<Room>> find_room(std::string_view account, std::string_view key) override {
        const auto* known = find(account, key);
        return known ? std::optional(*known) : std::nullopt;
    }
    Status set_reachable(RoomId room, bool reachable, std::string_view) override;
    Status set_greeted(RoomId room) override {
        state.rooms.at(room.value).greeted = true;
        return {};
    }
    Status move_room(std::string_view account, std::string_view from, std::string_view to) override {
        if (auto* known = find(account, from)) known->key = to;
        return {};
    }

    Result<std::optional<ChatSession>> session_at(PersonId person, RoomId room, std::string_view thread) override;
    Result<bool> in_session(const Place& place, std::string_view user, Instant said) override;
    Result<std::optional<ChatSession>> chat_session(SessionId id) override;
    Result<SessionId> begin_at(PersonId person, RoomId room, std::string_view thread, const bot::store::Pin& pin, const bot::engine::Session& session, Instant,
                               Instant called) override;
    Status set_draft(SessionId session, std::string_view draft, std::optional<Instant> due) override {
        auto& chat = state.sessions.at(session.value).chat;
        chat.draft = draft;
        chat.draft_due = due;
        return {};
    }
    Status end_sessions_in(RoomId, Instant) override { return {}; }

    Result<std::vector<SessionId>> due(Instant now, int limit) override;
    Result<std::optional<Instant>> next_due() override;
    Result<Place> place_of(SessionId session) override;
    Status silence(SessionId session) override {
        auto& row = state.sessions.at(session.value);
        row.due.reset();
        row.chat.draft_due.reset();
        return {};
    }

    Result<std::int64_t> write(const Letter& letter) override {
        if (auto bad = fault("write", letter.place.room); !bad) return tl::unexpected(bad.error());
        const auto id = state.next++;
        auto& kept = state.letters[id] = letter;
        kept.id = id;
        return id;
    }
    Status settle(const std::vector<bot::store::Settled>& settled, Instant) override;
    Result<std::vector<Letter>> unsent(std::int64_t after, int limit) override;
    Result<std::int64_t> count_unsent() override { return std::int64_t(state.letters.size()); }
    Result<std::int64_t> forget_old(Instant, const bot::store::Retention&, int limit) override {
        const auto removed = std::min<std::int64_t>(limit, old_rows);
        old_rows -= removed;
        return removed;
    }

    Result<std::string> name_of(PersonId person) override { return state.names.at(person.value); }
    Result<std::string> setting(PersonId person, std::string_view name) override {
        const auto found = state.settings.find({person.value, std::string(name)});
        return found == state.settings.end() ? std::string() : found->second;
    }
    Status set_setting(PersonId person, std::string_view name, std::string_view value) override {
        state.settings[{person.value, std::string(name)}] = value;
        return {};
    }
    Result<std::string> dossier(PersonId person) override { return fmt::format("{{\"person\":{}}}", person.value); }
    Status erase(PersonId person) override;

    Result<PersonId> person(std::string_view account, std::string_view user, std::string_view name, Instant) override;
    Result<SessionId> begin(PersonId, const bot::store::Pin&, const bot::engine::Session&, Instant) override {
        return bot::fail(bot::Code::kInvalidInput, "sessions here are in chats");
    }
    Status commit(const bot::store::Turn& turn, Instant) override;
    Result<bot::store::StoredSession> load(SessionId id) override { return state.sessions.at(id.value).chat.stored; }
    Result<std::optional<bot::store::StoredSession>> unfinished(PersonId) override { return std::nullopt; }
    Result<bot::store::Pin> pinned(const bot::Fingerprint& fingerprint) override {
        const auto found = state.pins.find(fingerprint);
        if (found == state.pins.end()) return bot::fail(bot::Code::kNotFound, "no such pin");
        return found->second;
    }
    Result<std::vector<bot::engine::Standing>> standings(PersonId person, Instant now) override;
    Result<std::vector<bot::store::StoredAttempt>> attempts(PersonId person, std::string_view question) override;
    Result<std::optional<bot::store::StoredAttempt>> attempt(bot::AttemptId id) override;
    Result<std::optional<bot::store::StoredAttempt>> last_first_attempt(PersonId person) override;
    Result<std::vector<bot::store::StoredAttempt>> first_attempts(std::string_view question) override;
    Status remark(bot::AttemptId id, const bot::engine::Attempt& marked) override;

   private:
    template <class Wanted>
    std::optional<bot::store::StoredAttempt> last(Wanted wanted) const;
    class Undo;
    class Savepoint;

    MemoryTeamBook teams_{state.cards};

    Room* find(std::string_view account, std::string_view key) {
        for (auto& [id, room] : state.rooms) {
            if (room.account == account && room.key == key) return &room;
        }
        return nullptr;
    }
    static std::optional<Instant> due_of(const bot::engine::Session& session) {
        return session.phase == bot::engine::Phase::kWaiting && session.timer ? std::optional(session.timer->due) : std::nullopt;
    }
    static std::optional<Instant> earliest(const Row& row) {
        if (!row.due || !row.chat.draft_due) return row.due ? row.due : row.chat.draft_due;
        return std::min(*row.due, *row.chat.draft_due);
    }
};

}  // namespace tests
