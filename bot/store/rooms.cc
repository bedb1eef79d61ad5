// Owns the rooms, and what happens when one gets another key: its old key stays behind and leads to it.
#include "bot/base/check.h"
#include "bot/store/sqlite_store.h"
#include "bot/store/stored_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// Columns from 0: id, account, key, kind, reachable, greeted.
Room room_of(const Statement& row) {
    return {RoomId{row.integer(0)}, row.text(1), row.text(2), room_kind_of(row.view(3)), row.integer(4) == 1, row.integer(5) == 1};
}

}  // namespace

Result<std::optional<Room>> SqliteStore::find_room(std::string_view account, std::string_view key) {
    return connection_->first(
        "SELECT live.id, live.account, live.room_key, live.kind, live.reachable, live.greeted "
        "FROM room AS known CROSS JOIN room AS live ON live.id = coalesce(known.moved, known.id) WHERE known.account = ?1 AND known.room_key = ?2",
        room_of, account, key);
}

Result<Room> SqliteStore::room(const Place& place, RoomKind kind, std::string_view title, Instant at) {
    struct Known {
        Room room;
        bool same = false;
    };
    // An event without a title says nothing about it.
    auto known = connection_->first(
        "SELECT live.id, live.account, live.room_key, live.kind, live.reachable, live.greeted, ?3 IN ('', live.title) AND ?4 = live.kind "
        "FROM room AS known CROSS JOIN room AS live ON live.id = coalesce(known.moved, known.id) WHERE known.account = ?1 AND known.room_key = ?2",
        [](const Statement& row) {
            return Known{room_of(row), row.integer(6) == 1};
        },
        place.account, place.room, title, word_of(kind));
    if (!known) return tl::unexpected(known.error());
    if (*known) {
        auto& [room, same] = **known;
        if (same) return std::move(room);
        room.kind = kind;
        auto renewed =
            write_one(*connection_, "UPDATE room SET kind = ?2, title = CASE ?3 WHEN '' THEN title ELSE ?3 END WHERE id = ?1", room.id, word_of(kind), title);
        if (!renewed) return tl::unexpected(renewed.error());
        return std::move(room);
    }
    auto written = write_one(*connection_, "INSERT INTO room(account, room_key, kind, title, created) VALUES(?1, ?2, ?3, ?4, ?5)", place.account, place.room,
                             word_of(kind), title, at);
    if (!written) return tl::unexpected(written.error());
    return Room{RoomId{connection_->last_id()}, place.account, place.room, kind};
}

Result<RoomId> SqliteStore::live(RoomId room) {
    const auto id = connection_->number("SELECT coalesce(moved, id) FROM room WHERE id = ?1", room);
    if (!id) return tl::unexpected(id.error());
    return RoomId{*id};
}

Status SqliteStore::set_reachable(RoomId room, bool reachable, std::string_view reason) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    auto set = write_one(*connection_, "UPDATE room SET reachable = ?2, why = ?3 WHERE id = ?1 AND (reachable <> ?2 OR why <> ?3)", *place, reachable ? 1 : 0,
                         reachable ? std::string_view() : reason);
    if (!set) return set;
    if (!reachable) {
        if (auto buried = bury_letters_to(*place, reason); !buried) return buried;
        // Nobody there could revoke them any more.
        if (auto revoked = teams_.revoke_links(*place); !revoked) return revoked;
    }
    return transaction->commit();
}

Status SqliteStore::set_greeted(RoomId room) {
    return write_one(*connection_, "UPDATE room SET greeted = 1 WHERE id = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND greeted = 0", room);
}

Status SqliteStore::move_room(std::string_view account, std::string_view from, std::string_view to) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto source = find_room(account, from);
    if (!source) return tl::unexpected(source.error());
    const auto target = find_room(account, to);
    if (!target) return tl::unexpected(target.error());
    // A room nobody knows has nothing to take along, and one that has the key already needs nothing.
    if (!*source || (*source)->key == to) return transaction->commit();
    if (auto done = teams_.forget_messages((*source)->id); !done) return done;
    auto moved = !*target || (*target)->id == (*source)->id ? rename((*source)->id, to) : merge((*source)->id, (*target)->id);
    if (!moved) return moved;
    return transaction->commit();
}

// The key is free, or it is an old one of the same room.
Status SqliteStore::rename(RoomId room, std::string_view to) {
    auto freed = connection_->run("DELETE FROM room WHERE moved = ?1 AND room_key = ?2", room, to);
    if (!freed) return freed;
    struct Old {
        std::string account, key, kind;
        Instant created;
    };
    const auto old = connection_->first(
        "SELECT account, room_key, kind, created FROM room WHERE id = ?1",
        [](const Statement& row) {
            return Old{row.text(0), row.text(1), row.text(2), row.instant(3)};
        },
        room);
    if (!old) return tl::unexpected(old.error());
    VIVA_CHECK(*old);
    if (auto renamed = connection_->run("UPDATE room SET room_key = ?2 WHERE id = ?1", room, to); !renamed) return renamed;
    return connection_->run("INSERT INTO room(account, room_key, kind, title, created, moved) VALUES(?1, ?2, ?3, '', ?4, ?5)", (*old)->account, (*old)->key,
                            (*old)->kind, (*old)->created, room);
}

Status SqliteStore::merge(RoomId from, RoomId into) {
    if (auto done = connection_->run("UPDATE chat SET room = ?2 WHERE room = ?1", from, into); !done) return done;
    if (auto done = connection_->run("UPDATE outbox SET room = ?2 WHERE room = ?1", from, into); !done) return done;
    if (auto done = connection_->run("UPDATE dead_letter SET room = ?2 WHERE room = ?1", from, into); !done) return done;
    if (auto done = connection_->run("UPDATE room SET moved = ?2 WHERE moved = ?1", from, into); !done) return done;
    if (auto done = teams_.merge(from, into); !done) return done;
    auto greeted = connection_->run("UPDATE room SET greeted = 1 WHERE id = ?2 AND EXISTS (SELECT 1 FROM room WHERE id = ?1 AND greeted = 1)", from, into);
    if (!greeted) return greeted;
    return connection_->run("UPDATE room SET moved = ?2, title = '' WHERE id = ?1", from, into);
}

}  // namespace bot::store
