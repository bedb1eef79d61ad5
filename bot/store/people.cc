// Owns people: who is behind an account's user key, their wishes, and their right to be forgotten.
#include <fmt/format.h>

#include "bot/base/check.h"
#include "bot/store/sqlite_store.h"
#include "bot/store/transaction.h"

namespace bot::store {

Result<PersonId> SqliteStore::person(std::string_view account, std::string_view user, std::string_view display_name, Instant at) {
    struct Known {
        PersonId id;
        bool same_name = false;
    };
    const auto known = connection_->first(
        "SELECT id, ?3 IN ('', display_name) FROM person WHERE account = ?1 AND user_key = ?2",
        [](const Statement& row) {
            return Known{PersonId{row.integer(0)}, row.integer(1) == 1};
        },
        account, user, display_name);
    if (!known) return tl::unexpected(known.error());
    // A known person under a known name costs no write. Some events of some platforms carry none: that is no change.
    if (*known && (*known)->same_name) return (*known)->id;
    if (*known) {
        auto renamed = write_one(*connection_, "UPDATE person SET display_name = ?2 WHERE id = ?1", (*known)->id, display_name);
        if (!renamed) return tl::unexpected(renamed.error());
        return (*known)->id;
    }
    auto written =
        write_one(*connection_, "INSERT INTO person(account, user_key, display_name, created) VALUES(?1, ?2, ?3, ?4)", account, user, display_name, at);
    if (!written) return tl::unexpected(written.error());
    return PersonId{connection_->last_id()};
}

Result<std::string> SqliteStore::name_of(PersonId person) {
    auto name = connection_->first(
        "SELECT display_name FROM person WHERE id = ?1", [](const Statement& row) { return row.text(0); }, person);
    if (!name) return tl::unexpected(name.error());
    if (!*name) return fail(Code::kNotFound, fmt::format("there is no person {}", to_base36(person.value)));
    return std::move(**name);
}

Result<std::string> SqliteStore::setting(PersonId person, std::string_view name) {
    auto value = connection_->first(
        "SELECT value FROM setting WHERE person = ?1 AND name = ?2", [](const Statement& row) { return row.text(0); }, person, name);
    if (!value) return tl::unexpected(value.error());
    return value->value_or("");
}

Status SqliteStore::set_setting(PersonId person, std::string_view name, std::string_view value) {
    if (value.empty()) return write_one(*connection_, "DELETE FROM setting WHERE person = ?1 AND name = ?2", person, name);
    return write_one(*connection_,
                     "INSERT INTO setting(person, name, value) VALUES(?1, ?2, ?3) "
                     "ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
                     person, name, value);
}

// Direct chats of the person: by their key, as some platforms have it, and by the sessions in them. Not those where somebody else has one too.
Result<std::vector<RoomId>> SqliteStore::own_rooms(PersonId person) {
    return connection_->all(
        "SELECT id FROM room WHERE kind = 'direct' AND id IN ("
        "SELECT room.id FROM person CROSS JOIN room ON room.account = person.account AND room.room_key = person.user_key WHERE person.id = ?1 "
        "UNION SELECT room FROM chat WHERE person = ?1) "
        "AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.room = room.id AND chat.person <> ?1)",
        [](const Statement& row) { return RoomId{row.integer(0)}; }, person);
}

Status SqliteStore::erase_room(RoomId room) {
    if (auto done = connection_->run("DELETE FROM outbox WHERE room = ?1", room); !done) return done;
    if (auto done = connection_->run("DELETE FROM dead_letter WHERE room = ?1", room); !done) return done;
    if (auto done = teams_.erase_room(room); !done) return done;
    if (auto done = connection_->run("DELETE FROM room WHERE moved = ?1", room); !done) return done;
    return connection_->run("DELETE FROM room WHERE id = ?1", room);
}

Status SqliteStore::erase(PersonId person) {
    // What is removed is overwritten, on whatever page it was.
    if (auto set = connection_->script("PRAGMA secure_delete = ON"); !set) return set;
    auto removed = [&]() -> Status {
        auto transaction = Transaction::begin(*connection_);
        if (!transaction) return tl::unexpected(transaction.error());
        const auto rooms = own_rooms(person);
        if (!rooms) return tl::unexpected(rooms.error());
        // What refers to others goes first.
        if (auto done = teams_.erase(person); !done) return done;
        constexpr Sql kRemovals[] = {
            "DELETE FROM attempt WHERE person = ?1",
            "DELETE FROM chat WHERE person = ?1",
            "DELETE FROM session WHERE person = ?1",
            "DELETE FROM setting WHERE person = ?1",
            "DELETE FROM buried WHERE (account, user_key) = (SELECT account, user_key FROM person WHERE id = ?1)",
            "DELETE FROM person WHERE id = ?1",
        };
        for (const auto& removal : kRemovals) {
            if (auto done = connection_->run(removal, person); !done) return done;
        }
        for (const auto room : *rooms) {
            if (auto done = erase_room(room); !done) return done;
        }
        // Content that was kept for these sessions alone.
        auto released =
            connection_->run("UPDATE pin SET kept = 0 WHERE kept = 1 AND NOT EXISTS (SELECT 1 FROM session WHERE session.pin = pin.id AND phase <> 'ended')");
        if (!released) return released;
        if (auto dropped = connection_->run("DELETE FROM pinned_file WHERE pin IN (SELECT id FROM pin WHERE kept = 0)"); !dropped) return dropped;
        return transaction->commit();
    }();
    if (auto reset = connection_->script("PRAGMA secure_delete = FAST"); !reset) return reset;
    return removed;
}

}  // namespace bot::store
