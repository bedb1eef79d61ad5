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

    Result<std::unique_ptr<bot::store::Batch>> batch() override {
        if (auto bad = fault("batch", ""); !bad) return tl::unexpected(bad.error());
        return std::unique_ptr<bot::store::Batch>(new Undo(*this));
    }
    Result<std::unique_ptr<bot::store::Scope>> scope() override { return std::unique_ptr<bot::store::Scope>(new Savepoint(*this)); }

    Result<bool> receive(const Inbound& event, Instant) override {
        if (auto bad = fault("receive", event.event); !bad) return tl::unexpected(bad.error());
        if (!event.alias.empty() && !state.aliases.insert({event.place.account, event.alias}).second) return false;
        return state.inbox.insert({event.place.account, event.event}).second;
    }
    Status bury(const Inbound& event, std::string_view reason, Instant at) override {
        if (const auto taken = receive(event, at); !taken) return tl::unexpected(taken.error());
        state.buried[event.event] = reason;
        return {};
    }
    Status set_cursor(std::string_view account, std::string_view value) override {
        state.cursors[std::string(account)] = value;
        return {};
    }
    Result<std::optional<std::string>> cursor(std::string_view account) override {
        const auto found = state.cursors.find(std::string(account));
        return found == state.cursors.end() ? std::nullopt : std::optional(found->second);
    }

    Result<Room> room(const Place& place, bot::RoomKind kind, std::string_view, Instant) override {
        if (auto bad = fault("room", place.room); !bad) return tl::unexpected(bad.error());
        if (auto* known = find(place.account, place.room)) return *known;
        const RoomId id{state.next++};
        return state.rooms[id.value] = Room{id, place.account, place.room, kind, true, false};
    }
    Result<std::optional<Room>> find_room(std::string_view account, std::string_view key) override {
        const auto* known = find(account, key);
        return known ? std::optional(*known) : std::nullopt;
    }
    Status set_reachable(RoomId room, bool reachable, std::string_view) override {
        const auto& changed = state.rooms.at(room.value);
        state.rooms.at(room.value).reachable = reachable;
        if (!reachable) std::erase_if(state.letters, [&](const auto& letter) { return letter.second.place.room == changed.key; });
        return {};
    }
    Status set_greeted(RoomId room) override {
        state.rooms.at(room.value).greeted = true;
        return {};
    }
    Status move_room(std::string_view account, std::string_view from, std::string_view to) override {
        if (auto* known = find(account, from)) known->key = to;
        return {};
    }

    Result<std::optional<ChatSession>> session_at(PersonId person, RoomId room, std::string_view thread) override {
        std::optional<ChatSession> found;
        for (const auto& [id, row] : state.sessions) {
            const auto& chat = row.chat;
            if (chat.stored.person != person || chat.room != room || chat.thread != thread || chat.stored.session.phase == bot::engine::Phase::kEnded) continue;
            found = chat;
        }
        if (auto bad = fault("session_at", ""); !bad) return tl::unexpected(bad.error());
        if (found && unreadable.contains(found->stored.id.value)) return bot::fail(bot::Code::kCorrupt, "a damaged session");
        return found;
    }
    Result<bool> in_session(const Place& place, std::string_view user, Instant said) override {
        const auto* room = find(place.account, place.room);
        const auto person = state.people.find({place.account, std::string(user)});
        if (!room || person == state.people.end()) return false;
        const auto session = session_at(bot::PersonId{person->second}, room->id, place.thread);
        if (!session || !*session) return false;
        return said == Instant{} || state.sessions.at((*session)->stored.id.value).called <= said;
    }
    Result<std::optional<ChatSession>> chat_session(SessionId id) override {
        if (unreadable.contains(id.value)) return bot::fail(bot::Code::kCorrupt, "a damaged session");
        const auto found = state.sessions.find(id.value);
        return found == state.sessions.end() ? std::nullopt : std::optional(found->second.chat);
    }
    Result<SessionId> begin_at(PersonId person, RoomId room, std::string_view thread, const bot::store::Pin& pin, const bot::engine::Session& session, Instant,
                               Instant called) override {
        const SessionId id{state.next++};
        state.pins[pin.fingerprint] = pin;
        state.sessions[id.value] = Row{{{id, person, pin.fingerprint, session}, room, std::string(thread), "", std::nullopt}, due_of(session), called};
        return id;
    }
    Status set_draft(SessionId session, std::string_view draft, std::optional<Instant> due) override {
        auto& chat = state.sessions.at(session.value).chat;
        chat.draft = draft;
        chat.draft_due = due;
        return {};
    }
    Status end_sessions_in(RoomId, Instant) override { return {}; }

    Result<std::vector<SessionId>> due(Instant now, int limit) override {
        std::vector<SessionId> found;
        for (const auto& [id, row] : state.sessions) {
            const auto first = earliest(row);
            if (first && *first <= now && int(found.size()) < limit) found.push_back(SessionId{id});
        }
        return found;
    }
    Result<std::optional<Instant>> next_due() override {
        std::optional<Instant> next;
        for (const auto& [id, row] : state.sessions) {
            const auto first = earliest(row);
            if (first && (!next || *first < *next)) next = first;
        }
        return next;
    }
    Result<Place> place_of(SessionId session) override {
        const auto found = state.sessions.find(session.value);
        if (found == state.sessions.end()) return bot::fail(bot::Code::kNotFound, "no such session");
        const auto& room = state.rooms.at(found->second.chat.room.value);
        return Place{room.account, room.key, found->second.chat.thread};
    }
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
    Status settle(const std::vector<bot::store::Settled>& settled, Instant) override {
        if (auto bad = fault("settle", ""); !bad) return bad;
        for (const auto& one : settled) {
            state.settled[one.letter] = one;
            if (one.how == bot::store::Settled::How::kSent || one.how == bot::store::Settled::How::kDead) state.letters.erase(one.letter);
        }
        return {};
    }
    Result<std::vector<Letter>> unsent(std::int64_t after, int limit) override {
        std::vector<Letter> found;
        for (const auto& [id, letter] : state.letters) {
            if (id > after && int(found.size()) < limit) found.push_back(letter);
        }
        return found;
    }
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
    Status erase(PersonId person) override {
        std::erase_if(state.sessions, [&](const auto& row) { return row.second.chat.stored.person == person; });
        std::erase_if(state.attempts, [&](const auto& row) { return row.first == person; });
        std::erase_if(state.settings, [&](const auto& row) { return row.first.first == person.value; });
        std::erase_if(state.cards, [&](const auto& row) { return row.first.first == person.value; });
        std::erase_if(state.people, [&](const auto& row) { return row.second == person.value; });
        state.names.erase(person.value);
        return {};
    }

    Result<PersonId> person(std::string_view account, std::string_view user, std::string_view name, Instant) override {
        auto& id = state.people[{std::string(account), std::string(user)}];
        if (id == 0) id = state.next++;
        if (auto& known = state.names[id]; !name.empty()) known = name;
        return PersonId{id};
    }
    Result<SessionId> begin(PersonId, const bot::store::Pin&, const bot::engine::Session&, Instant) override {
        return bot::fail(bot::Code::kInvalidInput, "sessions here are in chats");
    }
    Status commit(const bot::store::Turn& turn, Instant) override {
        if (auto bad = fault("commit_turn", ""); !bad) return bad;
        auto& row = state.sessions.at(turn.session.id.value);
        for (const auto& [question, card] : turn.cards) state.cards[{turn.session.person.value, question}] = card;
        row.chat.stored = turn.session;
        row.due = due_of(turn.session.session);
        if (turn.session.session.phase == bot::engine::Phase::kEnded) {
            row.chat.draft.clear();
            row.chat.draft_due.reset();
        }
        for (const auto& attempt : turn.attempts) state.attempts.push_back({turn.session.person, {bot::AttemptId{state.next++}, turn.session.id, attempt}});
        return {};
    }
    Result<bot::store::StoredSession> load(SessionId id) override { return state.sessions.at(id.value).chat.stored; }
    Result<std::optional<bot::store::StoredSession>> unfinished(PersonId) override { return std::nullopt; }
    Result<bot::store::Pin> pinned(const bot::Fingerprint& fingerprint) override {
        const auto found = state.pins.find(fingerprint);
        if (found == state.pins.end()) return bot::fail(bot::Code::kNotFound, "no such pin");
        return found->second;
    }
    Result<std::vector<bot::engine::Standing>> standings(PersonId person, Instant now) override {
        const auto today = bot::review::Day{std::chrono::floor<std::chrono::days>(now).time_since_epoch()};
        std::map<std::string, bot::engine::Standing> standings;
        for (const auto& [who, attempt] : state.attempts) {
            if (who != person) continue;
            auto& standing = standings[attempt.attempt.question];
            standing.question = attempt.attempt.question;
            ++standing.attempts;
            standing.last_score = attempt.attempt.score;
            const auto card = state.cards.find({person.value, standing.question});
            standing.due = card != state.cards.end() && card->second.due <= today;
        }
        std::vector<bot::engine::Standing> all;
        for (auto& [key, standing] : standings) all.push_back(standing);
        return all;
    }
    Result<std::vector<bot::store::StoredAttempt>> attempts(PersonId person, std::string_view question) override {
        std::vector<bot::store::StoredAttempt> found;
        for (const auto& [who, attempt] : state.attempts) {
            if (who == person && (question.empty() || attempt.attempt.question == question)) found.push_back(attempt);
        }
        return found;
    }
    Result<std::optional<bot::store::StoredAttempt>> attempt(bot::AttemptId id) override {
        return last([&](PersonId, const auto& stored) { return stored.id == id; });
    }
    Result<std::optional<bot::store::StoredAttempt>> last_first_attempt(PersonId person) override {
        return last([&](PersonId who, const auto& stored) { return who == person && stored.attempt.turn == 0; });
    }
    Result<std::vector<bot::store::StoredAttempt>> first_attempts(std::string_view question) override {
        std::vector<bot::store::StoredAttempt> found;
        for (const auto& row : state.attempts) {
            if (row.second.attempt.turn == 0 && row.second.attempt.question == question && !row.second.attempt.answer.empty()) found.push_back(row.second);
        }
        return found;
    }
    Status remark(bot::AttemptId id, const bot::engine::Attempt& marked) override {
        for (auto& row : state.attempts) {
            if (row.second.id != id) continue;
            auto& attempt = row.second.attempt;
            attempt.rubric = marked.rubric;
            attempt.score = marked.score;
            attempt.mark = marked.mark;
            attempt.tally = marked.tally;
            attempt.findings = marked.findings;
            return {};
        }
        return bot::fail(bot::Code::kNotFound, "there is no such attempt");
    }

   private:
    template <class Wanted>
    std::optional<bot::store::StoredAttempt> last(Wanted wanted) const {
        std::optional<bot::store::StoredAttempt> found;
        for (const auto& [who, stored] : state.attempts) {
            if (!wanted(who, stored)) continue;
            found = stored;
            found->person = who;
        }
        return found;
    }

    class Undo : public bot::store::Batch {
       public:
        explicit Undo(MemoryLedger& ledger) : ledger_(ledger), before_(ledger.state) {}
        ~Undo() override {
            if (!committed_) ledger_.state = std::move(before_);
        }
        Status commit() override {
            if (auto bad = ledger_.fault("commit", ""); !bad) return bad;
            committed_ = true;
            ++ledger_.commits;
            return {};
        }

       private:
        MemoryLedger& ledger_;
        State before_;
        bool committed_ = false;
    };
    class Savepoint : public bot::store::Scope {
       public:
        explicit Savepoint(MemoryLedger& ledger) : ledger_(ledger), before_(ledger.state) {}
        ~Savepoint() override {
            if (!kept_) ledger_.state = std::move(before_);
        }
        Status keep() override {
            kept_ = true;
            return {};
        }

       private:
        MemoryLedger& ledger_;
        State before_;
        bool kept_ = false;
    };

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
