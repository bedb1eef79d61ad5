// Owns the server's book, beside what Store keeps: inbox, rooms, sessions in chats, deadlines, outbox, cursors, retention, people's data.
// Must not leak SQLite types, decide anything about sessions, or know when to send. One thread: the dispatcher's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/inbound.h"
#include "bot/base/message.h"
#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/store/backup.h"  // IWYU pragma: export
#include "bot/store/store.h"
#include "bot/store/team_book.h"

namespace bot::store {

// A write transaction over any calls of the ledger. Undone when it goes without commit(). One at a time.
class Batch {
   public:
    virtual ~Batch() = default;
    // Durable at return. On failure nothing of the batch is stored.
    virtual Status commit() = 0;
};

// A savepoint in a batch: undone when it goes without keep(). A call in it that fails may leave a part of its work: then every further call, keep() included,
// fails with kConflict until the scope is undone. A scope costs about 10 us, however much is written in it.
class Scope {
   public:
    virtual ~Scope() = default;
    virtual Status keep() = 0;
};

struct Room {
    RoomId id;
    std::string account;
    std::string key;
    RoomKind kind = RoomKind::kDirect;
    bool reachable = true;
    bool greeted = false;  // was told once what the bot does
};

// A person's unfinished session in one place, and the pieces of an answer that is still being gathered.
struct ChatSession {
    StoredSession stored;
    RoomId room;
    std::string thread;
    std::string draft;                 // "" = none
    std::optional<Instant> draft_due;  // when the draft is taken as the answer
};

// What is to be sent. Rows keep the order of writing within a room.
struct Letter {
    std::int64_t id = 0;  // given by the ledger
    Place place;
    RoomKind kind = RoomKind::kDirect;
    std::string handle;
    std::string reply_to;
    Outbound message;
    Instant written{};
    int part = 0;
    int tries = 0;
};

// How a letter's sending went; see Ledger::settle.
struct Settled {
    enum class How { kPartSent, kSent, kTriedAgainLater, kDead };
    std::int64_t letter = 0;
    How how = How::kSent;
    std::string reason = {};   // kDead, kTriedAgainLater
    std::string message = {};  // kSent of a message with keep_id: the platform's id of it
};

// How long things are kept; zero = for ever.
struct Retention {
    Duration inbox{};    // ids of events, and the buried ones
    Duration outbox{};   // that a letter was sent; dead letters; letters to rooms that cannot be reached
    Duration answers{};  // the texts of attempts, and what appeals and verdicts say about them; marks stay
};

class Ledger : public Store {
   public:
    // As Store::open.
    static Result<std::unique_ptr<Ledger>> open(const std::string& path, Durability durability = Durability::kFull);

    virtual Result<std::unique_ptr<Batch>> batch() = 0;
    virtual Result<std::unique_ptr<Scope>> scope() = 0;  // only inside a batch

    // Inbox. False: this event (or its alias) was taken in before. Only the ids are kept: nothing of the person or the text.
    virtual Result<bool> receive(const Inbound& event, Instant at) = 0;
    // Takes the event in (if it is not yet) as one that could not be handled; it is kept whole, for people to look into.
    virtual Status bury(const Inbound& event, std::string_view reason, Instant at) = 0;
    virtual Status set_cursor(std::string_view account, std::string_view value) = 0;
    virtual Result<std::optional<std::string>> cursor(std::string_view account) = 0;

    // Rooms. Known ones cost no write unless something changed.
    virtual Result<Room> room(const Place& place, RoomKind kind, std::string_view title, Instant at) = 0;
    virtual Result<std::optional<Room>> find_room(std::string_view account, std::string_view key) = 0;  // nullopt: never seen
    // What is unsent to a room that cannot be reached any more is dead: if somebody comes back, old replies must not come behind new ones.
    virtual Status set_reachable(RoomId room, bool reachable, std::string_view reason) = 0;
    virtual Status set_greeted(RoomId room) = 0;
    // All that belongs to a room goes to its new key, unsent letters included; if the new key is known already the two become one.
    virtual Status move_room(std::string_view account, std::string_view from, std::string_view to) = 0;

    // Sessions in chats. The latest unfinished one of the person there.
    virtual Result<std::optional<ChatSession>> session_at(PersonId person, RoomId room, std::string_view thread) = 0;
    // Whether the person has an unfinished session just there, the latest of which was called for by then. Nothing is written: neither person nor place need
    // be known. Times by the platform's clock; Instant{} = not known, which is in time.
    virtual Result<bool> in_session(const Place& place, std::string_view user, Instant said) = 0;
    virtual Result<std::optional<ChatSession>> chat_session(SessionId id) = 0;  // ended ones too; nullopt if it is in no chat
    virtual Result<SessionId> begin_at(PersonId person, RoomId room, std::string_view thread, const Pin& pin, const engine::Session& session, Instant at,
                                       Instant called = {}) = 0;  // called: as above
    // due without value and an empty draft: nothing is being gathered any more.
    virtual Status set_draft(SessionId session, std::string_view draft, std::optional<Instant> due) = 0;
    // Ends what runs in a room that is gone; their rows say "ended".
    virtual Status end_sessions_in(RoomId room, Instant at) = 0;

    // Deadlines of sessions and of drafts, earliest first. A waiting session's timer stands in its row (written by commit and begin_at).
    virtual Result<std::vector<SessionId>> due(Instant now, int limit) = 0;
    virtual Result<std::optional<Instant>> next_due() = 0;
    virtual Result<Place> place_of(SessionId session) = 0;
    // Takes a session that cannot be read off the deadlines; its row stays as it is otherwise.
    virtual Status silence(SessionId session) = 0;

    // Outbox.
    virtual Result<std::int64_t> write(const Letter& letter) = 0;
    virtual Status settle(const std::vector<Settled>& settled, Instant at) = 0;
    // Unsent letters with an id above after, oldest first.
    virtual Result<std::vector<Letter>> unsent(std::int64_t after, int limit) = 0;
    virtual Result<std::int64_t> count_unsent() = 0;

    // Removes at most limit rows that are past their time; the number removed (0 = done).
    virtual Result<std::int64_t> forget_old(Instant now, const Retention& retention, int limit) = 0;

    virtual Result<std::string> name_of(PersonId person) = 0;  // the display name, as given last
    // A person's wishes.
    virtual Result<std::string> setting(PersonId person, std::string_view name) = 0;  // "" = not set
    virtual Status set_setting(PersonId person, std::string_view name, std::string_view value) = 0;
    // All that is kept of a person as a JSON document (UTF-8), answers included.
    virtual Result<std::string> dossier(PersonId person) = 0;
    // Removes the person, their sessions, attempts, settings, events and unsent letters of their direct chat. Other people's rows stay.
    virtual Status erase(PersonId person) = 0;
};

}  // namespace bot::store
