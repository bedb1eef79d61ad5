// Owns what becomes of the team book's rows when two rooms become one, and when a room or a person goes.
#include <initializer_list>
#include <utility>

#include "bot/store/sqlite_team_book.h"
#include "bot/store/team_rows.h"

namespace bot::store {

namespace {

Status run_all(Connection& connection, std::initializer_list<Sql> statements, const auto&... values) {
    for (const auto& statement : statements) {
        if (auto done = connection.run(statement, values...); !done) return done;
    }
    return {};
}

}  // namespace

Status SqliteTeamBook::merge(RoomId from, RoomId into) {
    if (auto done = merge_teams(from, into); !done) return done;
    if (auto done = merge_slots(from, into); !done) return done;
    if (auto done = merge_scores(from, into); !done) return done;
    if (auto done = merge_draws(from, into); !done) return done;
    auto moved = run_all(*connection_,
                         {"INSERT INTO off_board(room, person) SELECT ?2, person FROM off_board WHERE room = ?1 ON CONFLICT DO NOTHING",
                          "INSERT INTO judge(room, person) SELECT ?2, person FROM judge WHERE room = ?1 ON CONFLICT DO NOTHING",
                          "UPDATE appeal SET room = ?2 WHERE room = ?1", "UPDATE page_link SET room = ?2 WHERE room = ?1"},
                         from, into);
    if (!moved) return moved;
    return run_all(*connection_, {"DELETE FROM off_board WHERE room = ?1", "DELETE FROM judge WHERE room = ?1"}, from);
}

// The schedule that runs goes on; of two that run, the one that was there.
Status SqliteTeamBook::merge_teams(RoomId from, RoomId into) {
    const auto loser = connection_->first(
        "SELECT theirs.running = 1 AND own.running = 0 FROM team AS theirs CROSS JOIN team AS own ON own.room = ?2 WHERE theirs.room = ?1",
        [&](const Statement& row) { return row.integer(0) == 1 ? into : from; }, from, into);
    if (!loser) return tl::unexpected(loser.error());
    if (*loser) {
        if (auto done = connection_->run("DELETE FROM team WHERE room = ?1", **loser); !done) return done;
    }
    return connection_->run("UPDATE team SET room = ?2 WHERE room = ?1", from, into);
}

// Of two slots of one date a posted one stays, of two posted ones the first. Answers to the other stay if they are to the same question; their points do
// anyway.
Status SqliteTeamBook::merge_slots(RoomId from, RoomId into) {
    struct Pair {
        SlotId kept, dropped;
        bool same_question = false;
    };
    const auto pairs = connection_->all(
        "SELECT theirs.id, own.id, (theirs.outcome = 'posted') > (own.outcome = 'posted') OR "
        "((theirs.outcome = 'posted') = (own.outcome = 'posted') AND theirs.at < own.at), theirs.question = own.question "
        "FROM slot AS theirs CROSS JOIN slot AS own ON own.room = ?2 AND own.date = theirs.date WHERE theirs.room = ?1",
        [](const Statement& row) {
            const SlotId theirs{row.integer(0)}, own{row.integer(1)};
            const bool keeps_theirs = row.integer(2) == 1;
            return Pair{keeps_theirs ? theirs : own, keeps_theirs ? own : theirs, row.integer(3) == 1};
        },
        from, into);
    if (!pairs) return tl::unexpected(pairs.error());
    for (const auto& [kept, dropped, same_question] : *pairs) {
        if (same_question) {
            auto moved = connection_->run(
                "INSERT INTO daily_answer(slot, person, session, points, attempt, first, shared) "
                "SELECT ?2, person, session, points, attempt, first, shared FROM daily_answer WHERE slot = ?1 ON CONFLICT DO NOTHING",
                dropped, kept);
            if (!moved) return moved;
        }
        if (auto done = connection_->run("DELETE FROM daily_answer WHERE slot = ?1", dropped); !done) return done;
        if (auto done = connection_->run("DELETE FROM slot WHERE id = ?1", dropped); !done) return done;
    }
    return connection_->run("UPDATE slot SET room = ?2 WHERE room = ?1", from, into);
}

// What was put aside in either; all draws are numbered anew by their dates, since both rooms counted from 1.
Status SqliteTeamBook::merge_draws(RoomId from, RoomId into) {
    auto moved = connection_->run(
        "INSERT INTO put_aside(room, date, question, cycle, draw) SELECT ?2, date, question, cycle, draw FROM put_aside WHERE room = ?1 "
        "ON CONFLICT DO UPDATE SET cycle = max(cycle, excluded.cycle)",
        from, into);
    if (!moved) return moved;
    if (auto done = connection_->run("DELETE FROM put_aside WHERE room = ?1", from); !done) return done;
    struct Draw {
        std::int64_t date = 0;
        std::string aside;  // a question, "" = the one that was posted
    };
    const auto draws = connection_->all(
        "SELECT date, question, 0 AS posted, draw FROM put_aside WHERE room = ?1 UNION ALL "
        "SELECT date, '', 1, draw FROM slot WHERE room = ?1 AND outcome = 'posted' ORDER BY date, posted, draw",
        [](const Statement& row) {
            return Draw{row.integer(0), row.text(1)};
        },
        into);
    if (!draws) return tl::unexpected(draws.error());
    std::int64_t number = 0;
    for (const auto& draw : *draws) {
        ++number;
        auto numbered = draw.aside.empty() ? connection_->run("UPDATE slot SET draw = ?3 WHERE room = ?1 AND date = ?2", into, draw.date, number)
                                           : connection_->run("UPDATE put_aside SET draw = ?4 WHERE room = ?1 AND date = ?2 AND question = ?3", into, draw.date,
                                                              draw.aside, number);
        if (!numbered) return numbered;
    }
    return {};
}

// Of two scores of a person for one question of one date the first answer's stays. The audit says which went; at the time of the later of them, since nobody
// tells the time here.
Status SqliteTeamBook::merge_scores(RoomId from, RoomId into) {
    struct Both {
        Score theirs;
        std::string tags;
        int own_points = 0;
        AttemptId own_attempt;
        Instant at;
    };
    const auto twice = connection_->all(
        "SELECT theirs.person, theirs.date, theirs.question, theirs.tags, theirs.points, theirs.attempt, own.points, own.attempt, "
        "(SELECT max(at) FROM audit WHERE audit.room IN (?1, ?2) AND audit.person = own.person AND audit.date = own.date AND audit.question = own.question) "
        "FROM score AS theirs CROSS JOIN score AS own ON own.room = ?2 AND own.person = theirs.person AND own.date = theirs.date "
        "AND own.question = theirs.question WHERE theirs.room = ?1",
        [&](const Statement& row) {
            return Both{{into, PersonId{row.integer(0)}, date_of(row.integer(1)), row.text(2), {}, static_cast<int>(row.integer(4)), AttemptId{row.integer(5)}},
                        row.text(3),
                        static_cast<int>(row.integer(6)),
                        AttemptId{row.integer(7)},
                        row.instant(8)};
        },
        from, into);
    if (!twice) return tl::unexpected(twice.error());
    if (auto done = connection_->run("UPDATE audit SET room = ?2 WHERE room = ?1", from, into); !done) return done;
    for (const auto& both : *twice) {
        const auto& theirs = both.theirs;
        const bool keeps_theirs = theirs.attempt < both.own_attempt;
        if (keeps_theirs) {
            auto replaced =
                connection_->run("UPDATE score SET tags = ?5, points = ?6, attempt = ?7 WHERE room = ?1 AND person = ?2 AND date = ?3 AND question = ?4", into,
                                 theirs.person, number_of(theirs.date), theirs.question, both.tags, theirs.points, theirs.attempt);
            if (!replaced) return replaced;
        }
        const auto [before, after] = keeps_theirs ? std::pair(both.own_points, theirs.points) : std::pair(theirs.points, both.own_points);
        if (auto audited = audit_change(theirs, before, after, "merged", both.at); !audited) return audited;
    }
    auto moved = connection_->run(
        "INSERT INTO score(room, person, date, question, tags, points, attempt) "
        "SELECT ?2, person, date, question, tags, points, attempt FROM score WHERE room = ?1 ON CONFLICT DO NOTHING",
        from, into);
    if (!moved) return moved;
    return connection_->run("DELETE FROM score WHERE room = ?1", from);
}

// A slot stays: the team was asked, whoever has left since.
Status SqliteTeamBook::erase(PersonId person) {
    return run_all(
        *connection_,
        {"DELETE FROM daily_answer WHERE person = ?1", "DELETE FROM score WHERE person = ?1", "DELETE FROM audit WHERE person = ?1",
         "DELETE FROM off_board WHERE person = ?1", "DELETE FROM card WHERE person = ?1", "DELETE FROM appeal WHERE person = ?1",
         "DELETE FROM judge WHERE person = ?1", "UPDATE appeal SET judge = NULL WHERE judge = ?1", "UPDATE team SET set_by = NULL WHERE set_by = ?1"},
        person);
}

Status SqliteTeamBook::erase_room(RoomId room) {
    return run_all(*connection_,
                   {"DELETE FROM daily_answer WHERE slot IN (SELECT id FROM slot WHERE room = ?1)", "DELETE FROM slot WHERE room = ?1",
                    "DELETE FROM put_aside WHERE room = ?1", "DELETE FROM score WHERE room = ?1", "DELETE FROM audit WHERE room = ?1",
                    "DELETE FROM off_board WHERE room = ?1", "DELETE FROM judge WHERE room = ?1", "DELETE FROM page_link WHERE room = ?1",
                    "UPDATE appeal SET room = NULL WHERE room = ?1", "DELETE FROM team WHERE room = ?1"},
                   room);
}

}  // namespace bot::store
