// Owns batches and scopes: all or nothing, one inside another, and nothing on its own after a failure.
#include <string>

#include "bot/store/transaction.h"
#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

TEST_CASE("a batch that is not committed leaves nothing") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    {
        const auto ledger = ledger_at(path);
        const auto batch = must(ledger->batch());
        REQUIRE(must(ledger->receive(said("1"), at(0))));
        seat(*ledger);
        must(ledger->write(letter(direct(), "hello")));
        must(ledger->set_cursor("bot:1", "2"));
    }
    for (const char* table : {"inbox", "room", "person", "session", "chat", "pin", "pinned_file", "outbox", "cursor"}) {
        CAPTURE(table);
        REQUIRE(shell(path, std::string("SELECT count(*) FROM ") + table) == "0");
    }
}

TEST_CASE("a batch is there for others only when it is committed") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto batch = must(ledger->batch());
    const auto seated = seat(*ledger);
    must(ledger->commit(turn_of(0, seated.session, seated.person), at(1)));
    REQUIRE(must(ledger->load(seated.session)).session == session_after(1));
    REQUIRE(shell(path, "SELECT count(*) FROM session") == "0");
    must(batch->commit());
    REQUIRE(shell(path, "SELECT count(*) FROM session") == "1");
    REQUIRE(shell(path, "SELECT count(*) FROM attempt") == "1");
}

TEST_CASE("a scope that is not kept undoes its own part and nothing else") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto batch = must(ledger->batch());
    const auto seated = seat(*ledger);
    {
        const auto scope = must(ledger->scope());
        REQUIRE(must(ledger->receive(said("1"), at(0))));
        must(scope->keep());
    }
    {
        const auto scope = must(ledger->scope());
        REQUIRE(must(ledger->receive(said("2"), at(0))));
        must(ledger->commit(turn_of(0, seated.session, seated.person), at(1)));
        must(ledger->write(letter(direct(), "undone")));
        {
            const auto inner = must(ledger->scope());
            must(ledger->write(letter(direct(), "undone with it")));
            must(inner->keep());
        }
    }
    {
        const auto scope = must(ledger->scope());
        must(ledger->bury(said("2"), "could not be handled", at(1)));
        must(scope->keep());
    }
    must(batch->commit());
    REQUIRE_FALSE(must(ledger->receive(said("1"), at(2))));
    REQUIRE_FALSE(must(ledger->receive(said("2"), at(2))));
    REQUIRE(must(ledger->load(seated.session)).session == session_after(0));
    REQUIRE(must(ledger->unsent(0, 10)).empty());
    REQUIRE(shell(folder / "viva.db", "SELECT reason FROM buried") == "could not be handled");
}

TEST_CASE("a call that fails inside a batch undoes itself and the batch goes on") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto seated = seat(*ledger);
    shell(folder / "viva.db", "CREATE TRIGGER planted BEFORE INSERT ON attempt WHEN new.question = 'go/question-1' BEGIN SELECT RAISE(ABORT, 'planted'); END");
    const auto batch = must(ledger->batch());
    auto turn = turn_of(0, seated.session, seated.person);
    turn.attempts.push_back(attempt_of_turn(1));
    REQUIRE_FALSE(ledger->commit(turn, at(1)));
    REQUIRE(must(ledger->load(seated.session)).session == session_after(0));
    REQUIRE(must(ledger->receive(said("1"), at(1))));
    must(batch->commit());
    REQUIRE(must(ledger->attempts(seated.person, "")).empty());
    REQUIRE_FALSE(must(ledger->receive(said("1"), at(1))));
}

TEST_CASE("a call that fails half-way inside a scope spoils it until it is undone") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path);
    const auto seated = seat(*ledger);
    shell(path, "CREATE TRIGGER planted BEFORE INSERT ON attempt WHEN new.question = 'go/question-1' BEGIN SELECT RAISE(ABORT, 'planted'); END");
    const auto batch = must(ledger->batch());
    REQUIRE(must(ledger->receive(said("1"), at(1))));
    {
        const auto scope = must(ledger->scope());
        must(ledger->write(letter(direct(), "undone")));
        {
            const auto inner = must(ledger->scope());
            auto turn = turn_of(0, seated.session, seated.person);
            turn.attempts.push_back(attempt_of_turn(1));
            REQUIRE(ledger->commit(turn, at(1)).error().message.find("planted") != std::string::npos);
            const Error spoiled{Code::kConflict, path + ": an earlier failure has spoiled this part of the transaction (undo it)"};
            REQUIRE(ledger->load(seated.session).error() == spoiled);
            REQUIRE(ledger->write(letter(direct(), "lost")).error() == spoiled);
            REQUIRE(ledger->commit(turn_of(0, seated.session, seated.person), at(1)).error() == spoiled);
            REQUIRE(ledger->scope().error() == spoiled);
            REQUIRE(inner->keep().error() == spoiled);
        }
        // The outer one is as it was before.
        REQUIRE(must(ledger->load(seated.session)).session == session_after(0));
        must(ledger->commit(turn_of(0, seated.session, seated.person), at(1)));
        must(scope->keep());
    }
    must(batch->commit());
    REQUIRE(must(ledger->load(seated.session)).session == session_after(1));
    REQUIRE(must(ledger->attempts(seated.person, "")).size() == 1);
    REQUIRE(must(ledger->unsent(0, 10)).size() == 1);
    REQUIRE_FALSE(must(ledger->receive(said("1"), at(2))));
}

TEST_CASE("calls that find nothing to do leave a scope as it is") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    auto event = said("1");
    event.alias = "alias";
    const auto batch = must(ledger->batch());
    const auto scope = must(ledger->scope());
    REQUIRE(must(ledger->receive(event, at(0))));
    event.event = "2";
    REQUIRE_FALSE(must(ledger->receive(event, at(0))));
    must(ledger->move_room("bot:1", "never seen", "nor this"));
    REQUIRE(must(ledger->forget_old(at(0), {}, 10)) == 0);
    must(ledger->settle({}, at(0)));
    REQUIRE_FALSE(ledger->place_of(SessionId{9}));
    must(scope->keep());
    must(batch->commit());
    REQUIRE(shell(folder / "viva.db", "SELECT group_concat(event) FROM inbox") == "1");
}

TEST_CASE("after SQLite itself has undone a batch nothing is written on its own") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    const auto seated = seat(*ledger);
    // A trigger that rolls back stands for a full disk, which does so too.
    shell(folder / "viva.db", "CREATE TRIGGER planted BEFORE INSERT ON cursor BEGIN SELECT RAISE(ROLLBACK, 'planted'); END");
    {
        const auto batch = must(ledger->batch());
        const auto scope = must(ledger->scope());
        REQUIRE(must(ledger->receive(said("1"), at(1))));
        REQUIRE_FALSE(ledger->set_cursor("bot:1", "2"));
        const auto refused = ledger->receive(said("2"), at(1));
        REQUIRE_FALSE(refused);
        REQUIRE(refused.error() == Error{Code::kUnavailable, (folder / "viva.db") + ": an earlier failure has undone the transaction (begin it again)"});
        REQUIRE_FALSE(ledger->commit(turn_of(0, seated.session, seated.person), at(1)));
        REQUIRE_FALSE(ledger->scope());
        REQUIRE_FALSE(scope->keep());
        REQUIRE_FALSE(ledger->load(seated.session));
    }
    REQUIRE(must(ledger->load(seated.session)).session == session_after(0));
    const auto batch = must(ledger->batch());
    REQUIRE(must(ledger->receive(said("1"), at(1))));
    must(batch->commit());
    REQUIRE(shell(folder / "viva.db", "SELECT group_concat(event) FROM inbox") == "1");
}

TEST_CASE("a batch cannot be committed into a file that was moved away") {
    TempFolder folder;
    const auto ledger = ledger_at(folder / "viva.db");
    std::filesystem::rename(folder / "viva.db", folder / "moved.db");
    const auto batch = ledger->batch();
    REQUIRE_FALSE(batch);
    REQUIRE(batch.error().message == (folder / "viva.db") + " was moved or deleted while in use (put it back and start again)");
    std::filesystem::rename(folder / "moved.db", folder / "viva.db");
    REQUIRE(ledger->batch());
}

TEST_CASE("a server's calls find their rows by index, however many there are") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    const auto ledger = ledger_at(path, Durability::kNormal);
    {
        const auto batch = must(ledger->batch());
        for (int number = 0; number < 200; ++number) {
            const auto seated = seat(*ledger, direct(std::to_string(number)), std::to_string(number));
            must(ledger->commit({{seated.session, seated.person, "pin-one", waiting_until(1, at(number))}, {attempt_of_turn(number)}}, at(number)));
            must(ledger->set_draft(seated.session, "piece", at(number)));
            must(ledger->receive(said(std::to_string(number)), at(number)));
            must(ledger->write(letter(direct(std::to_string(number)), "hello", at(number))));
        }
        must(batch->commit());
    }
    const auto before = ledger->connection().scanned();
    const auto seated = Seated{PersonId{100}, RoomId{100}, SessionId{100}};
    for (int round = 0; round < 3; ++round) {
        must(ledger->receive(said("new" + std::to_string(round)), at(300)));
        REQUIRE_FALSE(must(ledger->receive(said("7"), at(300))));
        must(ledger->room(direct("99"), RoomKind::kDirect, "Ann", at(300)));
        must(ledger->person("bot:1", "99", "Ann", at(300)));
        REQUIRE(must(ledger->session_at(seated.person, seated.room, "")));
        REQUIRE(must(ledger->chat_session(seated.session)));
        must(ledger->commit({{seated.session, seated.person, "pin-one", waiting_until(2, at(2))}, {attempt_of_turn(2)}}, at(300)));
        must(ledger->set_draft(seated.session, "pieces", at(round)));
        must(ledger->place_of(seated.session));
        REQUIRE(must(ledger->next_due()) == at(0));
        must(ledger->write(letter(direct("99"), "hello")));
        REQUIRE(must(ledger->unsent(198, 10)).size() > 1);
        must(ledger->settle({{10 + round, Settled::How::kSent, ""}, {20 + round, Settled::How::kDead, "gone"}, {30, Settled::How::kTriedAgainLater, "later"}},
                            at(300)));
        must(ledger->set_cursor("bot:1", "3"));
        must(ledger->setting(seated.person, "gather"));
        must(ledger->set_setting(seated.person, "gather", "4s"));
        must(ledger->unfinished(seated.person));
    }
    // unfinished() sorts the person's few sessions.
    REQUIRE(ledger->connection().scanned() <= before + 3);
    REQUIRE(must(ledger->forget_old(at(30), {std::chrono::minutes(10), std::chrono::minutes(10), std::chrono::minutes(10)}, 1000)) > 0);
    REQUIRE(ledger->connection().scanned() <= before + 3 + 200);  // the letters in order of writing
}
