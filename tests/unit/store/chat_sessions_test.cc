// Owns sessions in chats: found by person, room and thread; their deadlines; what is gathered; how they end.
#include <string>

#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

void commit(Ledger& ledger, const Seated& seated, engine::Session session) {
    must(ledger.commit({{seated.session, seated.person, "pin-one", std::move(session)}, {}}, at(1)));
}

std::vector<SessionId> due(Ledger& ledger, Instant now, int limit = 10) { return must(ledger.due(now, limit)); }

}  // namespace

TEST_CASE("a session is found by its person, room and thread, and by nothing less") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto ann = seat(*ledger, {"bot:1", "-1", "t"}, "100", RoomKind::kGroup);
    const auto bob = seat(*ledger, {"bot:1", "-1", "t"}, "200", RoomKind::kGroup);
    const auto found = must(ledger->session_at(ann.person, ann.room, "t"));
    REQUIRE(found);
    REQUIRE(found->stored.id == ann.session);
    REQUIRE(found->stored.person == ann.person);
    REQUIRE(found->stored.pin == "pin-one");
    REQUIRE(found->stored.session == session_after(0));
    REQUIRE(found->room == ann.room);
    REQUIRE(found->thread == "t");
    REQUIRE(found->draft.empty());
    REQUIRE_FALSE(found->draft_due);
    REQUIRE(must(ledger->session_at(bob.person, bob.room, "t"))->stored.id == bob.session);
    REQUIRE_FALSE(must(ledger->session_at(ann.person, ann.room, "")));
    const auto elsewhere = must(ledger->room({"bot:1", "-2", ""}, RoomKind::kGroup, "", at(0)));
    REQUIRE_FALSE(must(ledger->session_at(ann.person, elsewhere.id, "t")));
    REQUIRE(must(ledger->place_of(ann.session)) == Place{"bot:1", "-1", "t"});
    REQUIRE(must(ledger->chat_session(ann.session))->stored.session == session_after(0));
    REQUIRE(must(ledger->pinned("pin-one")).files == some_pin().files);
}

TEST_CASE("a session that is in no chat has no place and is in nobody's way") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto seated = seat(*ledger);
    const auto console = must(ledger->begin(seated.person, some_pin(), waiting_until(0, at(1)), at(0)));
    must(ledger->commit({{console, seated.person, "pin-one", waiting_until(1, at(2))}, {}}, at(1)));
    REQUIRE(must(ledger->session_at(seated.person, seated.room, ""))->stored.id == seated.session);
    REQUIRE_FALSE(must(ledger->chat_session(console)));
    REQUIRE(ledger->place_of(console).error() == Error{Code::kNotFound, "session 2 is in no chat"});
    REQUIRE_FALSE(must(ledger->next_due()));
    REQUIRE(due(*ledger, at(100)).empty());
}

TEST_CASE("the latest unfinished session of a place counts, and ended ones are still there by their id") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto first = seat(*ledger);
    const auto second = seat(*ledger);
    REQUIRE(must(ledger->session_at(first.person, first.room, ""))->stored.id == second.session);
    commit(*ledger, second, session_after(1, engine::Phase::kPaused));
    REQUIRE(must(ledger->session_at(first.person, first.room, ""))->stored.session.phase == engine::Phase::kPaused);
    commit(*ledger, second, session_after(2, engine::Phase::kEnded));
    REQUIRE(must(ledger->session_at(first.person, first.room, ""))->stored.id == first.session);
    commit(*ledger, first, session_after(1, engine::Phase::kEnded));
    REQUIRE_FALSE(must(ledger->session_at(first.person, first.room, "")));
    REQUIRE(must(ledger->chat_session(second.session))->stored.session == session_after(2, engine::Phase::kEnded));
    // Over at its first turn.
    must(ledger->begin_at(first.person, first.room, "", some_pin(), session_after(0, engine::Phase::kEnded), at(0)));
    REQUIRE_FALSE(must(ledger->session_at(first.person, first.room, "")));
    REQUIRE(ledger->pinned("pin-one").error().code == Code::kNotFound);
}

TEST_CASE("what was said before the call for the latest session of a place is not said in it") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const Place place{"bot:1", "-5", "t"};
    auto ledger = ledger_at(path);
    const auto in_session = [&](Instant said) { return must(ledger->in_session(place, "100", said)); };
    REQUIRE_FALSE(in_session(at(50)));
    const auto older = seat(*ledger, place, "100", RoomKind::kGroup);
    REQUIRE(in_session(at(0)));
    const auto later = must(ledger->begin_at(older.person, older.room, "t", some_pin(), session_after(0), at(99), at(50)));
    ledger.reset();
    ledger = ledger_at(path);
    REQUIRE_FALSE(in_session(at(49)));
    REQUIRE(in_session(at(50)));
    REQUIRE(in_session({}));
    REQUIRE_FALSE(must(ledger->in_session(place, "200", at(50))));
    REQUIRE_FALSE(must(ledger->in_session({"bot:1", "-5", ""}, "100", at(50))));
    commit(*ledger, {older.person, older.room, later}, session_after(1, engine::Phase::kEnded));
    REQUIRE(in_session(at(49)));
    must(ledger->move_room("bot:1", "-5", "-6"));
    REQUIRE(in_session(at(49)));
    REQUIRE(must(ledger->in_session({"bot:1", "-6", "t"}, "100", at(49))));
}

TEST_CASE("deadlines come earliest first, follow each turn and stop when the session does not wait") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    auto ledger = ledger_at(path);
    const auto one = seat(*ledger, direct("1"), "1");
    const auto two = seat(*ledger, direct("2"), "2");
    const auto three = seat(*ledger, direct("3"), "3");
    REQUIRE_FALSE(must(ledger->next_due()));
    commit(*ledger, one, waiting_until(1, at(30)));
    commit(*ledger, two, waiting_until(1, at(10)));
    commit(*ledger, three, waiting_until(1, at(20)));
    REQUIRE(must(ledger->next_due()) == at(10));
    REQUIRE(due(*ledger, at(9)).empty());
    REQUIRE(due(*ledger, at(20)) == std::vector{two.session, three.session});
    REQUIRE(due(*ledger, at(99)) == std::vector{two.session, three.session, one.session});
    REQUIRE(due(*ledger, at(99), 2) == std::vector{two.session, three.session});
    commit(*ledger, two, waiting_until(2, at(40)));
    REQUIRE(must(ledger->next_due()) == at(20));
    auto paused = waiting_until(2, at(20));
    paused.phase = engine::Phase::kPaused;
    commit(*ledger, three, paused);
    commit(*ledger, one, session_after(2));
    REQUIRE(due(*ledger, at(99)) == std::vector{two.session});
    ledger.reset();
    ledger = ledger_at(path);
    REQUIRE(must(ledger->next_due()) == at(40));
    auto over = waiting_until(3, at(40));
    over.phase = engine::Phase::kEnded;
    commit(*ledger, two, over);
    REQUIRE_FALSE(must(ledger->next_due()));
    must(ledger->begin_at(one.person, one.room, "", some_pin(), waiting_until(0, at(50)), at(0)));
    REQUIRE(must(ledger->next_due()) == at(50));
}

TEST_CASE("a draft has its own deadline and goes with its session") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto seated = seat(*ledger);
    const std::string odd("first\nsecond \xff\0", 15);
    must(ledger->set_draft(seated.session, odd, at(5)));
    auto found = must(ledger->session_at(seated.person, seated.room, ""));
    REQUIRE(found->draft == odd);
    REQUIRE(found->draft_due == at(5));
    REQUIRE(must(ledger->next_due()) == at(5));
    commit(*ledger, seated, waiting_until(1, at(3)));
    REQUIRE(must(ledger->next_due()) == at(3));
    // Due for both reasons it is named once.
    REQUIRE(due(*ledger, at(9)) == std::vector{seated.session});
    const auto other = seat(*ledger, direct("2"), "2");
    commit(*ledger, other, waiting_until(1, at(4)));
    REQUIRE(due(*ledger, at(9)) == std::vector{seated.session, other.session});
    commit(*ledger, seated, waiting_until(2, at(8)));
    REQUIRE(due(*ledger, at(9)) == std::vector{other.session, seated.session});
    must(ledger->set_draft(seated.session, "", std::nullopt));
    found = must(ledger->session_at(seated.person, seated.room, ""));
    REQUIRE(found->draft.empty());
    REQUIRE_FALSE(found->draft_due);
    REQUIRE(due(*ledger, at(5)) == std::vector{other.session});
    must(ledger->set_draft(seated.session, "late", at(1)));
    commit(*ledger, seated, session_after(3, engine::Phase::kEnded));
    REQUIRE(due(*ledger, at(5)) == std::vector{other.session});
    REQUIRE(must(ledger->chat_session(seated.session))->draft.empty());
}

TEST_CASE("a draft that stays as it is costs no write") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto seated = seat(*ledger);
    must(ledger->set_draft(seated.session, "", std::nullopt));
    REQUIRE(ledger->connection().changed() == 0);
    must(ledger->set_draft(seated.session, "a", at(1)));
    REQUIRE(ledger->connection().changed() == 1);
    must(ledger->set_draft(seated.session, "a", at(1)));
    REQUIRE(ledger->connection().changed() == 0);
    must(ledger->set_draft(seated.session, "a", at(2)));
    REQUIRE(ledger->connection().changed() == 1);
}

TEST_CASE("what runs in a room that is gone is ended, whole") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const Place group{"bot:1", "-1", "t"};
    const auto ann = seat(*ledger, group, "100", RoomKind::kGroup);
    const auto bob = seat(*ledger, group, "200", RoomKind::kGroup);
    const auto carl = seat(*ledger, direct("300"), "300");
    commit(*ledger, ann, waiting_until(1, at(3)));
    commit(*ledger, carl, waiting_until(1, at(4)));
    must(ledger->set_draft(bob.session, "piece", at(2)));
    shell(path, "UPDATE session SET body = '{' WHERE id = " + std::to_string(bob.session.value));
    must(ledger->end_sessions_in(ann.room, at(5)));
    auto expected = session_after(1, engine::Phase::kEnded);
    expected.timer.reset();
    REQUIRE(must(ledger->load(ann.session)).session == expected);
    // One that cannot be read is over as well, and what is left of it stays.
    REQUIRE(shell(path, "SELECT phase || body FROM session WHERE id = " + std::to_string(bob.session.value)) == "ended{");
    REQUIRE_FALSE(must(ledger->session_at(ann.person, ann.room, "t")));
    REQUIRE_FALSE(must(ledger->session_at(bob.person, bob.room, "t")));
    REQUIRE(due(*ledger, at(9)) == std::vector{carl.session});
    REQUIRE(must(ledger->session_at(carl.person, carl.room, ""))->stored.session == waiting_until(1, at(4)));
}

TEST_CASE("a session that cannot be read is reported, and can be taken off the deadlines") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto seated = seat(*ledger);
    commit(*ledger, seated, waiting_until(1, at(3)));
    must(ledger->set_draft(seated.session, "piece", at(2)));
    shell(path, "UPDATE session SET body = '{'");
    const Error expected{Code::kCorrupt, "session 1: the stored session cannot be read: not JSON"};
    REQUIRE(ledger->session_at(seated.person, seated.room, "").error() == expected);
    REQUIRE(ledger->chat_session(seated.session).error() == expected);
    must(ledger->silence(seated.session));
    REQUIRE_FALSE(must(ledger->next_due()));
    REQUIRE(ledger->session_at(seated.person, seated.room, "").error() == expected);
    REQUIRE(shell(path, "SELECT phase || body FROM session") == "waiting{");
}

TEST_CASE("a session cannot begin in a room or for a person that is not there") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto seated = seat(*ledger);
    REQUIRE_FALSE(ledger->begin_at(PersonId{9}, seated.room, "", some_pin("new"), session_after(0), at(0)));
    REQUIRE_FALSE(ledger->begin_at(seated.person, RoomId{9}, "", some_pin("new"), session_after(0), at(0)));
    REQUIRE(shell(path, "SELECT count(*) FROM session") == "1");
    REQUIRE(shell(path, "SELECT count(*) FROM pin") == "1");
}

TEST_CASE("content that is damaged in the file is written again by the next session, rollback or not") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    seat(*ledger);
    shell(path, "UPDATE pinned_file SET body = x'00' WHERE position = 1");
    {
        const auto batch = must(ledger->batch());
        seat(*ledger);
        seat(*ledger);
        REQUIRE(must(ledger->pinned("pin-one")).files == some_pin().files);
    }
    REQUIRE_FALSE(must(ledger->pinned("pin-one")).files == some_pin().files);
    seat(*ledger);
    REQUIRE(must(ledger->pinned("pin-one")).files == some_pin().files);
}

TEST_CASE("content is compared once a process, not at every session") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    auto ledger = ledger_at(path);
    seat(*ledger);
    seat(*ledger);
    shell(path, "UPDATE pinned_file SET body = x'00' WHERE position = 1");
    seat(*ledger);
    REQUIRE_FALSE(must(ledger->pinned("pin-one")).files == some_pin().files);
    ledger.reset();
    ledger = ledger_at(path);
    seat(*ledger);
    REQUIRE(must(ledger->pinned("pin-one")).files == some_pin().files);
}
