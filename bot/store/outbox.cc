// Owns letters, from writing to sent or dead.
#include <fmt/format.h>

#include <utility>

#include "bot/store/message_codec.h"
#include "bot/store/sqlite_store.h"
#include "bot/store/stored_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// Columns as in unsent(); the body is still to be read.
Letter envelope_of(const Statement& row) {
    Letter letter;
    letter.id = row.integer(0);
    letter.place = {row.text(1), row.text(2), row.text(3)};
    letter.kind = room_kind_of(row.view(4));
    letter.handle = row.text(5);
    letter.reply_to = row.text(6);
    letter.written = row.instant(7);
    letter.part = static_cast<int>(row.integer(8));
    letter.tries = static_cast<int>(row.integer(9));
    return letter;
}

struct Opened {
    Letter letter;
    std::optional<Error> unreadable;
};

Opened opened(const Statement& row) {
    Opened opened{envelope_of(row), std::nullopt};
    if (auto message = decode_message(row.view(10))) {
        opened.letter.message = std::move(*message);
    } else {
        opened.unreadable = message.error();
    }
    return opened;
}

}  // namespace

Result<std::int64_t> SqliteStore::write(const Letter& letter) {
    const auto body = encode(letter.message);
    if (body.size() > kMaxMessageBytes) return fail(Code::kInvalidInput, fmt::format("a message of {} bytes is too long to be kept", body.size()));
    auto written = insert(letter, body);
    if (!written && written.error().code == Code::kInvalidInput) {
        // A room nobody has seen refuses the row.
        const auto known = find_room(letter.place.account, letter.place.room);
        if (!known) return tl::unexpected(known.error());
        if (*known) return written;
        if (const auto made = room(letter.place, letter.kind, "", letter.written); !made) return tl::unexpected(made.error());
        return insert(letter, body);
    }
    return written;
}

// One row by value: SQLite keeps a journal of its own for statements that could write several.
Result<std::int64_t> SqliteStore::insert(const Letter& letter, std::string_view body) {
    auto written = write_one(*connection_,
                             "INSERT INTO outbox(room, written, part, tries, thread, handle, reply_to, reason, body) VALUES("
                             "(SELECT coalesce(moved, id) FROM room WHERE account = ?1 AND room_key = ?2), ?3, ?4, ?5, ?6, ?7, ?8, '', ?9)",
                             letter.place.account, letter.place.room, letter.written, letter.part, letter.tries, letter.place.thread, letter.handle,
                             letter.reply_to, body);
    if (!written) return tl::unexpected(written.error());
    return connection_->last_id();
}

Status SqliteStore::settle(const std::vector<Settled>& settled, Instant at) {
    if (settled.empty()) return {};
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    for (const auto& one : settled) {
        if (auto done = settle_one(one, at); !done) return done;
    }
    return transaction->commit();
}

// A letter that is not there any more was erased, or settled before.
Status SqliteStore::settle_one(const Settled& settled, Instant at) {
    switch (settled.how) {
        case Settled::How::kPartSent: return connection_->run("UPDATE outbox SET part = part + 1 WHERE id = ?1", settled.letter);
        case Settled::How::kTriedAgainLater:
            return connection_->run("UPDATE outbox SET tries = tries + 1, reason = ?2 WHERE id = ?1", settled.letter, settled.reason);
        case Settled::How::kDead: return bury_letter(settled.letter, settled.reason, at);
        case Settled::How::kSent: break;
    }
    auto taken = connection_->run("DELETE FROM outbox WHERE id = ?1", settled.letter);
    if (!taken || connection_->changed() == 0) return taken;
    if (!settled.message.empty()) {
        if (auto told = teams_.sent(settled.letter, settled.message); !told) return told;
    }
    return connection_->run("INSERT INTO sent(at, letter) VALUES(?1, ?2) ON CONFLICT DO NOTHING", at, settled.letter);
}

Status SqliteStore::bury_letter(std::int64_t letter, std::string_view reason, Instant at) {
    auto buried = connection_->run(
        "INSERT INTO dead_letter(id, room, written, at, part, tries, thread, reason, body) "
        "SELECT id, room, written, ?2, part, tries, thread, ?3, body FROM outbox WHERE id = ?1",
        letter, at, reason);
    if (!buried || connection_->changed() == 0) return buried;
    return connection_->run("DELETE FROM outbox WHERE id = ?1", letter);
}

Status SqliteStore::bury_letters_to(RoomId room, std::string_view reason) {
    auto buried = connection_->run(
        "INSERT INTO dead_letter(id, room, written, at, part, tries, thread, reason, body) "
        "SELECT id, room, written, written, part, tries, thread, ?2, body FROM outbox WHERE room = ?1",
        room, reason);
    if (!buried || connection_->changed() == 0) return buried;
    return connection_->run("DELETE FROM outbox WHERE room = ?1", room);
}

Result<std::vector<Letter>> SqliteStore::unsent(std::int64_t after, int limit) {
    std::vector<Letter> letters;
    while (letters.empty()) {
        auto rows = connection_->all(
            "SELECT outbox.id, account, room_key, thread, kind, handle, reply_to, written, part, tries, body "
            "FROM outbox CROSS JOIN room ON room.id = outbox.room WHERE outbox.id > ?1 ORDER BY outbox.id LIMIT ?2",
            opened, after, limit);
        if (!rows) return tl::unexpected(rows.error());
        if (rows->empty()) return letters;
        after = rows->back().letter.id;
        for (auto& [letter, unreadable] : *rows) {
            if (!unreadable) {
                letters.push_back(std::move(letter));
                continue;
            }
            // It can never be sent, and must not stand in the way of the others.
            const std::vector<Settled> dead{{letter.id, Settled::How::kDead, unreadable->message, {}}};
            if (auto buried = settle(dead, letter.written); !buried) return tl::unexpected(buried.error());
        }
    }
    return letters;
}

Result<std::int64_t> SqliteStore::count_unsent() { return connection_->number("SELECT count(*) FROM outbox"); }

}  // namespace bot::store
