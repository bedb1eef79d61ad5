// Owns the judgement of each date.
#include "bot/daily/slots.h"

#include <algorithm>

namespace bot::daily {
namespace {

constexpr std::chrono::days kDaysAtOnce{400};          // a clock that is centuries ahead must not hold up the caller
constexpr Duration kForgiven = std::chrono::hours{1};  // a decision or an order from further in the future than this shows that the clock was set back

const Slot* slot_of(const SlotLedger& ledger, LocalDate date) {
    const auto place = std::lower_bound(ledger.slots.begin(), ledger.slots.end(), date, [](const Slot& slot, LocalDate wanted) { return slot.date < wanted; });
    return place != ledger.slots.end() && place->date == date ? &*place : nullptr;
}

bool workday(const Schedule& schedule, const Zone& zone, LocalDate date) { return schedule.days.has(date) && zone.has(date); }

Outcome judge(const Schedule& schedule, LocalDate date, Instant due, bool has_question, Instant now) {
    if (due < schedule.set_at && schedule.set_at <= now + kForgiven) return Outcome::kSetLater;
    if (schedule.holiday(date)) return Outcome::kHoliday;
    if (schedule.paused(date)) return Outcome::kPaused;
    if (now > due + kCatchUp) return Outcome::kDowntime;
    return has_question ? Outcome::kPosted : Outcome::kNoQuestion;
}

// Decided for good. Of the clock, an hour is forgiven: it is not worth a second look.
bool stands(const Slot& slot, Instant due, Instant now) {
    if (slot.outcome == Outcome::kPosted) return true;
    return due <= slot.at && slot.at <= now + kForgiven;
}

// The first time after now at which a date has to be decided.
std::optional<Instant> next_due(const Schedule& schedule, const Zone& zone, const SlotLedger& ledger, LocalDate next, Instant now) {
    const LocalDate today = zone.local(now).date;
    const auto due_between = [&](LocalDate from, LocalDate to, bool accounted) -> std::optional<Instant> {
        for (LocalDate date = from; date < std::min(to, from + kDaysAtOnce); date += std::chrono::days{1}) {
            const Slot* slot = slot_of(ledger, date);
            if ((slot == nullptr && accounted) || !workday(schedule, zone, date)) continue;
            const Instant due = zone.instant_of(date, schedule.time);
            if (due > now && (slot == nullptr || !stands(*slot, due, now))) return due;
        }
        return std::nullopt;
    };
    if (const auto again = due_between(today, next, true)) return again;
    return due_between(next, LocalDate::max(), false);
}

}  // namespace

LocalDate first_date(const Zone& zone, Instant set_at) { return zone.local(set_at).date; }

LocalDate rows_from(LocalDate next, const Zone& zone, Instant now) { return std::min(next, zone.local(now).date); }

Plan plan(const Schedule& schedule, const Zone& zone, const SlotLedger& ledger, bool has_question, Instant now) {
    const LocalDate today = zone.local(now).date;
    const LocalDate from = rows_from(ledger.next, zone, now);
    Plan plan;
    LocalDate date = from;
    for (; date <= today; date += std::chrono::days{1}) {
        if (plan.tasks.size() == kTasksAtOnce || date - from >= kDaysAtOnce) {
            plan.wake = now;
            break;
        }
        const bool accounted = date < ledger.next;
        const Slot* slot = slot_of(ledger, date);
        if ((accounted && slot == nullptr) || !workday(schedule, zone, date)) continue;
        const Instant due = zone.instant_of(date, schedule.time);
        if (slot != nullptr && stands(*slot, due, now)) continue;
        if (due <= now) {
            plan.tasks.push_back({{date, judge(schedule, date, due, has_question, now), now}, due});
        } else if (!accounted) {
            break;
        }
    }
    plan.next = std::max(ledger.next, date);
    if (!plan.wake) plan.wake = next_due(schedule, zone, ledger, plan.next, now);
    return plan;
}

std::optional<LocalDate> date_for_now(const Zone& zone, const SlotLedger& ledger, Instant now) {
    const LocalDate today = zone.local(now).date;
    const Slot* slot = slot_of(ledger, today);
    if (slot != nullptr && slot->outcome == Outcome::kPosted) return std::nullopt;
    return today;
}

Instant reveal_at(const Schedule& schedule, const Zone& zone, LocalDate date, Instant posted_at) {
    return std::max(zone.instant_of(date, schedule.reveal), posted_at + kTimeToAnswer);
}

}  // namespace bot::daily
