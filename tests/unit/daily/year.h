// Owns a room's simulated year: orders, outages, kills and new zone rules at random on a virtual clock, played against bot/daily, and a judge that knows the
// whole year beforehand and works date by date with the C library's local times. Nothing sleeps.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bot/daily/choice.h"
#include "bot/daily/slots.h"
#include "tests/property/grade_random.h"
#include "tests/unit/daily/wall_clock.h"

namespace year {

using namespace bot;
using namespace bot::daily;

// What a planted bug replaces.
struct Daily {
    std::function<Plan(const Schedule&, const Zone&, const SlotLedger&, bool, Instant)> plan = bot::daily::plan;
    std::function<std::optional<Choice>(std::span<const Candidate>, std::span<const std::string>, std::uint64_t)> choose = bot::daily::choose;
};

// A place by both readings of its rules.
struct Place {
    Zone zone;
    const wall::WallClock* clock;
};
using Places = std::map<std::string, wall::WallClock>;

// From when the room is under which schedule; the span ends where the next begins.
struct Version {
    Instant from{};
    Schedule schedule;
    Place place;
    bool on = true;
    bool has_question = true;
    bool settled = true;  // what the version before owed at `from` was done first; false: the process came up with new rules
    bool now = false;     // `daily now` at `from`
};

struct Outage {
    Instant from, to;  // not there from `from` on, there again at `to`
};

struct Post {
    Instant at;
    LocalDate date;
    std::string question;
};

struct Year {
    LocalDate begin{};
    Instant end{};
    std::vector<Version> versions;
    std::vector<Outage> outages;
    // What happened.
    std::map<LocalDate, Slot> slots;
    std::vector<Post> posts;          // as the platform saw them
    std::vector<std::string> draws;   // questions posted or put aside, in order; "+q" where q joined the selection
    std::vector<std::string> broken;  // promises broken on the way
    int plans = 0;
};

// Plays one room's year from the seed.
Year play(const std::string& zone, int calendar_year, const Places& places, std::uint64_t seed, const Daily& daily = {});

// What is wrong with it, "" if nothing.
std::string judge(const Year& year);

}  // namespace year
