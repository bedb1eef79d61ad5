// Owns the way from schema 1: a database of that program opens with its sessions mid-flight, and two processes never own one file.
#include <sys/wait.h>

#include <string>

#include "bot/store/schema.h"
#include "bot/store/session_codec.h"
#include "tests/unit/store/ledger_fixture.h"

using namespace bot;
using namespace bot::store;

namespace {

// The tables of schema 1 as they were released, and rows as that program wrote them: a waiting, a paused and an ended session in format 1.
constexpr const char* kSchema1 = R"sql(
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
CREATE INDEX session_unfinished ON session(person, updated) WHERE phase <> 'ended';
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

INSERT INTO person(account, user_key, display_name, created) VALUES('console', 'local', 'Ann', 0);
INSERT INTO pin(fingerprint, kept) VALUES('pin-one', 1);
INSERT INTO pinned_file VALUES(1, 0, CAST('packs/go/pack.yaml' AS BLOB), x'69643a20676f0a'), (1, 1, CAST('scripts/round.yaml' AS BLOB), x'69643a20726f756e640a');
INSERT INTO session(person, pin, phase, steps, created, updated, body) VALUES
    (1, 1, 'ended', 3, 0, 60000, '{"v":1,"session":{"script":"round","program":"program","arguments":[],"seed":1,"phase":"ended","state":"","steps":3,"started":0,"last_event":60000,"paused_for":0,"paused_at":null,"timer":null,"queues":[],"asked":[]}}'),
    (1, 1, 'paused', 2, 0, 120000, '{"v":1,"session":{"script":"round","program":"program","arguments":[["pack","go"]],"seed":2,"phase":"paused","state":"ask","steps":2,"started":0,"last_event":120000,"paused_for":5,"paused_at":120000,"timer":null,"queues":[],"asked":[]}}'),
    (1, 1, 'waiting', 1, 0, 180000, '{"v":1,"session":{"script":"round","program":"program","arguments":[["pack","go"]],"seed":7,"phase":"waiting","state":"ask","steps":1,"started":0,"last_event":60000,"paused_for":0,"paused_at":null,"timer":{"id":1,"due":240000,"nudged":false},"queues":[],"asked":[{"question":"go/question-0","rubric":"","skipped":false,"answered":false,"finished":false,"followups":0,"hinted":"","tally":{"credit":[10,0],"penalty":[],"content_words":0,"numbers":0,"term_list":false},"mark":{"score":0,"band":"none","earned":0,"lost":0,"full":0,"rubric":0,"effort":0,"evidence":0,"untouched_parts":0,"capped_parts":false,"capped_list":false},"first_score":0,"points":[],"claims":[],"probe":null,"probed":[]}]}}');
INSERT INTO attempt(session, person, question, rubric, turn, target, score, at, answer, marked) VALUES
    (3, 1, 'go/question-0', 'rubric', 0, '', 62, 60000, x'616e20616e73776572', '{"v":1,"marks":{"mark":{"score":62,"band":"partial","earned":0,"lost":0,"full":0,"rubric":0,"effort":0,"evidence":0,"untouched_parts":0,"capped_parts":false,"capped_list":false},"tally":{"credit":[10],"penalty":[],"content_words":0,"numbers":0,"term_list":false},"findings":{"points":[{"status":"matched","span":{"begin":0,"end":6},"alternative":1}],"misconceptions":[],"words":2,"content_words":1,"numbers":0,"term_list":false,"cut":false,"repaired":false,"other_language":false}}}'),
    (3, 1, 'go/question-0', 'rubric', 1, 'point:x', 62, 60000, x'', '{"v":1,"marks":{"mark":{"score":62,"band":"partial","earned":0,"lost":0,"full":0,"rubric":0,"effort":0,"evidence":0,"untouched_parts":0,"capped_parts":false,"capped_list":false},"tally":{"credit":[10],"penalty":[],"content_words":0,"numbers":0,"term_list":false},"findings":{"points":[],"misconceptions":[],"words":2,"content_words":1,"numbers":0,"term_list":false,"cut":false,"repaired":false,"other_language":false}}}');
PRAGMA application_id = 1449752161;
PRAGMA user_version = 1;
PRAGMA journal_mode = WAL;
)sql";

const SessionId kWaiting{3};

// Tables, columns and indexes, in a form that does not depend on how they came about.
std::string form_of(const std::string& path) {
    return shell(path, "SELECT group_concat(name || ' ' || coalesce(sql, ''), char(10)) FROM (SELECT name, sql FROM sqlite_schema ORDER BY type, name)");
}

}  // namespace

TEST_CASE("a database of schema 1 opens with its sessions mid-flight") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    shell(path, kSchema1);
    const auto person = PersonId{1};
    {
        const auto ledger = ledger_at(path);
        REQUIRE(must(ledger->person("console", "local", "Ann", at(9))) == person);
        auto unfinished = must(ledger->unfinished(person));
        REQUIRE(unfinished);
        REQUIRE(unfinished->id == kWaiting);
        auto expected = session_after(1);
        expected.timer = engine::Timer{1, at(4), false};
        REQUIRE(unfinished->session == expected);
        REQUIRE(must(ledger->load(SessionId{2})).session.paused_at == at(2));
        REQUIRE(must(ledger->load(SessionId{1})).session.phase == engine::Phase::kEnded);
        REQUIRE(must(ledger->pinned("pin-one")).files == some_pin().files);
        const auto attempts = must(ledger->attempts(person, ""));
        REQUIRE(attempts.size() == 2);
        REQUIRE_FALSE(attempts.front().unreadable);
        REQUIRE(attempts.front().attempt.answer == "an answer");
        REQUIRE(attempts.front().attempt.mark.score == 62);
        REQUIRE(attempts.front().attempt.findings.points == std::vector{grade::PointFinding{grade::PointStatus::kMatched, grade::Span{0, 6}, 1}});
        REQUIRE(must(ledger->standings(person, at(9))).size() == 1);
        // None of them is in a chat, so that no deadline of theirs runs.
        REQUIRE_FALSE(must(ledger->next_due()));
        // And they go on.
        must(ledger->commit(turn_of(1, kWaiting, person), at(10)));
    }
    const auto ledger = ledger_at(path);
    REQUIRE(must(ledger->load(kWaiting)).session == session_after(2));
    REQUIRE(shell(path, "SELECT substr(body, 1, 6) FROM session WHERE id = 3") == R"({"v":3)");
    REQUIRE(shell(path, "SELECT substr(body, 1, 6) FROM session WHERE id = 2") == R"({"v":1)");
    REQUIRE(shell(path, "PRAGMA foreign_key_check") == "");
    REQUIRE(shell(path, "PRAGMA integrity_check") == "ok");
    // What was there before can be forgotten and erased like anything else.
    REQUIRE(must(ledger->forget_old(Instant(std::chrono::hours(24 * 400)), {{}, {}, std::chrono::hours(24)}, 100)) == 2);
    must(ledger->erase(person));
    REQUIRE(shell(path, "SELECT count(*) FROM session") == "0");
}

TEST_CASE("a migrated database has the same form as a new one") {
    TempFolder folder;
    shell(folder / "old.db", kSchema1);
    { ledger_at(folder / "old.db"); }
    { ledger_at(folder / "new.db"); }
    REQUIRE(form_of(folder / "old.db") == form_of(folder / "new.db"));
    REQUIRE(shell(folder / "old.db", "PRAGMA user_version") == "4");
    REQUIRE(schema_version() == 4);
}

TEST_CASE("a migration that is cut short leaves schema 1 as it was") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    shell(path, kSchema1);
    const auto before = form_of(path);
    const auto rows = shell(path, "SELECT group_concat(body) FROM session");
    {
        const auto connection = Connection::open(path, std::chrono::milliseconds(0));
        REQUIRE(connection);
        // A limit on the file's size stands for a disk that is full half-way.
        const auto pages = (*connection)->number("PRAGMA page_count");
        REQUIRE(pages);
        REQUIRE((*connection)->script(("PRAGMA max_page_count = " + std::to_string(*pages + 5)).c_str()));
        const auto prepared = prepare(**connection, Durability::kFull);
        REQUIRE_FALSE(prepared);
        REQUIRE(prepared.error().message == "cannot write " + path + ": the disk is full (free some space and try again)");
    }
    REQUIRE(form_of(path) == before);
    REQUIRE(shell(path, "PRAGMA user_version") == "1");
    REQUIRE(shell(path, "SELECT group_concat(body) FROM session") == rows);
    ledger_at(path);
    REQUIRE(shell(path, "PRAGMA user_version") == "4");
}

TEST_CASE("a newer database is refused by its number, and a server's file by a second server") {
    TempFolder folder;
    const auto path = folder / "viva.db";
    { ledger_at(path); }
    shell(path, "PRAGMA user_version = 5");
    const auto newer = Ledger::open(path);
    REQUIRE_FALSE(newer);
    REQUIRE(newer.error() ==
            Error{Code::kInvalidInput, path + " was written by a newer viva (schema 5, this one knows 4): update viva, or choose another file with --db"});
    shell(path, "PRAGMA user_version = 4");
    const auto ledger = ledger_at(path);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const auto second = Ledger::open(path);
        ::_exit(!second && second.error().code == Code::kConflict ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);
    // Nor can a console own it meanwhile.
    const auto console = Store::open(path);
    REQUIRE_FALSE(console);
    REQUIRE(console.error() ==
            Error{Code::kConflict, path + " is in use by process " + std::to_string(::getpid()) + " (stop it, or choose another file with --db)"});
    REQUIRE(must(ledger->receive(said("1"), at(0))));
}
