// Owns the list of fields of a stored schedule, as session_fields.h does for sessions.
// Must not know how a value is written or read. Private to schedule_codec.cc; a change here is a new kScheduleVersion once a version was released.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "bot/base/time.h"

namespace bot::store::codec {

// A schedule in the numbers it is stored as: minutes since midnight, bits from Monday on, days since 1970. What is left out has the value that is here for
// ever, whatever a new schedule begins with.
struct StoredSchedule {
    int time = 9 * 60 + 30;
    int days = 0b0011111;
    std::string zone;
    std::string selection = "any";
    int reveal = 17 * 60;
    std::optional<int> paused_until;
    std::vector<int> holidays;
    bool open_answers = false;
    bool revise = false;
    bool remind = false;
    bool rounds_count = false;
    Instant set_at{};
};

template <class Walk, class T>
requires std::same_as<std::remove_const_t<T>, StoredSchedule>
void fields(Walk& walk, T& schedule) {
    const StoredSchedule usual;
    auto& [time, days, zone, selection, reveal, paused_until, holidays, open_answers, revise, remind, rounds_count, set_at] = schedule;
    walk("time", time, usual.time);
    walk("days", days, usual.days);
    walk("zone", zone);
    walk("selection", selection, usual.selection);
    walk("reveal", reveal, usual.reveal);
    walk("paused_until", paused_until);
    walk("holidays", holidays);
    walk("open_answers", open_answers);
    walk("revise", revise);
    walk("remind", remind);
    walk("rounds_count", rounds_count);
    walk("set_at", set_at);
}

}  // namespace bot::store::codec
