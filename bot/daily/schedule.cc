// Owns what orders do to a schedule.
#include "bot/daily/schedule.h"

#include <algorithm>
#include <array>

namespace bot::daily {
namespace {

struct Change {
    Schedule& schedule;
    Instant now;

    void operator()(const order::On& on) const {
        schedule.time = on.time;
        if (on.days) schedule.days = *on.days;
        if (on.zone) schedule.zone = *on.zone;
        if (on.selection) schedule.selection = *on.selection;
        schedule.set_at = now;
    }
    void operator()(const order::PauseUntil& pause) const { schedule.paused_until = pause.date; }
    void operator()(const order::Resume&) const { schedule.paused_until.reset(); }
    void operator()(const order::Holiday& holiday) const {
        auto& dates = schedule.holidays;
        const auto place = std::lower_bound(dates.begin(), dates.end(), holiday.date);
        const bool known = place != dates.end() && *place == holiday.date;
        if (holiday.free && !known) dates.insert(place, holiday.date);
        if (!holiday.free && known) dates.erase(place);
    }
    void operator()(const order::Reveal& reveal) const { schedule.reveal = reveal.time; }
    void operator()(const order::Set& set) const {
        switch (set.which) {
            case order::Switch::kOpenAnswers: schedule.open_answers = set.on; return;
            case order::Switch::kRevise: schedule.revise = set.on; return;
            case order::Switch::kRemind: schedule.remind = set.on; return;
            case order::Switch::kRoundsCount: schedule.rounds_count = set.on; return;
        }
    }
    template <class Other>
    void operator()(const Other&) const {}
};

}  // namespace

bool Schedule::holiday(LocalDate date) const { return std::binary_search(holidays.begin(), holidays.end(), date); }

Schedule changed(Schedule schedule, const Order& order, Instant now) {
    std::visit(Change{schedule, now}, order);
    return schedule;
}

std::string text_key(const Problem& problem) {
    static constexpr std::array<std::string_view, 12> kKeys{"unknown_order", "no_time", "bad_time", "bad_date",     "bad_day",    "unknown_zone",
                                                            "unknown_word",  "twice",   "unclear",  "missing_word", "extra_word", "no_zones"};
    std::string key = "daily.problem.";
    key += kKeys[std::size_t(problem.trouble)];
    return problem.fix.empty() ? key + ".bare" : key;
}

}  // namespace bot::daily
