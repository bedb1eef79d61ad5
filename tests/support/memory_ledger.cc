// Owns what memory_ledger.h promises.
#include "tests/support/memory_ledger.h"

#include <algorithm>

namespace tests {

class MemoryLedger::Undo : public bot::store::Batch {
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
class MemoryLedger::Savepoint : public bot::store::Scope {
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

template <class Wanted>
std::optional<bot::store::StoredAttempt> MemoryLedger::last(Wanted wanted) const {
    std::optional<bot::store::StoredAttempt> found;
    for (const auto& [who, stored] : state.attempts) {
        if (!wanted(who, stored)) continue;
        found = stored;
        found->person = who;
    }
    return found;
}

auto MemoryLedger::batch() -> Result<std::unique_ptr<bot::store::Batch>> {
    if (auto bad = fault("batch", ""); !bad) return tl::unexpected(bad.error());
    return std::unique_ptr<bot::store::Batch>(new Undo(*this));
}

auto MemoryLedger::scope() -> Result<std::unique_ptr<bot::store::Scope>> { return std::unique_ptr<bot::store::Scope>(new Savepoint(*this)); }

auto MemoryLedger::receive(const Inbound& event, Instant) -> Result<bool> {
    if (auto bad = fault("receive", event.event); !bad) return tl::unexpected(bad.error());
    if (!event.alias.empty() && !state.aliases.insert({event.place.account, event.alias}).second) return false;
    return state.inbox.insert({event.place.account, event.event}).second;
}

auto MemoryLedger::bury(const Inbound& event, std::string_view reason, Instant at) -> Status {
    if (const auto taken = receive(event, at); !taken) return tl::unexpected(taken.error());
    state.buried[event.event] = reason;
    return {};
}

auto MemoryLedger::room(const Place& place, bot::RoomKind kind, std::string_view, Instant) -> Result<Room> {
    if (auto bad = fault("room", place.room); !bad) return tl::unexpected(bad.error());
    if (auto* known = find(place.account, place.room)) return *known;
    const RoomId id{state.next++};
    return state.rooms[id.value] = Room{id, place.account, place.room, kind, true, false};
}

auto MemoryLedger::set_reachable(RoomId room, bool reachable, std::string_view) -> Status {
    const auto& changed = state.rooms.at(room.value);
    state.rooms.at(room.value).reachable = reachable;
    if (!reachable) std::erase_if(state.letters, [&](const auto& letter) { return letter.second.place.room == changed.key; });
    return {};
}

auto MemoryLedger::session_at(PersonId person, RoomId room, std::string_view thread) -> Result<std::optional<ChatSession>> {
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

auto MemoryLedger::in_session(const Place& place, std::string_view user, Instant said) -> Result<bool> {
    const auto* room = find(place.account, place.room);
    const auto person = state.people.find({place.account, std::string(user)});
    if (!room || person == state.people.end()) return false;
    const auto session = session_at(bot::PersonId{person->second}, room->id, place.thread);
    if (!session || !*session) return false;
    return said == Instant{} || state.sessions.at((*session)->stored.id.value).called <= said;
}

auto MemoryLedger::chat_session(SessionId id) -> Result<std::optional<ChatSession>> {
    if (unreadable.contains(id.value)) return bot::fail(bot::Code::kCorrupt, "a damaged session");
    const auto found = state.sessions.find(id.value);
    return found == state.sessions.end() ? std::nullopt : std::optional(found->second.chat);
}

auto MemoryLedger::begin_at(PersonId person, RoomId room, std::string_view thread, const bot::store::Pin& pin, const bot::engine::Session& session, Instant,
                            Instant called) -> Result<SessionId> {
    const SessionId id{state.next++};
    state.pins[pin.fingerprint] = pin;
    state.sessions[id.value] = Row{{{id, person, pin.fingerprint, session}, room, std::string(thread), "", std::nullopt}, due_of(session), called};
    return id;
}

auto MemoryLedger::due(Instant now, int limit) -> Result<std::vector<SessionId>> {
    std::vector<SessionId> found;
    for (const auto& [id, row] : state.sessions) {
        const auto first = earliest(row);
        if (first && *first <= now && int(found.size()) < limit) found.push_back(SessionId{id});
    }
    return found;
}

auto MemoryLedger::next_due() -> Result<std::optional<Instant>> {
    std::optional<Instant> next;
    for (const auto& [id, row] : state.sessions) {
        const auto first = earliest(row);
        if (first && (!next || *first < *next)) next = first;
    }
    return next;
}

auto MemoryLedger::place_of(SessionId session) -> Result<Place> {
    const auto found = state.sessions.find(session.value);
    if (found == state.sessions.end()) return bot::fail(bot::Code::kNotFound, "no such session");
    const auto& room = state.rooms.at(found->second.chat.room.value);
    return Place{room.account, room.key, found->second.chat.thread};
}

auto MemoryLedger::settle(const std::vector<bot::store::Settled>& settled, Instant) -> Status {
    if (auto bad = fault("settle", ""); !bad) return bad;
    for (const auto& one : settled) {
        state.settled[one.letter] = one;
        if (one.how == bot::store::Settled::How::kSent || one.how == bot::store::Settled::How::kDead) state.letters.erase(one.letter);
    }
    return {};
}

auto MemoryLedger::unsent(std::int64_t after, int limit) -> Result<std::vector<Letter>> {
    std::vector<Letter> found;
    for (const auto& [id, letter] : state.letters) {
        if (id > after && int(found.size()) < limit) found.push_back(letter);
    }
    return found;
}

auto MemoryLedger::erase(PersonId person) -> Status {
    std::erase_if(state.sessions, [&](const auto& row) { return row.second.chat.stored.person == person; });
    std::erase_if(state.attempts, [&](const auto& row) { return row.first == person; });
    std::erase_if(state.settings, [&](const auto& row) { return row.first.first == person.value; });
    std::erase_if(state.cards, [&](const auto& row) { return row.first.first == person.value; });
    std::erase_if(state.people, [&](const auto& row) { return row.second == person.value; });
    state.names.erase(person.value);
    return {};
}

auto MemoryLedger::person(std::string_view account, std::string_view user, std::string_view name, Instant) -> Result<PersonId> {
    auto& id = state.people[{std::string(account), std::string(user)}];
    if (id == 0) id = state.next++;
    if (auto& known = state.names[id]; !name.empty()) known = name;
    return PersonId{id};
}

auto MemoryLedger::commit(const bot::store::Turn& turn, Instant) -> Status {
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

auto MemoryLedger::standings(PersonId person, Instant now) -> Result<std::vector<bot::engine::Standing>> {
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

auto MemoryLedger::attempts(PersonId person, std::string_view question) -> Result<std::vector<bot::store::StoredAttempt>> {
    std::vector<bot::store::StoredAttempt> found;
    for (const auto& [who, attempt] : state.attempts) {
        if (who == person && (question.empty() || attempt.attempt.question == question)) found.push_back(attempt);
    }
    return found;
}

auto MemoryLedger::attempt(bot::AttemptId id) -> Result<std::optional<bot::store::StoredAttempt>> {
    return last([&](PersonId, const auto& stored) { return stored.id == id; });
}

auto MemoryLedger::last_first_attempt(PersonId person) -> Result<std::optional<bot::store::StoredAttempt>> {
    return last([&](PersonId who, const auto& stored) { return who == person && stored.attempt.turn == 0; });
}

auto MemoryLedger::first_attempts(std::string_view question) -> Result<std::vector<bot::store::StoredAttempt>> {
    std::vector<bot::store::StoredAttempt> found;
    for (const auto& row : state.attempts) {
        if (row.second.attempt.turn == 0 && row.second.attempt.question == question && !row.second.attempt.answer.empty()) found.push_back(row.second);
    }
    return found;
}

auto MemoryLedger::remark(bot::AttemptId id, const bot::engine::Attempt& marked) -> Status {
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

}  // namespace tests
