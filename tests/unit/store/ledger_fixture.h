// Owns what the ledger's tests share: events, places, letters, and a way to see that statements use their indexes.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "bot/store/sqlite_store.h"
#include "tests/support/catch.h"
#include "tests/unit/store/fixture.h"

namespace bot::store {

inline std::unique_ptr<SqliteStore> ledger_at(const std::string& path, Durability durability = Durability::kFull) {
    auto ledger = SqliteStore::open(path, durability);
    if (!ledger) FAIL(ledger.error().message);
    return std::move(*ledger);
}

inline void must(const Status& status) {
    if (!status) FAIL(status.error().message);
}

template <class T>
T must(Result<T> result) {
    if (!result) FAIL(result.error().message);
    return std::move(*result);
}

inline Place direct(std::string room = "100") { return {"bot:1", std::move(room), ""}; }

inline Inbound said(std::string event, std::string text = "an answer") {
    Inbound inbound;
    inbound.event = std::move(event);
    inbound.place = direct();
    inbound.author = {"100", "Ann", "en"};
    inbound.what = Said{std::move(text)};
    return inbound;
}

inline Outbound message(std::string text) {
    Outbound message;
    message.blocks.emplace_back().runs = {{Style::kPlain, std::move(text)}};
    return message;
}

inline Letter letter(Place place, std::string text, Instant written = at(0)) {
    Letter letter;
    letter.place = std::move(place);
    letter.message = message(std::move(text));
    letter.written = written;
    return letter;
}

inline std::string text_of(const Letter& letter) { return letter.message.blocks.front().runs.front().text; }

inline engine::Session waiting_until(int steps, Instant due) {
    auto session = session_after(steps);
    session.timer = engine::Timer{steps, due, false};
    return session;
}

// A person with a session in a room.
struct Seated {
    PersonId person;
    RoomId room;
    SessionId session;
};

inline Seated seat(Ledger& ledger, const Place& place = direct(), const std::string& user = "100", RoomKind kind = RoomKind::kDirect) {
    Seated seated;
    seated.room = must(ledger.room(place, kind, "", at(0))).id;
    seated.person = must(ledger.person(place.account, user, "Ann", at(0)));
    seated.session = must(ledger.begin_at(seated.person, seated.room, place.thread, some_pin(), session_after(0), at(0)));
    return seated;
}

}  // namespace bot::store
