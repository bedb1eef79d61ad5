// Owns the points that count on a room's board, the audit of their changes, and who does not want to be seen there.
#include <fmt/format.h>

#include <map>

#include "bot/base/text.h"
#include "bot/store/sqlite_team_book.h"
#include "bot/store/team_rows.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// Tags are ids of authors: none has a blank.
std::vector<std::string> tags_of(std::string_view joined) {
    std::vector<std::string> tags;
    while (!joined.empty()) {
        const auto end = std::min(joined.find(' '), joined.size());
        tags.emplace_back(joined.substr(0, end));
        joined.remove_prefix(std::min(end + 1, joined.size()));
    }
    return tags;
}

}  // namespace

Status SqliteTeamBook::score(const Score& score, std::string_view reason, bool is_revision, Instant at) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto room = live(score.room);
    if (!room) return tl::unexpected(room.error());
    auto counted = score;
    counted.room = *room;
    const auto before = connection_->first(
        "SELECT points FROM score WHERE room = ?1 AND person = ?2 AND date = ?3 AND question = ?4",
        [](const Statement& row) { return static_cast<int>(row.integer(0)); }, *room, score.person, number_of(score.date), score.question);
    if (!before) return tl::unexpected(before.error());
    if (*before && !is_revision) return transaction->commit();
    std::string tags;
    for (const auto& tag : score.tags) tags += (tags.empty() ? "" : " ") + tag;
    auto written = connection_->run(
        "INSERT INTO score(room, person, date, question, tags, points, attempt) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) "
        "ON CONFLICT DO UPDATE SET tags = excluded.tags, points = excluded.points, attempt = excluded.attempt",
        *room, score.person, number_of(score.date), score.question, tags, score.points, score.attempt);
    if (!written) return written;
    if (*before != score.points) {
        if (auto audited = audit_change(counted, *before, score.points, reason, at); !audited) return audited;
    }
    return transaction->commit();
}

Status SqliteTeamBook::audit_change(const Score& score, std::optional<int> before, std::optional<int> after, std::string_view reason, Instant at) {
    return connection_->run("INSERT INTO audit(room, person, date, question, was, became, reason, at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", score.room,
                            score.person, number_of(score.date), score.question, before, after, reason, at);
}

// One range of the table; the names once a person.
Result<std::vector<board::Entry>> SqliteTeamBook::entries(RoomId room) {
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    const auto names = connection_->all(
        "WITH RECURSIVE member(person) AS (SELECT min(person) FROM score WHERE room = ?1 UNION ALL "
        "SELECT (SELECT min(score.person) FROM score WHERE room = ?1 AND score.person > member.person) FROM member WHERE person IS NOT NULL) "
        "SELECT person.id, display_name FROM member CROSS JOIN person ON person.id = member.person ORDER BY person.id",
        [](const Statement& row) { return std::pair(PersonId{row.integer(0)}, row.text(1)); }, *place);
    if (!names) return tl::unexpected(names.error());
    auto name = names->begin();
    return connection_->all(
        "SELECT person, date, question, points, tags, attempt FROM score WHERE room = ?1 ORDER BY person, date, question",
        [&](const Statement& row) {
            board::Entry entry;
            entry.person = PersonId{row.integer(0)};
            while (name != names->end() && name->first < entry.person) ++name;
            if (name != names->end() && name->first == entry.person) entry.name = name->second;
            entry.date = date_of(row.integer(1));
            entry.question = row.text(2);
            entry.points = static_cast<int>(row.integer(3));
            entry.pack = entry.question.substr(0, entry.question.find('/'));
            entry.tags = tags_of(row.view(4));
            entry.attempt = AttemptId{row.integer(5)};
            return entry;
        },
        *place);
}

Result<std::vector<Audit>> SqliteTeamBook::audit(RoomId room, PersonId person, int limit) {
    return connection_->all(
        "SELECT person, date, question, was, became, reason, at FROM audit "
        "WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1) AND person = ?2 ORDER BY id DESC LIMIT ?3",
        [](const Statement& row) {
            return Audit{
                PersonId{row.integer(0)}, date_of(row.integer(1)), row.text(2), number_or_none(row, 3), number_or_none(row, 4), row.text(5), row.instant(6)};
        },
        room, person, limit);
}

Status SqliteTeamBook::set_hidden(RoomId room, PersonId person, bool hidden) {
    const auto place = live(room);
    if (!place) return tl::unexpected(place.error());
    if (!hidden) return write_one(*connection_, "DELETE FROM off_board WHERE room = ?1 AND person = ?2", *place, person);
    return write_one(*connection_, "INSERT INTO off_board(room, person) VALUES(?1, ?2) ON CONFLICT DO NOTHING", *place, person);
}

Result<std::set<PersonId>> SqliteTeamBook::hidden(RoomId room) {
    const auto people = connection_->all(
        "SELECT person FROM off_board WHERE room = (SELECT coalesce(moved, id) FROM room WHERE id = ?1)",
        [](const Statement& row) { return PersonId{row.integer(0)}; }, room);
    if (!people) return tl::unexpected(people.error());
    return std::set<PersonId>(people->begin(), people->end());
}

}  // namespace bot::store
