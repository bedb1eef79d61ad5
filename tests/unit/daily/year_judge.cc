// Owns the verdict on a year. Shares no code with bot/daily but its value types: it walks each date through the whole year's schedules and outages.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "tests/unit/daily/year.h"

namespace year {
namespace {

using namespace std::chrono_literals;

std::string name(std::optional<Outcome> outcome) {
    if (!outcome) return "nothing";
    static const std::vector<std::string> kNames{"posted", "downtime", "holiday", "paused", "no question", "set later"};
    return kNames.at(std::size_t(*outcome));
}

Instant first_up(const std::vector<Outage>& outages, Instant at) {
    for (const auto& outage : outages) {
        if (outage.from <= at && at < outage.to) at = outage.to;
    }
    return at;
}

struct Expected {
    std::optional<Outcome> outcome;
    Instant at{};
};

Outcome reason(const Version& version, LocalDate date, Instant due, Instant seen) {
    const Schedule& schedule = version.schedule;
    if (due < schedule.set_at) return Outcome::kSetLater;
    if (std::count(schedule.holidays.begin(), schedule.holidays.end(), date) != 0) return Outcome::kHoliday;
    if (schedule.paused_until && date < *schedule.paused_until) return Outcome::kPaused;
    if (seen - due > 4h) return Outcome::kDowntime;
    return version.has_question ? Outcome::kPosted : Outcome::kNoQuestion;
}

// The fate of one date through all schedules.
Expected expected(const Year& year, LocalDate date) {
    Expected fate;
    bool closed = date < year.begin;  // its time went by, or its day while the daily question was off
    for (std::size_t i = 0; i < year.versions.size(); ++i) {
        const Version& version = year.versions[i];
        const Version* const next = i + 1 < year.versions.size() ? &year.versions[i + 1] : nullptr;
        const Schedule& schedule = version.schedule;
        const wall::WallClock& clock = *version.place.clock;
        if (fate.outcome == Outcome::kPosted) return fate;
        if (version.now && clock.date(version.from) == date) return {Outcome::kPosted, version.from};
        if (!version.on) continue;
        if (schedule.set_at == version.from) {
            if (clock.date(version.from) <= date) closed = false;
            if (i > 0 && !year.versions[i - 1].on && date < clock.date(version.from)) closed = true;
        }

        const Instant due = clock.first(date, schedule.time);
        const Instant until = next != nullptr ? next->from : year.end;
        if (due > until) continue;  // still to come
        const Instant seen = first_up(year.outages, std::max(due, version.from));
        if (next != nullptr && !next->settled && seen >= until) continue;
        const bool moved_later = fate.outcome && due > fate.at && due >= schedule.set_at;
        const bool open = !std::exchange(closed, true);
        if (open ? fate.outcome && !moved_later : !moved_later || clock.date(seen) > date) continue;
        const unsigned weekday = std::chrono::weekday{date}.iso_encoding();
        if ((schedule.days.mask >> (weekday - 1) & 1) != 0) fate = {reason(version, date, due, seen), seen};
    }
    return fate;
}

std::string judge_dates(const Year& year) {
    std::map<LocalDate, int> posted;
    std::map<LocalDate, Instant> posted_at;
    for (const auto& post : year.posts) {
        if (++posted[post.date] > 1) return fmt::format("{} has two questions", to_text(post.date));
        posted_at[post.date] = post.at;
    }
    const LocalDate end = std::chrono::floor<std::chrono::days>(LocalDate{} + year.end.time_since_epoch()) + std::chrono::days{3};
    for (LocalDate date = year.begin - std::chrono::days{3}; date < end; date += std::chrono::days{1}) {
        const Expected wanted = expected(year, date);
        const auto found = year.slots.find(date);
        const std::optional<Outcome> have = found == year.slots.end() ? std::nullopt : std::optional(found->second.outcome);
        if (have != wanted.outcome)
            return fmt::format("{}: expected {}, the ledger holds {} ({}, {})", to_text(date), name(wanted.outcome), name(have), to_rfc3339(wanted.at),
                               have ? to_rfc3339(found->second.at) : "");
        if ((have == Outcome::kPosted) != (posted[date] == 1)) return fmt::format("{}: the ledger and the platform disagree", to_text(date));
        if (have == Outcome::kPosted && posted_at[date] != wanted.at) {
            return fmt::format("{}: posted at {} instead of {}", to_text(date), to_rfc3339(posted_at[date]), to_rfc3339(wanted.at));
        }
        if (have && found->second.at != wanted.at)
            return fmt::format("{}: decided at {} instead of {}", to_text(date), to_rfc3339(found->second.at), to_rfc3339(wanted.at));
    }
    return "";
}

// In a cycle nothing comes twice, and a cycle ends only when everything came; between two times come at least half of the others.
std::string judge_draws(const Year& year) {
    std::set<std::string> selection;
    std::set<std::string> cycle;
    std::vector<std::string> drawn;
    for (const auto& draw : year.draws) {
        if (draw.front() == '+') {
            selection.insert(draw.substr(1));
            continue;
        }
        if (cycle.count(draw) != 0) {
            for (const auto& other : selection) {
                if (cycle.count(other) == 0) return fmt::format("{} came again before {}", draw, other);
            }
            cycle.clear();
        }
        cycle.insert(draw);
        std::set<std::string> since;
        bool before = false;
        for (auto it = drawn.rbegin(); it != drawn.rend() && !before; ++it) {
            before = *it == draw;
            if (!before) since.insert(*it);
        }
        if (before && since.size() < selection.size() / 2) return fmt::format("{} came again after {} of {} questions", draw, since.size(), selection.size());
        drawn.push_back(draw);
    }
    return "";
}

}  // namespace

std::string judge(const Year& year) {
    if (!year.broken.empty()) return year.broken.front();
    if (const auto verdict = judge_dates(year); !verdict.empty()) return verdict;
    return judge_draws(year);
}

}  // namespace year
