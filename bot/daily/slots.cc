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

// Nothing is left to decide. Of the clock, an hour is forgiven: it is not worth a second look.
bool decided(const Schedule& schedule, const SlotLedger& ledger, LocalDate date, Instant due, Instant now) {
    const Slot* slot = slot_of(ledger, date);
    if (slot == nullptr) return date < ledger.next;  // was no workday
    if (slot->outcome == Outcome::kPosted) return true;
    const bool moved_later = due > slot->at && due >= schedule.set_at;
    return !moved_later && slot->at <= now + kForgiven;
}

// The first time after now at which a date has to be decided.
std::optional<Instant> next_due(const Schedule& schedule, const Zone& zone, const SlotLedger& ledger, Instant now) {
    const auto due_after = [&](LocalDate from) -> std::optional<Instant> {
        for (LocalDate date = from; date < from + kDaysAtOnce; date += std::chrono::days{1}) {
            if (!workday(schedule, zone, date)) continue;
            const Instant due = zone.instant_of(date, schedule.time);
            if (due > now && !decided(schedule, ledger, date, due, now)) return due;
        }
        return std::nullopt;
    };
    const LocalDate today = zone.local(now).date;
    if (const auto soon = due_after(today)) return soon;
    return today < ledger.next ? due_after(ledger.next) : std::nullopt;  // a clock far behind
}

}  // namespace

LocalDate next_when_set(std::optional<LocalDate> next, const Zone& zone, Instant set_at) {
    const LocalDate today = zone.local(set_at).date;
    return next ? std::min(*next, today) : today;
}

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
        const Instant due = zone.instant_of(date, schedule.time);
        if (due > now) break;
        if (!workday(schedule, zone, date) || decided(schedule, ledger, date, due, now)) continue;
        plan.tasks.push_back({{date, judge(schedule, date, due, has_question, now), now}, due});
    }
    plan.next = std::max(ledger.next, date);
    if (!plan.wake) plan.wake = next_due(schedule, zone, ledger, now);
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
