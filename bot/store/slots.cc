// Owns the ledger of daily questions: one slot for each room and date, and what was put aside.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bot/store/sqlite_team_book.h"
#include "bot/store/team_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 6> kOutcomes{"posted", "downtime", "holiday", "paused", "no-question", "set-later"};

std::string_view word_of(daily::Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }

Result<daily::Slot> slot_of(const Statement& row, int date, int outcome, int at) {
    const auto found = std::find(kOutcomes.begin(), kOutcomes.end(), row.view(outcome));
    if (found == kOutcomes.end()) return fail(Code::kCorrupt, "a stored slot cannot be read: its outcome is none");
    return daily::Slot{date_of(row.integer(date)), static_cast<daily::Outcome>(found - kOutcomes.begin()), row.instant(at)};
}

// Columns from 0: id, room, date, outcome, at, question, cycle, letter, message, remind_at, reveal_at, revealed.
Result<DailySlot> daily_slot_of(const Statement& row) {
    const auto slot = slot_of(row, 2, 3, 4);
    if (!slot) return tl::unexpected(slot.error());
    return DailySlot{SlotId{row.integer(0)},           RoomId{row.integer(1)},  *slot,       row.text(5),
                     static_cast<int>(row.integer(6)), row.integer(7),          row.text(8), instant_or_none(row, 9),
                     instant_or_none(row, 10),         instant_or_none(row, 11)};
}

tl::unexpected<Error> no_slot(SlotId slot) { return fail(Code::kNotFound, fmt::format("there is no slot {}", to_base36(slot.value))); }

// One row of the slot table changed, or there is none.
Status found(Status written, Connection& connection, SlotId slot) {
    if (written && connection.changed() == 0) return no_slot(slot);
    return written;
}

}  // namespace

Result<SlotId> SqliteTeamBook::put_slot(const DailySlot& put) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto room = live(put.room);
    if (!room) return tl::unexpected(room.error());
    const auto before = slot_on(*room, put.slot.date);
    if (!before) return tl::unexpected(before.error());
    const bool final = *before && (*before)->slot.outcome == daily::Outcome::kPosted;
    if (final && (put.slot.outcome != daily::Outcome::kPosted || put.question != (*before)->question)) {
        return fail(Code::kConflict,
                    fmt::format("room {} was asked {} on {} already", to_base36(room->value), (*before)->question, daily::to_text(put.slot.date)));
    }
    const auto letter = put.letter == 0 ? std::nullopt : std::optional(put.letter);
    // It is not drawn again by being put again.
    const auto draw = put.slot.outcome != daily::Outcome::kPosted || final ? Result<std::int64_t>(0) : next_draw(*room);
    if (!draw) return tl::unexpected(draw.error());
    auto written = connection_->run(
        "INSERT INTO slot(room, date, outcome, at, question, cycle, letter, message, remind_at, reveal_at, revealed, draw) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT(room, date) DO UPDATE SET outcome = excluded.outcome, at = excluded.at, "
        "question = excluded.question, cycle = excluded.cycle, letter = excluded.letter, message = excluded.message, remind_at = excluded.remind_at, "
        "reveal_at = excluded.reveal_at, revealed = excluded.revealed, draw = max(draw, excluded.draw)",
        *room, number_of(put.slot.date), word_of(put.slot.outcome), put.slot.at, put.question, put.cycle, letter, put.message, put.remind_at, put.reveal_at,
        put.revealed, *draw);
    if (!written) return tl::unexpected(written.error());
    const SlotId id = *before ? (*before)->id : SlotId{connection_->last_id()};
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return id;
}

Result<std::optional<DailySlot>> SqliteTeamBook::slot(SlotId id) {
    return readable(connection_->first(
        "SELECT id, room, date, outcome, at, question, cycle, letter, message, remind_at, reveal_at, revealed FROM slot WHERE id = ?1", daily_slot_of, id));
}

Result<std::optional<DailySlot>> SqliteTeamBook::slot_on(RoomId room, daily::LocalDate date) {
    return readable(
        connection_->first("SELECT id, room, date, outcome, at, question, cycle, letter, message, remind_at, reveal_at, revealed FROM slot "
                           "WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND date = ?2",
                           daily_slot_of, room, number_of(date)));
}

Result<std::vector<daily::Slot>> SqliteTeamBook::slots(RoomId room, daily::LocalDate from) {
    return readable(connection_->all(
        "SELECT date, outcome, at FROM slot WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND date >= ?2 ORDER BY date",
        [](const Statement& row) { return slot_of(row, 0, 1, 2); }, room, number_of(from)));
}

Result<std::vector<DailySlot>> SqliteTeamBook::open_slots(RoomId room) {
    return readable(
        connection_->all("SELECT id, room, date, outcome, at, question, cycle, letter, message, remind_at, reveal_at, revealed FROM slot "
                         "WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND outcome = 'posted' AND revealed IS NULL ORDER BY date",
                         daily_slot_of, room));
}

Status SqliteTeamBook::set_letter(SlotId slot, std::int64_t letter) {
    return found(write_one(*connection_, "UPDATE slot SET letter = ?2 WHERE id = ?1", slot, letter), *connection_, slot);
}

Result<std::optional<DailySlot>> SqliteTeamBook::slot_posted_by(std::int64_t letter) {
    return readable(
        connection_->first("SELECT id, room, date, outcome, at, question, cycle, letter, message, remind_at, reveal_at, revealed FROM slot WHERE letter = ?1",
                           daily_slot_of, letter));
}

Status SqliteTeamBook::set_reminded(SlotId slot) {
    return found(write_one(*connection_, "UPDATE slot SET remind_at = NULL WHERE id = ?1", slot), *connection_, slot);
}

Status SqliteTeamBook::set_revealed(SlotId slot, Instant at) {
    return found(write_one(*connection_, "UPDATE slot SET revealed = ?2, reveal_at = NULL, remind_at = NULL WHERE id = ?1", slot, at), *connection_, slot);
}

Status SqliteTeamBook::forget_messages(RoomId room) {
    return connection_->run("UPDATE slot SET message = '' WHERE room = ?1 AND outcome = 'posted' AND revealed IS NULL AND message <> ''", room);
}

Status SqliteTeamBook::sent(std::int64_t letter, std::string_view message) {
    return connection_->run("UPDATE slot SET message = ?2 WHERE letter = ?1", letter, message);
}

Result<std::vector<AskedBefore>> SqliteTeamBook::asked_in(RoomId room) {
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    return connection_->all(
        "SELECT asked.question, max(cycle), max(draw), mean FROM ("
        "SELECT question, cycle, draw FROM slot WHERE room = ?1 AND outcome = 'posted' UNION ALL "
        "SELECT question, cycle, draw FROM put_aside WHERE room = ?1) AS asked "
        "LEFT JOIN (SELECT question, CAST(round(avg(points)) AS INTEGER) AS mean FROM score WHERE room = ?1 GROUP BY question) AS marked "
        "ON marked.question = asked.question GROUP BY asked.question ORDER BY asked.question",
        [](const Statement& row) {
            return AskedBefore{row.text(0), static_cast<int>(row.integer(1)), row.integer(2), number_or_none(row, 3)};
        },
        *place);
}

Result<std::int64_t> SqliteTeamBook::next_draw(RoomId room) {
    return connection_->number(
        "SELECT 1 + max((SELECT coalesce(max(draw), 0) FROM slot WHERE room = ?1), (SELECT coalesce(max(draw), 0) FROM put_aside WHERE room = ?1))", room);
}

Status SqliteTeamBook::put_aside(RoomId room, daily::LocalDate date, std::string_view question, int cycle) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    const auto draw = next_draw(*place);
    if (!draw) return tl::unexpected(draw.error());
    auto put = connection_->run(
        "INSERT INTO put_aside(room, date, question, cycle, draw) VALUES(?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT DO UPDATE SET cycle = max(cycle, excluded.cycle), draw = excluded.draw",
        *place, number_of(date), question, cycle, *draw);
    if (!put) return put;
    return transaction->commit();
}

Result<std::vector<std::string>> SqliteTeamBook::aside_on(RoomId room, daily::LocalDate date) {
    return connection_->all(
        "SELECT question FROM put_aside WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND date = ?2 ORDER BY question",
        [](const Statement& row) { return row.text(0); }, room, number_of(date));
}

}  // namespace bot::store
