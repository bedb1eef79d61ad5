// Owns what the team book's tests share: a room with people who answer.
#pragma once

#include <string>
#include <utility>

#include "tests/unit/store/ledger_fixture.h"

namespace bot::store {

inline daily::LocalDate day(int number) { return daily::LocalDate{std::chrono::days{20'000 + number}}; }
inline Place group(std::string key = "-1", std::string thread = "") { return {"bot:1", std::move(key), std::move(thread)}; }

// A ledger on a disk of its own, with a group in it.
struct TeamStage {
    TempFolder folder;
    std::string path = folder / "viva.db";
    std::unique_ptr<SqliteStore> ledger = ledger_at(path, Durability::kNormal);
    TeamBook* book = &ledger->teams();
    RoomId room = group_room("-1");

    RoomId group_room(const std::string& key) { return must(ledger->room(group(key), RoomKind::kGroup, "Team " + key, at(0))).id; }
    PersonId person(const std::string& name) { return must(ledger->person("bot:1", "user-" + name, name, at(0))); }
    void reopen() {
        ledger.reset();
        ledger = ledger_at(path, Durability::kNormal);
        book = &ledger->teams();
    }

    // A session of the person in their direct chat.
    SessionId session(PersonId person) {
        const auto direct_room = must(ledger->room(direct(must(book->user_key(person))), RoomKind::kDirect, "", at(0))).id;
        return must(ledger->begin_at(person, direct_room, "", some_pin(), session_after(0), at(0)));
    }

    // A first answer to a question, stored in a new session.
    std::pair<SessionId, AttemptId> attempt(PersonId person, const std::string& question, int score, const std::string& answer = "an answer") {
        const auto id = session(person);
        auto attempt = attempt_of_turn(0);
        attempt.question = question;
        attempt.score = score;
        attempt.answer = answer;
        must(ledger->commit({{id, person, "pin-one", session_after(1)}, {attempt}}, at(1)));
        return {id, *must(book->last_first_attempt(id))};
    }

    SlotId posted(RoomId where, int date, const std::string& question, int cycle = 1) {
        DailySlot slot;
        slot.room = where;
        slot.slot = {day(date), daily::Outcome::kPosted, at(date)};
        slot.question = question;
        slot.cycle = cycle;
        slot.reveal_at = at(date + 480);
        return must(book->put_slot(slot));
    }

    // The answer to a slot with its points, as the desk stores it.
    AttemptId answered(SlotId slot, PersonId person, int points) {
        const auto found = *must(book->slot(slot));
        const auto [session, attempt_id] = attempt(person, found.question, points);
        must(book->begin_answer(slot, person, session));
        must(book->set_points(slot, person, points, attempt_id));
        must(book->score({found.room, person, found.slot.date, found.question, {"go"}, points, attempt_id}, "answered", false, at(2)));
        return attempt_id;
    }

    std::string look(const std::string& sql) const { return shell(path, sql); }
};

inline Team some_team(RoomId room) {
    Team team;
    team.room = room;
    team.thread = "topic";
    team.on = true;
    team.schedule.zone = "Asia/Ho_Chi_Minh";
    team.schedule.holidays = {day(5), day(9)};
    team.schedule.paused_until = day(3);
    team.next = day(1);
    team.wake = at(100);
    return team;
}

}  // namespace bot::store
