// Owns the numbered migrations. A migration that was released is never edited: a change is a new one at the end.
#include "bot/store/migrations.h"

#include <array>

namespace bot::store {

namespace {

// Times are milliseconds since 1970 in UTC. session.body and attempt.marked are the JSON of session_codec.h; the columns beside them are what is searched for.
// Ids of persons and sessions are shown to people and are never used again, hence AUTOINCREMENT.
constexpr const char* kFirst = R"sql(
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
)sql";

// The server's part: what arrived, where, deadlines, and what is to be sent.
// inbox holds ids only, against duplicates; an event that could not be handled lies in buried. A letter is in outbox until it is sent (then sent remembers
// that it was) or given up (then it is in dead_letter). Ids of letters are never used again.
// chat is a session's place in a chat: due is the session's own deadline, draft the pieces of an answer that is still being gathered. live is 0 once the
// session has ended. A room that has another key now leaves its old key behind, with moved saying where to. Beside the tables: updates of a session that
// neither begins nor ends touch no index any more.
constexpr const char* kSecond = R"sql(
DROP INDEX session_unfinished;
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
)sql";

// Rooms as teams. Dates are days since 1970 on the room's own calendar. team.schedule is the JSON of schedule_codec.h.
// slot is the ledger of daily questions, one row a date; its ids stand in buttons and are never used again. reveal_at and remind_at are there until it is done.
// draw numbers what was drawn in a room, posted or put aside, upwards; 0 in a slot that was skipped. daily_answer.first is the attempt that came first, for the
// order. score is what counts on a board, clustered by room so that a board is one range; every change of it leaves a row in audit. Rows name attempts without
// referring to them: an attempt goes only with its person, whose rows here go as well.
constexpr const char* kThird = R"sql(
CREATE TABLE team(
    room INTEGER PRIMARY KEY REFERENCES room(id),
    thread TEXT NOT NULL,
    running INTEGER NOT NULL CHECK(running IN (0, 1)),
    next INTEGER NOT NULL,
    wake INTEGER,
    set_by INTEGER REFERENCES person(id),
    schedule TEXT NOT NULL
) STRICT;
CREATE INDEX team_wake ON team(wake) WHERE wake IS NOT NULL;
CREATE INDEX team_set_by ON team(set_by) WHERE set_by IS NOT NULL;

CREATE TABLE slot(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    room INTEGER NOT NULL REFERENCES room(id),
    date INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK(outcome IN ('posted', 'downtime', 'holiday', 'paused', 'no-question', 'set-later')),
    at INTEGER NOT NULL,
    question TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    draw INTEGER NOT NULL,
    letter INTEGER,
    message TEXT NOT NULL,
    remind_at INTEGER,
    reveal_at INTEGER,
    revealed INTEGER,
    UNIQUE(room, date)
) STRICT;
CREATE INDEX slot_open ON slot(room, date) WHERE outcome = 'posted' AND revealed IS NULL;
CREATE INDEX slot_letter ON slot(letter) WHERE letter IS NOT NULL;
CREATE INDEX slot_remind ON slot(remind_at) WHERE remind_at IS NOT NULL;
CREATE INDEX slot_reveal ON slot(reveal_at) WHERE reveal_at IS NOT NULL;

CREATE TABLE put_aside(
    room INTEGER NOT NULL REFERENCES room(id),
    date INTEGER NOT NULL,
    question TEXT NOT NULL,
    cycle INTEGER NOT NULL,
    draw INTEGER NOT NULL,
    PRIMARY KEY(room, date, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE daily_answer(
    slot INTEGER NOT NULL REFERENCES slot(id),
    person INTEGER NOT NULL REFERENCES person(id),
    session INTEGER NOT NULL REFERENCES session(id),
    points INTEGER,
    attempt INTEGER,
    first INTEGER,
    shared INTEGER NOT NULL DEFAULT 0 CHECK(shared IN (0, 1)),
    PRIMARY KEY(slot, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX daily_answer_session ON daily_answer(session);
CREATE INDEX daily_answer_person ON daily_answer(person);

CREATE TABLE score(
    room INTEGER NOT NULL REFERENCES room(id),
    person INTEGER NOT NULL REFERENCES person(id),
    date INTEGER NOT NULL,
    question TEXT NOT NULL,
    tags TEXT NOT NULL,
    points INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    PRIMARY KEY(room, person, date, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_person ON score(person, room, date);

CREATE TABLE audit(
    id INTEGER PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES room(id),
    person INTEGER NOT NULL REFERENCES person(id),
    date INTEGER NOT NULL,
    question TEXT NOT NULL,
    was INTEGER,
    became INTEGER,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_room ON audit(room, person);
CREATE INDEX audit_person ON audit(person);

CREATE TABLE off_board(
    room INTEGER NOT NULL REFERENCES room(id),
    person INTEGER NOT NULL REFERENCES person(id),
    PRIMARY KEY(room, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX off_board_person ON off_board(person);

CREATE TABLE card(
    person INTEGER NOT NULL REFERENCES person(id),
    question TEXT NOT NULL,
    stability REAL NOT NULL,
    difficulty REAL NOT NULL,
    due INTEGER NOT NULL,
    last INTEGER NOT NULL,
    reps INTEGER NOT NULL,
    lapses INTEGER NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('new', 'review')),
    PRIMARY KEY(person, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE appeal(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person INTEGER NOT NULL REFERENCES person(id),
    attempt INTEGER NOT NULL,
    room INTEGER REFERENCES room(id),
    question TEXT NOT NULL,
    score INTEGER NOT NULL,
    reason BLOB NOT NULL,
    own_mark INTEGER,
    consent INTEGER NOT NULL CHECK(consent IN (0, 1)),
    at INTEGER NOT NULL,
    verdict INTEGER,
    verdict_reason BLOB NOT NULL DEFAULT x'',
    judge INTEGER REFERENCES person(id),
    decided INTEGER
) STRICT;
CREATE UNIQUE INDEX appeal_open ON appeal(attempt) WHERE decided IS NULL;
CREATE INDEX appeal_person ON appeal(person);
CREATE INDEX appeal_room ON appeal(room) WHERE room IS NOT NULL;
CREATE INDEX appeal_judge ON appeal(judge) WHERE judge IS NOT NULL;

CREATE TABLE judge(
    room INTEGER NOT NULL REFERENCES room(id),
    person INTEGER NOT NULL REFERENCES person(id),
    PRIMARY KEY(room, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX judge_person ON judge(person);

CREATE TABLE page_link(
    digest BLOB NOT NULL PRIMARY KEY,
    room INTEGER NOT NULL REFERENCES room(id),
    expires INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX page_link_room ON page_link(room);
CREATE INDEX page_link_expires ON page_link(expires);
)sql";

// chat.called is when the session was called for by the platform's clock, 0 where that is not known: what was said before is no answer to it.
// Appeals: what they say goes with time, and a room's open ones are few.
constexpr const char* kFourth = R"sql(
ALTER TABLE chat ADD COLUMN called INTEGER NOT NULL DEFAULT 0;

CREATE INDEX appeal_reason ON appeal(at) WHERE reason <> x'';
CREATE INDEX appeal_verdict_reason ON appeal(decided) WHERE verdict_reason <> x'';
DROP INDEX appeal_room;
CREATE INDEX appeal_room ON appeal(room, decided) WHERE room IS NOT NULL;
)sql";

constexpr std::array<const char*, 4> kMigrations{kFirst, kSecond, kThird, kFourth};

}  // namespace

std::span<const char* const> migrations() { return kMigrations; }

}  // namespace bot::store
