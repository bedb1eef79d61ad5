// Owns the year's property tests: rooms in every zone that changes its clock, and the proof that the judge finds planted bugs.
// VIVA_SEEDS: a zone is played one year for each 200 (1); VIVA_SEED: the first seed.
#include "tests/unit/daily/year.h"

#include <cstdlib>

#include "tests/support/catch.h"

using namespace year;
using namespace std::chrono_literals;

namespace {

Instant new_year(int calendar_year) { return std::chrono::sys_days{std::chrono::year{calendar_year} / 1 / 1}; }

Places changing_places(int calendar_year) {
    Places places;
    const auto names = zone_names().value();
    for (const auto& zone : names) {
        wall::WallClock clock(zone, new_year(calendar_year) - 24h * 10, new_year(calendar_year + 1) + 24h * 10);
        if (clock.changes() || zone == "Asia/Ho_Chi_Minh" || zone == "Pacific/Kiritimati" || zone == "Etc/GMT+12") places.emplace(zone, std::move(clock));
    }
    return places;
}

// The first verdict against this implementation in some rooms' years; "" if none.
std::string verdict_on(const Daily& daily, const Places& places, int rooms) {
    auto place = places.begin();
    for (int room = 0; room < rooms; ++room) {
        const auto verdict = judge(play(place->first, 2027, places, std::uint64_t(room), daily));
        if (!verdict.empty()) return verdict;
        if (++place == places.end()) place = places.begin();
    }
    return "";
}

}  // namespace

TEST_CASE("in a year of outages, orders and clock changes every workday is accounted for once, and no question repeats early") {
    const char* first = std::getenv("VIVA_SEED");
    const std::uint64_t begin = first != nullptr ? std::strtoull(first, nullptr, 10) : 1;
    const int seeds = first != nullptr ? 1 : dice::seeds(200) / 200;
    std::map<Outcome, int> outcomes;
    int rooms = 0;
    for (std::uint64_t seed = begin; seed < begin + std::uint64_t(seeds); ++seed) {
        const int calendar_year = 2026 + int(seed % 10);
        const Places places = changing_places(calendar_year);
        REQUIRE(places.size() > 150);
        REQUIRE(places.count("Asia/Ho_Chi_Minh") == 1);
        for (const auto& [zone, clock] : places) {
            const Year played = play(zone, calendar_year, places, seed * 1'000'003 + std::uint64_t(rooms++));
            const std::string verdict = judge(played);
            if (!verdict.empty()) FAIL(zone << " in " << calendar_year << ": " << verdict << "\nagain: VIVA_SEED=" << seed << " test_daily 'in a year*'");
            for (const auto& [date, slot] : played.slots) ++outcomes[slot.outcome];
        }
    }
    // Each outcome was met often, or the years are too quiet to show anything.
    for (const auto outcome : {Outcome::kPosted, Outcome::kDowntime, Outcome::kHoliday, Outcome::kPaused, Outcome::kNoQuestion, Outcome::kSetLater}) {
        CAPTURE(int(outcome));
        CHECK(outcomes[outcome] >= rooms / 10);
    }
}

TEST_CASE("the judge finds planted bugs") {
    static const Places places = changing_places(2027);
    Daily daily;
    SECTION("none, in the same rooms") {
        CHECK(verdict_on(daily, places, 60) == "");
        return;
    }
    SECTION("no catching up") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            Plan made = plan(s, z, l, q, now);
            for (auto& task : made.tasks) {
                if (task.slot.outcome == Outcome::kPosted && now > task.due) task.slot.outcome = Outcome::kDowntime;
            }
            return made;
        };
    }
    SECTION("a minute too much catching up") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            Plan made = plan(s, z, l, q, now);
            for (auto& task : made.tasks) {
                if (task.slot.outcome == Outcome::kDowntime && now <= task.due + kCatchUp + 1min) task.slot.outcome = Outcome::kPosted;
            }
            return made;
        };
    }
    SECTION("the ledger is not read") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) { return plan(s, z, {l.next, {}}, q, now); };
    }
    SECTION("dates gone by are forgotten") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            return plan(s, z, {std::max(l.next, z.local(now).date), l.slots}, q, now);
        };
    }
    SECTION("a skip is final although the time was moved to later") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            SlotLedger stubborn = l;
            for (auto& slot : stubborn.slots) slot.outcome = Outcome::kPosted;
            return plan(s, z, stubborn, q, now);
        };
    }
    SECTION("when the schedule was set is not known") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            Schedule ageless = s;
            ageless.set_at = {};
            return plan(ageless, z, l, q, now);
        };
    }
    SECTION("posts an hour late on days with a gap") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            Plan made = plan(s, z, l, q, now);
            if (!made.wake) return made;
            const LocalTime shown = z.local(*made.wake);
            if (shown.time != s.time) *made.wake += 1h;
            return made;
        };
    }
    SECTION("wakes for the second of two equal local times") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            Plan made = plan(s, z, l, q, now);
            if (made.wake && z.local(*made.wake) == z.local(*made.wake + 1h)) *made.wake += 1h;
            return made;
        };
    }
    SECTION("a pause is not recorded") {
        daily.plan = [](const Schedule& s, const Zone& z, const SlotLedger& l, bool q, Instant now) {
            Plan made = plan(s, z, l, q, now);
            std::erase_if(made.tasks, [](const Task& task) { return task.slot.outcome == Outcome::kPaused; });
            return made;
        };
    }
    SECTION("questions by chance alone") {
        daily.choose = [](std::span<const Candidate> candidates, std::span<const std::string> put_aside, std::uint64_t seed) {
            std::vector<Candidate> forgotten(candidates.begin(), candidates.end());
            for (auto& candidate : forgotten) candidate.cycle = 0;
            return choose(forgotten, put_aside, seed);
        };
    }
    SECTION("cycles without the wait at their border") {
        daily.choose = [](std::span<const Candidate> candidates, std::span<const std::string> put_aside, std::uint64_t seed) {
            std::vector<Candidate> forgotten(candidates.begin(), candidates.end());
            int cycle = 1;
            int last = 0;
            for (const auto& candidate : candidates) cycle = std::max(cycle, candidate.cycle);
            for (const auto& candidate : candidates) last += candidate.cycle < cycle ? 1 : 0;
            if (last != 0) return choose(candidates, put_aside, seed);
            for (auto& candidate : forgotten) candidate.cycle = 0;
            auto choice = choose(forgotten, put_aside, seed);
            if (choice) choice->cycle = cycle + 1;
            return choice;
        };
    }
    const std::string verdict = verdict_on(daily, places, 60);
    INFO(verdict);
    CHECK_FALSE(verdict.empty());
}
