// Owns the way from schema 2: a server's database opens with its sessions in chats, and its rooms can be teams.
#include <string>

#include "bot/store/schema.h"
#include "tests/unit/store/team_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

// The tables of schema 2 as they were released, and rows as that program wrote them.
constexpr const char* kSchema2 = R"sql(
CREATE TABLE person(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    user_key TEXT NOT NULL,
    display_name TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE(account, user_key)
) STRICT;

CREATE TABLE pin(
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,
    kept INTEGER NOT NULL CHECK(kept IN (0, 1))
) STRICT;

CREATE TABLE pinned_file(
    pin INTEGER NOT NULL REFERENCES pin(id),
    position INTEGER NOT NULL,
    path BLOB NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY(pin, position)
) STRICT;

CREATE TABLE session(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES person(id),
    pin INTEGER NOT NULL REFERENCES pin(id),
    phase TEXT NOT NULL CHECK(phase IN ('waiting', 'paused', 'ended')),
    steps INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX session_pin ON session(pin) WHERE phase <> 'ended';

CREATE TABLE attempt(
    id INTEGER PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES session(id),
    person INTEGER NOT NULL REFERENCES person(id),
    question TEXT NOT NULL,
    rubric TEXT NOT NULL,
    turn INTEGER NOT NULL,
    target TEXT NOT NULL,
    score INTEGER NOT NULL,
    at INTEGER NOT NULL,
    answer BLOB NOT NULL,
    marked TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_question ON attempt(person, question, turn);
CREATE INDEX attempt_session ON attempt(session);

CREATE INDEX session_person ON session(person, phase);
CREATE INDEX attempt_answer ON attempt(at) WHERE answer <> x'';

CREATE TABLE inbox(
    account TEXT NOT NULL,
    event TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY(account, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_at ON inbox(at);

CREATE TABLE inbox_alias(
    account TEXT NOT NULL,
    alias TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY(account, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_alias_at ON inbox_alias(at);

CREATE TABLE buried(
    account TEXT NOT NULL,
    event TEXT NOT NULL,
    user_key TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY(account, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX buried_at ON buried(at);

CREATE TABLE cursor(
    account TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE room(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account TEXT NOT NULL,
    room_key TEXT NOT NULL,
    kind TEXT NOT NULL CHECK(kind IN ('direct', 'group')),
    title TEXT NOT NULL,
    created INTEGER NOT NULL,
    reachable INTEGER NOT NULL DEFAULT 1 CHECK(reachable IN (0, 1)),
    why TEXT NOT NULL DEFAULT '',
    greeted INTEGER NOT NULL DEFAULT 0 CHECK(greeted IN (0, 1)),
    moved INTEGER REFERENCES room(id),
    UNIQUE(account, room_key)
) STRICT;
CREATE INDEX room_moved ON room(moved) WHERE moved IS NOT NULL;

CREATE TABLE chat(
    session INTEGER PRIMARY KEY REFERENCES session(id),
    room INTEGER NOT NULL REFERENCES room(id),
    person INTEGER NOT NULL REFERENCES person(id),
    thread TEXT NOT NULL,
    live INTEGER NOT NULL CHECK(live IN (0, 1)),
    due INTEGER,
    draft_due INTEGER,
    draft BLOB NOT NULL
) STRICT;
CREATE INDEX chat_place ON chat(room, person, thread, live);
CREATE INDEX chat_person ON chat(person);
CREATE INDEX chat_due ON chat(due) WHERE due IS NOT NULL;
CREATE INDEX chat_draft_due ON chat(draft_due) WHERE draft_due IS NOT NULL;

CREATE TABLE outbox(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room INTEGER NOT NULL REFERENCES room(id),
    written INTEGER NOT NULL,
    part INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    thread TEXT NOT NULL,
    handle TEXT NOT NULL,
    reply_to TEXT NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE sent(
    at INTEGER NOT NULL,
    letter INTEGER NOT NULL,
    PRIMARY KEY(at, letter)
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letter(
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES room(id),
    written INTEGER NOT NULL,
    at INTEGER NOT NULL,
    part INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    thread TEXT NOT NULL,
    reason TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX dead_letter_at ON dead_letter(at);

CREATE TABLE setting(
    person INTEGER NOT NULL REFERENCES person(id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY(person, name)
) STRICT, WITHOUT ROWID;

INSERT INTO person(account, user_key, display_name, created) VALUES('bot:1', 'user-Ann', 'Ann', 0);
INSERT INTO room(account, room_key, kind, title, created) VALUES('bot:1', '-1', 'group', 'Team -1', 0), ('bot:1', 'user-Ann', 'direct', '', 0);
INSERT INTO pin(fingerprint, kept) VALUES('pin-one', 1);
INSERT INTO session(person, pin, phase, steps, created, updated, body) VALUES
    (1, 1, 'waiting', 1, 0, 180000, '{"v":2,"session":{"script":"round","program":"program","arguments":[["pack","go"]],"seed":7,"state":"ask","steps":1,"last_event":60000,"timer":{"id":1,"due":240000}}}');
INSERT INTO chat(session, room, person, thread, live, due, draft) VALUES(1, 2, 1, '', 1, 240000, x'');
INSERT INTO attempt(session, person, question, rubric, turn, target, score, at, answer, marked) VALUES(1, 1, 'go/a', 'rubric', 0, '', 62, 60000, x'6f6e65', '{"v":2,"marks":{}}');
INSERT INTO outbox(room, written, part, tries, thread, handle, reply_to, reason, body) VALUES(1, 0, 0, 0, '', '', '', '', '{"v":1,"message":{}}');
PRAGMA application_id = 1449752161;
PRAGMA user_version = 2;
PRAGMA journal_mode = WAL;
)sql";

std::string form_of(const std::string& path) {
    return shell(path, "SELECT group_concat(name || ' ' || coalesce(sql, ''), char(10)) FROM (SELECT name, sql FROM sqlite_schema ORDER BY type, name)");
}

}  // namespace

TEST_CASE("a database of schema 2 opens with its sessions in chats, and its rooms can be teams") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    shell(path, kSchema2);
    {
        const auto ledger = ledger_at(path);
        REQUIRE(must(ledger->next_due()) == at(4));
        REQUIRE(must(ledger->unsent(0, 9)).size() == 1);
        const auto ann = must(ledger->person("bot:1", "user-Ann", "Ann", at(1)));
        const auto standings = must(ledger->standings(ann, at(1)));
        REQUIRE(standings.size() == 1);
        REQUIRE_FALSE(standings.front().due);
        auto& book = ledger->teams();
        REQUIRE(must(book.teams()).empty());
        REQUIRE_FALSE(must(book.next_team_due()));
        REQUIRE(must(book.card(ann, "go/a")) == review::Card{});
        REQUIRE(must(book.last_first_attempt(SessionId{1})) == AttemptId{1});
        const auto room = must(ledger->find_room("bot:1", "-1"))->id;
        must(book.set_team(some_team(room)));
        must(book.score({room, ann, day(1), "go/a", {}, 62, AttemptId{1}}, "answered", false, at(1)));
    }
    REQUIRE(shell(path, "PRAGMA user_version") == std::to_string(schema_version()));
    REQUIRE(shell(path, "PRAGMA foreign_key_check").empty());
    REQUIRE(shell(path, "PRAGMA integrity_check") == "ok");
    const auto ledger = ledger_at(path);
    const auto room = must(ledger->find_room("bot:1", "-1"))->id;
    REQUIRE(must(ledger->teams().entries(room)).size() == 1);
    must(ledger->erase(PersonId{1}));
    REQUIRE(must(ledger->teams().entries(room)).empty());
}

TEST_CASE("a database that came from schema 2 has the same form as a new one") {
    TempFolder folder;
    shell(folder / "old.db", kSchema2);
    { ledger_at(folder / "old.db"); }
    { ledger_at(folder / "new.db"); }
    REQUIRE(form_of(folder / "old.db") == form_of(folder / "new.db"));
}
