// Owns what the book keeps of rooms as teams, as plain values. Must not leak SQLite types, or know how they are kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bot/base/ids.h"
#include "bot/base/time.h"
#include "bot/daily/schedule.h"
#include "bot/daily/slots.h"

namespace bot::store {

using SlotId = Id<struct SlotTag>;
using AppealId = Id<struct AppealTag>;

// A room that has, or had, a daily question.
struct Team {
    RoomId room;
    std::string thread;  // the topic that questions are posted in, "" = none
    bool on = false;
    daily::Schedule schedule;
    daily::LocalDate next{};      // as SlotLedger::next
    std::optional<Instant> wake;  // when to plan again; nullopt = not by itself
    PersonId set_by;              // who switched it on last: a judge of appeals
    bool operator==(const Team&) const = default;
};

// A date of a team: posted, or skipped with the reason.
struct DailySlot {
    SlotId id;  // given by the book
    RoomId room;
    daily::Slot slot;
    std::string question;              // pack/id, "" unless posted
    int cycle = 0;                     // as daily::Choice
    std::int64_t letter = 0;           // the post's
    std::string message;               // the platform's id of the post, "" = not known (yet)
    std::optional<Instant> remind_at;  // a reminder is still to be written then
    std::optional<Instant> reveal_at;  // still to be revealed then
    std::optional<Instant> revealed;   // when it was
    bool operator==(const DailySlot&) const = default;
};

// What a team has to do with a question.
struct AskedBefore {
    std::string question;
    int cycle = 0;
    std::int64_t draw = 0;         // of its last draw there, posted or put aside; draws of a room are numbered upwards
    std::optional<int> mean_mark;  // of the first marks in the team
    bool operator==(const AskedBefore&) const = default;
};

// A person's part in a slot.
struct DailyAnswer {
    SlotId slot;
    PersonId person;
    std::string name;           // for display, as given last
    SessionId session;          // in which they answer
    std::optional<int> points;  // the mark of the first graded answer, 0..100; nullopt: begun only
    AttemptId attempt;          // of points
    bool shared = false;        // they agreed that the answer is shown to the team
    bool operator==(const DailyAnswer&) const = default;
};

// Points that count on a room's board.
struct Score {
    RoomId room;
    PersonId person;
    daily::LocalDate date{};
    std::string question;  // pack/id
    std::vector<std::string> tags;
    int points = 0;
    AttemptId attempt;
    bool operator==(const Score&) const = default;
};

// One change of a score, and why.
struct Audit {
    PersonId person;
    daily::LocalDate date{};
    std::string question;
    std::optional<int> before;  // nullopt: the score came into being
    std::optional<int> after;   // nullopt: it was taken away
    std::string reason;         // "answered", "revised", "appeal a1", "regraded", "merged"
    Instant at{};
    bool operator==(const Audit&) const = default;
};

// A mark that somebody disputes.
struct Appeal {
    AppealId id;  // given by the book
    PersonId person;
    AttemptId attempt;
    std::optional<RoomId> room;  // whose board is concerned
    std::string question;
    int score = 0;                // the mark that is disputed
    std::string reason;           // the person's words; hostile
    std::optional<int> own_mark;  // what the person thinks it should be
    bool consent = false;         // the answer may be given to the question's author
    Instant at{};
    std::optional<int> verdict;  // the mark that was decided; nullopt = open, or nobody decides
    std::string verdict_reason;
    PersonId judge;
    std::optional<Instant> decided;
    bool operator==(const Appeal&) const = default;
};

}  // namespace bot::store
