// Owns the tests of time zones. Part of them compares every zone with the C library's reading of the same data.
#include "bot/daily/zone.h"

#include <atomic>
#include <thread>

#include "tests/property/grade_random.h"
#include "tests/support/catch.h"
#include "tests/unit/daily/wall_clock.h"

using namespace bot;
using namespace bot::daily;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

Zone zone(const std::string& name) { return Zone::find(name).value(); }
LocalDate day(std::string_view text) { return parse_date(text).value(); }
Instant at(const std::string& zone_name, std::string_view date, std::string_view time) {
    return zone(zone_name).instant_of(day(date), parse_time(time).value());
}
std::string utc(Instant instant) { return to_rfc3339(instant).substr(0, 16); }
std::string refusal(const std::string& name) {
    const auto found = Zone::find(name);
    return found ? "found" : found.error().message;
}

}  // namespace

TEST_CASE("a zone is found by its name in any case, links included") {
    CHECK(zone("Asia/Ho_Chi_Minh").name() == "Asia/Ho_Chi_Minh");
    CHECK(zone("asia/ho_chi_minh").name() == "Asia/Ho_Chi_Minh");
    CHECK(zone(" AMERICA/ARGENTINA/BUENOS AIRES ").name() == "America/Argentina/Buenos_Aires");
    CHECK(zone("Asia/Saigon").name() == "Asia/Saigon");
    CHECK(zone("utc").name() == "UTC");
    CHECK(zone("Asia/Saigon").local(Instant{}) == zone("Asia/Ho_Chi_Minh").local(Instant{}));
}

TEST_CASE("a name that is no zone leads to the one that was meant") {
    CHECK(refusal("Asia/Ho_Chi_Min") == "no time zone 'Asia/Ho_Chi_Min' (did you mean Asia/Ho_Chi_Minh?)");
    CHECK(refusal("Europe/Berln") == "no time zone 'Europe/Berln' (did you mean Europe/Berlin?)");
    CHECK(refusal("berlin") == "no time zone 'berlin' (did you mean Europe/Berlin?)");
    CHECK(refusal("new york") == "no time zone 'new york' (did you mean America/New_York?)");
    CHECK(refusal("saigonn") == "no time zone 'saigonn' (did you mean Asia/Saigon?)");
    CHECK(refusal("UTC+7") == "no time zone 'UTC+7' (did you mean Etc/GMT-7?)");
    CHECK(refusal("gmt-03:00") == "no time zone 'gmt-03:00' (did you mean Etc/GMT+3?)");
    CHECK(refusal("qwertzuiop") == "no time zone 'qwertzuiop'; name one as in Asia/Ho_Chi_Minh");
    CHECK_THAT(refusal(""), Contains("no time zone ''"));
}

TEST_CASE("what lies beside the zones in the data folder is no zone") {
    for (const auto* name :
         {"localtime", "posixrules", "posix/Europe/Berlin", "right/Europe/Berlin", "Factory", "tzdata.zi", "zone.tab", "zone1970.tab", "../passwd", "Europe"}) {
        CAPTURE(name);
        CHECK(refusal(name) != "found");
    }
    const auto names = zone_names().value();
    for (const auto& name : names) {
        CAPTURE(name);
        CHECK(Zone::find(name).has_value());
    }
    CHECK(names.size() > 400);
}

TEST_CASE("a local time that the clock skips is the first minute after the gap") {
    CHECK(utc(at("Europe/Berlin", "2026-03-29", "01:59")) == "2026-03-29T00:59");
    CHECK(utc(at("Europe/Berlin", "2026-03-29", "02:00")) == "2026-03-29T01:00");
    CHECK(utc(at("Europe/Berlin", "2026-03-29", "02:30")) == "2026-03-29T01:00");
    CHECK(utc(at("Europe/Berlin", "2026-03-29", "03:00")) == "2026-03-29T01:00");
    CHECK(zone("Europe/Berlin").local(at("Europe/Berlin", "2026-03-29", "02:30")) == LocalTime{day("2026-03-29"), 3h});
    CHECK(utc(at("Australia/Lord_Howe", "2026-10-04", "02:10")) == "2026-10-03T15:30");                                // half an hour
    CHECK(zone("America/Nuuk").local(at("America/Nuuk", "2026-03-28", "23:30")) == LocalTime{day("2026-03-29"), 0h});  // into the next date
}

TEST_CASE("a local time that comes twice is the earlier") {
    CHECK(utc(at("Europe/Berlin", "2026-10-25", "02:30")) == "2026-10-25T00:30");
    CHECK(utc(at("Europe/Berlin", "2026-10-25", "03:00")) == "2026-10-25T02:00");
    CHECK(utc(at("America/Havana", "2026-11-01", "00:30")) == "2026-11-01T04:30");
    CHECK(zone("Europe/Berlin").local(at("Europe/Berlin", "2026-10-25", "02:30") + 1h) == LocalTime{day("2026-10-25"), 2h + 30min});
}

TEST_CASE("a date that a place left out is none") {
    CHECK_FALSE(zone("Pacific/Apia").has(day("2011-12-30")));
    CHECK(zone("Pacific/Apia").has(day("2011-12-29")));
    CHECK(zone("Pacific/Apia").has(day("2011-12-31")));
    CHECK(zone("Africa/Cairo").has(day("2026-04-24")));  // begins at one o'clock
}

TEST_CASE("every zone agrees with the C library on local times, and each local time leads back") {
    dice::Random random(7);
    const auto names = zone_names().value();
    for (const auto& name : names) {
        const Instant begin{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1}};
        const wall::WallClock clock(name, begin, begin + 24h * 365 * 12);
        const Zone place = zone(name);
        std::vector<Instant> instants{};
        for (int i = 0; i < 12; ++i) instants.push_back(begin + 24h + std::chrono::minutes{random.below(60 * 24 * 365 * 11)});
        for (const Instant step : clock.steps()) instants.insert(instants.end(), {step - 1min, step, step + 30min, step + 1h, step - 1h});
        for (const Instant instant : instants) {
            if (instant < begin + 24h) continue;
            CAPTURE(name, to_rfc3339(instant));
            const LocalTime local = place.local(instant);
            const Instant shown{local.date.time_since_epoch() + local.time};
            if (shown != instant + clock.offset(instant)) FAIL("another local time");
            if (place.instant_of(local.date, local.time) != clock.first(local.date, local.time)) FAIL("another way back");
            if (place.instant_of(local.date, local.time + 30min) != clock.first(local.date, local.time + 30min)) FAIL("another way back half an hour later");
        }
    }
}

TEST_CASE("zones are safe from many threads") {
    const auto names = zone_names().value();
    std::atomic<int> failures = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (std::size_t i = std::size_t(t) * 5; i < names.size(); i += 3) {
                const auto found = Zone::find(names[i]);
                if (!found || found->instant_of(LocalDate{} + std::chrono::days{20000}, 12h) < Instant{} + 24h * 19998) ++failures;
            }
        });
    }
    threads.clear();
    CHECK(failures == 0);
}

// Run where the data are missing: tests/unit/daily/without_tzdata.sh.
TEST_CASE("a system without time zones says what to install", "[.][no-tzdata]") {
    CHECK_THAT(refusal("Europe/Berlin"), Contains("install the package tzdata"));
    CHECK(Zone::find("Europe/Berlin").error().code == Code::kUnavailable);
    CHECK_FALSE(zone_names().has_value());
    CHECK(nearest_zone("berlin").empty());
}
