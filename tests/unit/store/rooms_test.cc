// Owns rooms: known by their key, reachable or not, and moving to another key with all that belongs to them.
#include <string>

#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

Place group(std::string key, std::string thread = "") { return {"bot:1", std::move(key), std::move(thread)}; }

std::vector<std::string> unsent_to(Ledger& ledger, std::string_view room) {
    std::vector<std::string> texts;
    for (const auto& letter : must(ledger.unsent(0, 100))) {
        if (letter.place.room == room) texts.push_back(text_of(letter));
    }
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a room is made at first sight and known by account and key afterwards") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    REQUIRE_FALSE(must(ledger->find_room("bot:1", "-1")));
    const auto room = must(ledger->room(group("-1"), RoomKind::kGroup, "Team", at(0)));
    REQUIRE(room.account == "bot:1");
    REQUIRE(room.key == "-1");
    REQUIRE(room.kind == RoomKind::kGroup);
    REQUIRE(room.reachable);
    REQUIRE_FALSE(room.greeted);
    REQUIRE(must(ledger->room(group("-1", "topic"), RoomKind::kGroup, "Team", at(1))).id == room.id);
    REQUIRE(must(ledger->room({"bot:2", "-1", ""}, RoomKind::kGroup, "Team", at(1))).id != room.id);
    REQUIRE(must(ledger->find_room("bot:1", "-1"))->id == room.id);
}

TEST_CASE("a known room costs no write unless its title or kind changed") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    must(ledger->room(group("-1"), RoomKind::kGroup, "Team", at(0)));
    shell(path, "CREATE TRIGGER planted BEFORE UPDATE ON room BEGIN SELECT RAISE(ABORT, 'a write'); END");
    REQUIRE(ledger->room(group("-1"), RoomKind::kGroup, "Team", at(0)));
    REQUIRE(ledger->room(group("-1"), RoomKind::kGroup, "", at(0)));
    REQUIRE_FALSE(ledger->room(group("-1"), RoomKind::kGroup, "Team 2", at(0)));
    REQUIRE_FALSE(ledger->room(group("-1"), RoomKind::kDirect, "Team", at(0)));
    shell(path, "DROP TRIGGER planted");
    REQUIRE(must(ledger->room(group("-1"), RoomKind::kGroup, "Team 2", at(0))).kind == RoomKind::kGroup);
    REQUIRE(must(ledger->room(group("-1"), RoomKind::kDirect, "", at(0))).kind == RoomKind::kDirect);
    REQUIRE(shell(path, "SELECT kind || ' ' || title FROM room") == "direct Team 2");
}

TEST_CASE("that a room cannot be reached is remembered") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto room = must(ledger->room(direct("1"), RoomKind::kDirect, "", at(0)));
    must(ledger->room(direct("2"), RoomKind::kDirect, "", at(0)));
    must(ledger->set_reachable(room.id, false, "blocked by the user"));
    REQUIRE_FALSE(must(ledger->find_room("bot:1", "1"))->reachable);
    REQUIRE_FALSE(must(ledger->room(direct("1"), RoomKind::kDirect, "", at(1))).reachable);
    REQUIRE(shell(folder / "viva.db", "SELECT why FROM room WHERE room_key = '1'") == "blocked by the user");
    must(ledger->set_reachable(room.id, true, ""));
    REQUIRE(must(ledger->find_room("bot:1", "1"))->reachable);
}

TEST_CASE("that a room was greeted is remembered") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto room = must(ledger->room(group("-1"), RoomKind::kGroup, "", at(0)));
    must(ledger->set_greeted(room.id));
    REQUIRE(must(ledger->room(group("-1"), RoomKind::kGroup, "", at(0))).greeted);
}

TEST_CASE("a room that gets another key takes everything along, and its old key still leads to it") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto seated = seat(*ledger, group("-1", "topic"), "100", RoomKind::kGroup);
    must(ledger->set_greeted(seated.room));
    must(ledger->write(letter(group("-1"), "one")));
    must(ledger->write(letter(group("-1"), "two")));
    must(ledger->move_room("bot:1", "-1", "-100"));
    REQUIRE(unsent_to(*ledger, "-100") == Texts{"one", "two"});
    REQUIRE(unsent_to(*ledger, "-1").empty());
    REQUIRE(must(ledger->place_of(seated.session)) == group("-100", "topic"));
    for (const char* key : {"-1", "-100"}) {
        CAPTURE(key);
        const auto room = must(ledger->room(group(key), RoomKind::kGroup, "", at(2)));
        REQUIRE(room.id == seated.room);
        REQUIRE(room.key == "-100");
        REQUIRE(room.greeted);
        REQUIRE(must(ledger->session_at(seated.person, room.id, "topic"))->stored.id == seated.session);
        must(ledger->write(letter(group(key), key)));
    }
    REQUIRE(unsent_to(*ledger, "-100") == Texts{"one", "two", "-1", "-100"});
    // Told twice, as platforms do from both ends.
    must(ledger->move_room("bot:1", "-1", "-100"));
    REQUIRE(shell(path, "SELECT count(*) FROM room") == "2");
}

TEST_CASE("two rooms that turn out to be one become one") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto old = seat(*ledger, group("-1"), "100", RoomKind::kGroup);
    const auto fresh = seat(*ledger, group("-100"), "200", RoomKind::kGroup);
    must(ledger->set_greeted(old.room));
    must(ledger->write(letter(group("-1"), "one")));
    must(ledger->write(letter(group("-100"), "two")));
    const auto dead = must(ledger->write(letter(group("-1"), "dead")));
    must(ledger->settle({{dead, Settled::How::kDead, "refused"}}, at(1)));
    must(ledger->move_room("bot:1", "-1", "-100"));
    REQUIRE(unsent_to(*ledger, "-100") == Texts{"one", "two"});
    REQUIRE(must(ledger->place_of(old.session)) == group("-100"));
    REQUIRE(must(ledger->find_room("bot:1", "-1"))->id == fresh.room);
    REQUIRE(must(ledger->find_room("bot:1", "-1"))->greeted);
    REQUIRE(must(ledger->session_at(old.person, fresh.room, ""))->stored.id == old.session);
    // Who still holds the old id reaches the same room.
    REQUIRE(must(ledger->session_at(old.person, old.room, ""))->stored.id == old.session);
    REQUIRE(must(ledger->session_at(fresh.person, old.room, ""))->stored.id == fresh.session);
    must(ledger->set_reachable(old.room, false, "gone"));
    REQUIRE_FALSE(must(ledger->find_room("bot:1", "-100"))->reachable);
    must(ledger->set_reachable(old.room, true, ""));
    const auto third = must(ledger->begin_at(fresh.person, old.room, "t", some_pin(), session_after(0), at(3)));
    REQUIRE(must(ledger->place_of(third)) == group("-100", "t"));
    must(ledger->end_sessions_in(old.room, at(4)));
    REQUIRE_FALSE(must(ledger->session_at(old.person, fresh.room, "")));
    REQUIRE(shell(path, "PRAGMA foreign_key_check") == "");
}

TEST_CASE("a room may move on, and back") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto seated = seat(*ledger, group("a"), "100", RoomKind::kGroup);
    const auto other = seat(*ledger, group("d"), "200", RoomKind::kGroup);
    const auto all_lead_to = [&](const std::string& key, RoomId id) {
        CAPTURE(key);
        for (const char* old : {"a", "b", "c"}) {
            const auto room = must(ledger->find_room("bot:1", old));
            REQUIRE(room);
            REQUIRE(room->id == id);
            REQUIRE(room->key == key);
        }
    };
    must(ledger->move_room("bot:1", "a", "b"));
    must(ledger->move_room("bot:1", "b", "c"));
    all_lead_to("c", seated.room);
    must(ledger->move_room("bot:1", "c", "a"));
    all_lead_to("a", seated.room);
    // By an old key.
    must(ledger->move_room("bot:1", "b", "c"));
    all_lead_to("c", seated.room);
    must(ledger->move_room("bot:1", "a", "d"));
    all_lead_to("d", other.room);
    must(ledger->move_room("bot:1", "d", "d"));
    must(ledger->move_room("bot:1", "never seen", "d"));
    must(ledger->move_room("bot:1", "never seen", "nor this"));
    REQUIRE_FALSE(must(ledger->find_room("bot:1", "never seen")));
    REQUIRE_FALSE(must(ledger->find_room("bot:1", "nor this")));
    REQUIRE(shell(path, "SELECT count(*) FROM room") == "4");
    REQUIRE(must(ledger->place_of(seated.session)) == group("d"));
}
