// Owns the ledger of a room's daily questions: which (room, local date) is to be posted now, which is skipped and why, and when to look again.
// Must not store, post or read a clock.
//
// The promise: from the first date on, each workday gets exactly one slot, and a posted slot is final, whatever restarts, outages, steps of the clock, new zone
// rules or changed schedules come in between. It holds if the caller
//   - keeps the slots unique on (room, date), writes the slots of a plan, its `next` and the letters of a post in one transaction, and replaces a skipped
//     slot by a posted one, never the other way round;
//   - runs plan() with the old schedule and acts on it before an order changes the schedule (the time of a changed-away date may just have passed).
#pragma once

#include <optional>
#include <vector>

#include "bot/base/time.h"
#include "bot/daily/schedule.h"
#include "bot/daily/zone.h"

namespace bot::daily {

inline constexpr Duration kCatchUp = std::chrono::hours{4};       // how late a question may still be posted
inline constexpr Duration kTimeToAnswer = std::chrono::hours{2};  // at least so long between a post and its reveal

enum class Outcome {
    kPosted,
    kDowntime,  // nobody was there to post until it was too late
    kHoliday,
    kPaused,
    kNoQuestion,  // the selection is empty
    kSetLater,    // the date's time had passed when the schedule was set
};

struct Slot {
    LocalDate date;
    Outcome outcome;
    Instant at;  // when that was decided. A skip is void if its time was moved to later since, or if the clock was ahead then and is right now
    bool operator==(const Slot&) const = default;
};

// What the store holds of a room. The slots stay, whatever the room orders.
struct SlotLedger {
    LocalDate next;           // all dates before are accounted for, the workdays by a slot
    std::vector<Slot> slots;  // sorted, each date once; those from rows_from() on are enough
};

struct Task {
    Slot slot;    // kPosted: post now
    Instant due;  // the time by the schedule; a post may be up to kCatchUp later
    bool operator==(const Task&) const = default;
};

struct Plan {
    std::vector<Task> tasks;      // by date; at most kTasksAtOnce
    LocalDate next;               // to be stored with the tasks
    std::optional<Instant> wake;  // plan again then (now, if there was too much for one plan); nullopt: not before a change of the schedule
};

inline constexpr std::size_t kTasksAtOnce = 100;

// `next` after On: today is open again, for it may have become a workday or got a later time. next: nullopt for a room that is new or was off. Only here may
// `next` go back.
LocalDate next_when_set(std::optional<LocalDate> next, const Zone& zone, Instant set_at);

// The first date whose slot plan() will look at.
LocalDate rows_from(LocalDate next, const Zone& zone, Instant now);

// Total and deterministic. zone: that of schedule.zone. has_question: whether the selection has any question at all.
Plan plan(const Schedule& schedule, const Zone& zone, const SlotLedger& ledger, bool has_question, Instant now);

// Whether `daily now` may post for today's date, and for which date that is: any date, workday or not, but never a second time.
std::optional<LocalDate> date_for_now(const Zone& zone, const SlotLedger& ledger, Instant now);

// When the answers of a post are shown: at the schedule's time on its date, but never less than kTimeToAnswer after the post.
Instant reveal_at(const Schedule& schedule, const Zone& zone, LocalDate date, Instant posted_at);

}  // namespace bot::daily
