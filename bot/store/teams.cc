// Owns the teams: their schedules, where they are, and when there is something to do for them.
#include <fmt/format.h>

#include "bot/store/schedule_codec.h"
#include "bot/store/sqlite_team_book.h"
#include "bot/store/team_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// Columns from 0: room, thread, running, next, wake, set_by, schedule.
Result<Team> team_of(const Statement& row) {
    auto schedule = decode_schedule(row.view(6));
    const RoomId room{row.integer(0)};
    if (!schedule) return fail(schedule.error().code, fmt::format("the team of room {}: {}", to_base36(room.value), schedule.error().message));
    return Team{room, row.text(1), row.integer(2) == 1, std::move(*schedule), date_of(row.integer(3)), instant_or_none(row, 4), PersonId{row.integer(5)}};
}

tl::unexpected<Error> no_room(RoomId room) { return fail(Code::kNotFound, fmt::format("there is no room {}", to_base36(room.value))); }

}  // namespace

Result<RoomId> SqliteTeamBook::live(RoomId room) {
    const auto id = connection_->number("SELECT coalesce(moved, id) FROM room WHERE id = ?1", room);
    if (!id) return tl::unexpected(id.error());
    if (*id == 0) return no_room(room);
    return RoomId{*id};
}

Result<std::optional<Team>> SqliteTeamBook::team(RoomId room) {
    return readable(connection_->first(
        "SELECT room, thread, running, next, wake, set_by, schedule FROM team WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1)", team_of,
        room));
}

Status SqliteTeamBook::set_team(const Team& team) {
    const auto schedule = encode(team.schedule);
    if (schedule.size() > kMaxScheduleBytes)
        return fail(Code::kInvalidInput, fmt::format("the schedule is too long to be kept: {} bytes (take some holidays out)", schedule.size()));
    const auto room = live(team.room);
    if (!room) return tl::unexpected(room.error());
    return write_one(*connection_,
                     "INSERT INTO team(room, thread, running, next, wake, set_by, schedule) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                     "ON CONFLICT DO UPDATE SET thread = excluded.thread, running = excluded.running, next = excluded.next, wake = excluded.wake, "
                     "set_by = excluded.set_by, schedule = excluded.schedule",
                     *room, team.thread, team.on ? 1 : 0, number_of(team.next), team.wake, id_or_null(team.set_by), schedule);
}

Result<std::vector<RoomId>> SqliteTeamBook::teams_due(Instant now, int limit) {
    return connection_->all(
        "SELECT room, min(at) AS first FROM ("
        "SELECT * FROM (SELECT room, wake AS at FROM team WHERE wake <= ?1 ORDER BY wake LIMIT ?2) UNION ALL "
        "SELECT * FROM (SELECT room, remind_at AS at FROM slot WHERE remind_at <= ?1 ORDER BY remind_at LIMIT ?2) UNION ALL "
        "SELECT * FROM (SELECT room, reveal_at AS at FROM slot WHERE reveal_at <= ?1 ORDER BY reveal_at LIMIT ?2)) "
        "GROUP BY room ORDER BY first, room LIMIT ?2",
        [](const Statement& row) { return RoomId{row.integer(0)}; }, now, limit);
}

Result<std::optional<Instant>> SqliteTeamBook::next_team_due() {
    const auto next = connection_->first(
        "SELECT min(at) FROM (SELECT min(wake) AS at FROM team WHERE wake IS NOT NULL UNION ALL "
        "SELECT min(remind_at) AS at FROM slot WHERE remind_at IS NOT NULL UNION ALL "
        "SELECT min(reveal_at) AS at FROM slot WHERE reveal_at IS NOT NULL)",
        [](const Statement& row) { return instant_or_none(row, 0); });
    if (!next) return tl::unexpected(next.error());
    return next->value_or(std::nullopt);
}

Status SqliteTeamBook::silence_team(RoomId room) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    if (auto done = connection_->run("UPDATE team SET wake = NULL WHERE room = ?1", *place); !done) return done;
    auto done = connection_->run("UPDATE slot SET remind_at = NULL, reveal_at = NULL WHERE room = ?1 AND outcome = 'posted' AND revealed IS NULL", *place);
    if (!done) return done;
    return transaction->commit();
}

// From room to room by the index, however many points there are in each.
Result<std::vector<RoomId>> SqliteTeamBook::teams_of(PersonId person) {
    return connection_->all(
        "WITH RECURSIVE member(room) AS (SELECT min(room) FROM score WHERE person = ?1 UNION ALL "
        "SELECT (SELECT min(score.room) FROM score WHERE person = ?1 AND score.room > member.room) FROM member WHERE room IS NOT NULL) "
        "SELECT room, (SELECT max(date) FROM score WHERE person = ?1 AND score.room = member.room) AS latest FROM member WHERE room IS NOT NULL "
        "ORDER BY latest DESC, room",
        [](const Statement& row) { return RoomId{row.integer(0)}; }, person);
}

Result<Place> SqliteTeamBook::place_of(RoomId room) {
    auto place = connection_->first(
        "SELECT live.account, live.room_key, coalesce(team.thread, '') FROM room AS known CROSS JOIN room AS live ON live.id = coalesce(known.moved, known.id) "
        "LEFT JOIN team ON team.room = live.id WHERE known.id = ?1",
        [](const Statement& row) {
            return Place{row.text(0), row.text(1), row.text(2)};
        },
        room);
    if (!place) return tl::unexpected(place.error());
    if (!*place) return no_room(room);
    return std::move(**place);
}

Result<std::string> SqliteTeamBook::title_of(RoomId room) {
    auto title = connection_->first(
        "SELECT live.title FROM room AS known CROSS JOIN room AS live ON live.id = coalesce(known.moved, known.id) WHERE known.id = ?1",
        [](const Statement& row) { return row.text(0); }, room);
    if (!title) return tl::unexpected(title.error());
    if (!*title) return no_room(room);
    return std::move(**title);
}

Result<std::vector<std::string>> SqliteTeamBook::keys_of(RoomId room) {
    return connection_->all(
        "SELECT room_key FROM room WHERE coalesce(moved, id) = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) ORDER BY id",
        [](const Statement& row) { return row.text(0); }, room);
}

Result<std::vector<RoomId>> SqliteTeamBook::teams() {
    return connection_->all(
        "WITH RECURSIVE scored(room) AS (SELECT min(room) FROM score UNION ALL "
        "SELECT (SELECT min(score.room) FROM score WHERE score.room > scored.room) FROM scored WHERE room IS NOT NULL) "
        "SELECT room FROM scored WHERE room IS NOT NULL UNION SELECT room FROM team ORDER BY room",
        [](const Statement& row) { return RoomId{row.integer(0)}; });
}

}  // namespace bot::store
