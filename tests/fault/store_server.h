// Owns a small server for the fault tests: batches of events for three people, sessions that begin, go on and end, letters that are sent, an event now and then
// that cannot be handled. What must be in the file after any number of events is known exactly.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/store/ledger_fixture.h"

namespace bot::store {

inline constexpr int kEventsOfRun = 12;
inline constexpr int kPeopleOfRun = 3;
inline constexpr int kTurnsOfSession = 3;

// Events come in batches of one and two.
inline int batch_size(int first_event) { return 1 + first_event % 3; }
inline bool is_poison(int event) { return event % 7 == 3; }
inline std::string user_of(int event) { return std::to_string(100 + event % kPeopleOfRun); }
inline Place place_of_event(int event) { return {"bot:1", user_of(event), event % kPeopleOfRun == 1 ? "topic" : ""}; }

inline engine::Session session_of_run(int turns) {
    auto session = session_after(turns, turns == kTurnsOfSession ? engine::Phase::kEnded : engine::Phase::kWaiting);
    if (session.phase == engine::Phase::kWaiting) session.timer = engine::Timer{turns, at(100 + turns), false};
    return session;
}

// What one person's sessions look like after the events up to this one: turns taken, oldest session first.
inline std::vector<int> turns_after(int events, int person) {
    std::vector<int> sessions;
    for (int event = 1; event <= events; ++event) {
        if (event % kPeopleOfRun != person || is_poison(event)) continue;
        if (sessions.empty() || sessions.back() == kTurnsOfSession) {
            sessions.push_back(0);
        } else {
            ++sessions.back();
        }
    }
    return sessions;
}

class ServerTurns {
   public:
    static constexpr bool kGoesOnAfterwards = true;
    static constexpr int kLosses = 2;           // random ones to try at each power cut
    static constexpr int kDone = kEventsOfRun;  // batch sizes add up to it

    explicit ServerTurns(std::string path, Durability durability = Durability::kFull) : path_(std::move(path)), durability_(durability) {}

    int progress() const { return progress_; }  // events acknowledged
    int next() const { return done() ? progress_ : progress_ + batch_size(progress_); }
    bool done() const { return progress_ >= kDone; }
    void close() { ledger_.reset(); }

    // As a server does: it goes on behind the cursor.
    Status open() {
        if (ledger_) return {};
        auto opened = SqliteStore::open(path_, durability_);
        if (!opened) return tl::unexpected(opened.error());
        // The log is copied into the file every few batches, so that this happens under every fault too.
        if (auto set = (*opened)->connection().script("PRAGMA wal_autocheckpoint = 40"); !set) return set;
        const auto cursor = (*opened)->cursor("bot:1");
        if (!cursor) return tl::unexpected(cursor.error());
        ledger_ = std::move(*opened);
        progress_ = std::max(progress_, std::stoi(cursor->value_or("0")));
        return {};
    }

    // Takes one batch of events; the same batch again after a failure.
    Status advance() {
        if (auto opened = open(); !opened) return opened;
        const auto letters = ledger_->unsent(0, 100);
        if (!letters) return tl::unexpected(letters.error());
        const auto batch = ledger_->batch();
        if (!batch) return tl::unexpected(batch.error());
        std::vector<Settled> sent;
        for (const auto& letter : *letters) sent.push_back({letter.id, Settled::How::kSent, ""});
        if (auto settled = ledger_->settle(sent, at(progress_)); !settled) return settled;
        const int last = progress_ + batch_size(progress_);
        for (int event = progress_ + 1; event <= last; ++event) {
            if (auto taken = take(event); !taken) return taken;
        }
        if (auto set = ledger_->set_cursor("bot:1", std::to_string(last)); !set) return set;
        if (auto committed = (*batch)->commit(); !committed) return committed;
        progress_ = last;
        return {};
    }

    // How many events are in the file, all of each and nothing else.
    static int kept(const std::string& path);

   private:
    Status take(int event) {
        auto inbound = said(std::to_string(event));
        inbound.place = place_of_event(event);
        inbound.alias = "alias" + inbound.event;
        {
            const auto scope = ledger_->scope();
            if (!scope) return tl::unexpected(scope.error());
            const auto fresh = ledger_->receive(inbound, at(event));
            if (!fresh) return tl::unexpected(fresh.error());
            REQUIRE(*fresh);
            if (auto handled = handle(event, inbound); !handled) return handled;
            if (!is_poison(event)) return (*scope)->keep();
        }
        return ledger_->bury(inbound, "poison", at(event));
    }

    Status handle(int event, const Inbound& inbound) {
        const auto room = ledger_->room(inbound.place, RoomKind::kDirect, "", at(event));
        if (!room) return tl::unexpected(room.error());
        const auto person = ledger_->person("bot:1", user_of(event), "Ann", at(event));
        if (!person) return tl::unexpected(person.error());
        auto found = ledger_->session_at(*person, room->id, inbound.place.thread);
        if (!found) return tl::unexpected(found.error());
        if (*found) {
            auto& stored = (*found)->stored;
            const auto turn = static_cast<int>(stored.session.steps);
            if (auto committed = ledger_->commit({{stored.id, *person, stored.pin, session_of_run(turn + 1)}, {attempt_of_turn(turn)}}, at(event)); !committed)
                return committed;
        } else {
            const auto begun = ledger_->begin_at(*person, room->id, inbound.place.thread, some_pin(), session_of_run(0), at(event));
            if (!begun) return tl::unexpected(begun.error());
        }
        const auto written = ledger_->write(letter(inbound.place, "reply to " + inbound.event, at(event)));
        if (!written) return tl::unexpected(written.error());
        return {};
    }

    std::string path_;
    Durability durability_;
    std::unique_ptr<SqliteStore> ledger_;
    int progress_ = 0;
};

// One person's sessions, attempts and place are as they must be after so many events.
inline void check_person(SqliteStore& ledger, int events, int number) {
    CAPTURE(events, number);
    const auto expected = turns_after(events, number);
    const auto event = number == 0 ? kPeopleOfRun : number;
    auto& connection = ledger.connection();
    const PersonId person{must(connection.number("SELECT id FROM person WHERE user_key = ?1", user_of(event)))};
    const auto ids = must(connection.all(
        "SELECT id FROM session WHERE person = ?1 ORDER BY id", [](const Statement& row) { return SessionId{row.integer(0)}; }, person));
    REQUIRE(ids.size() == expected.size());
    const auto attempts = must(ledger.attempts(person, ""));
    std::size_t seen = 0;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const auto chat = must(ledger.chat_session(ids[i]));
        REQUIRE(chat);
        REQUIRE(chat->stored.session == session_of_run(expected[i]));
        REQUIRE(must(ledger.place_of(ids[i])) == place_of_event(event));
        for (int turn = 0; turn < expected[i]; ++turn, ++seen) {
            REQUIRE(attempts.at(seen).session == ids[i]);
            REQUIRE(attempts[seen].attempt == attempt_of_turn(turn));
        }
        const bool live = expected[i] < kTurnsOfSession;
        REQUIRE(must(connection.number("SELECT live FROM chat WHERE session = ?1", ids[i])) == (live ? 1 : 0));
        REQUIRE(must(connection.number("SELECT coalesce(due, 0) FROM chat WHERE session = ?1", ids[i])) ==
                (live ? at(100 + expected[i]).time_since_epoch().count() : 0));
    }
    REQUIRE(attempts.size() == seen);
}

// Letters that wait: those of the last batch.
inline std::vector<std::string> waiting_after(int events) {
    int first = 0;
    while (first + batch_size(first) < events) first += batch_size(first);
    std::vector<std::string> waiting;
    for (int event = first + 1; event <= events; ++event) {
        if (!is_poison(event)) waiting.push_back("reply to " + std::to_string(event));
    }
    return waiting;
}

inline int ServerTurns::kept(const std::string& path) {
    const auto ledger = ledger_at(path);
    auto& connection = ledger->connection();
    const auto integrity = must(connection.first("PRAGMA integrity_check", [](const Statement& row) { return row.text(0); }));
    REQUIRE(integrity == "ok");
    REQUIRE_FALSE(must(connection.first("PRAGMA foreign_key_check", [](const Statement& row) { return row.text(0); })));
    const int events = std::stoi(must(ledger->cursor("bot:1")).value_or("0"));
    CAPTURE(events);
    int poison = 0;
    for (int event = 1; event <= events; ++event) poison += is_poison(event) ? 1 : 0;
    // Each event once, and what became of it: a step or a beginning, or its grave.
    REQUIRE(must(connection.number("SELECT count(*) FROM inbox")) == events);
    REQUIRE(must(connection.number("SELECT coalesce(max(CAST(event AS INTEGER)), 0) FROM inbox")) == events);
    REQUIRE(must(connection.number("SELECT count(*) FROM inbox_alias")) == events);
    REQUIRE(must(connection.number("SELECT count(*) FROM buried")) == poison);
    REQUIRE(must(connection.number("SELECT coalesce(sum(steps), 0) + count(*) FROM session")) == events - poison);
    REQUIRE(must(connection.number("SELECT count(*) - coalesce((SELECT sum(steps) FROM session), 0) FROM attempt")) == 0);
    // Each reply once: waiting, or sent in the batch after its own.
    REQUIRE(must(connection.number("SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM sent)")) == events - poison);
    std::vector<std::string> unsent;
    for (const auto& letter : must(ledger->unsent(0, 100))) unsent.push_back(text_of(letter));
    REQUIRE(unsent == waiting_after(events));
    for (int person = 0; person < kPeopleOfRun; ++person) check_person(*ledger, events, person);
    if (must(connection.number("SELECT count(*) FROM chat WHERE live = 1")) > 0) REQUIRE(must(ledger->pinned("pin-one")).files == some_pin().files);
    return events;
}

}  // namespace bot::store
