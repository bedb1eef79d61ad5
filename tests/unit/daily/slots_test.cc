// Owns the tests of the slots' single rules; their interplay is in year_test.cc.
#include "bot/daily/slots.h"

#include "tests/support/catch.h"

using namespace bot;
using namespace bot::daily;
using namespace std::chrono_literals;

namespace {

LocalDate day(std::string_view text) { return parse_date(text).value(); }

// A room in Berlin, 09:30 from Monday to Friday, since 2026-06-01 08:00 (a Monday).
struct Room {
    Zone zone = Zone::find("Europe/Berlin").value();
    Schedule schedule;
    SlotLedger ledger;

    Room() {
        schedule.zone = zone.name();
        schedule.set_at = at("2026-06-01", "08:00");
        ledger.next = next_when_set(std::nullopt, zone, schedule.set_at);
    }

    Instant at(std::string_view date, std::string_view time) const { return zone.instant_of(day(date), parse_time(time).value()); }

    // What there is to do, as "2026-06-01 posted", done at once.
    std::vector<std::string> look(Instant now, bool has_question = true) {
        static const std::vector<std::string> kNames{"posted", "downtime", "holiday", "paused", "no question", "set later"};
        std::vector<std::string> done;
        const Plan made = plan(schedule, zone, ledger, has_question, now);
        for (const auto& task : made.tasks) {
            done.push_back(to_text(task.slot.date) + " " + kNames.at(std::size_t(task.slot.outcome)));
            std::erase_if(ledger.slots, [&](const Slot& slot) { return slot.date == task.slot.date; });
            ledger.slots.push_back(task.slot);
            std::sort(ledger.slots.begin(), ledger.slots.end(), [](const Slot& a, const Slot& b) { return a.date < b.date; });
        }
        ledger.next = made.next;
        wake = made.wake ? to_text(zone.local(*made.wake).date) + " " + to_text(zone.local(*made.wake).time) : "never";
        return done;
    }
    std::vector<std::string> look(std::string_view date, std::string_view time) { return look(at(date, time)); }

    void order(std::string_view date, std::string_view time, const Order& order) {
        look(date, time);
        schedule = changed(schedule, order, at(date, time));
        if (std::holds_alternative<order::On>(order)) ledger.next = next_when_set(ledger.next, zone, schedule.set_at);
    }

    std::string wake;
};

using Done = std::vector<std::string>;

order::On on(std::string_view time, std::optional<Days> days = std::nullopt) { return {parse_time(time).value(), days, std::nullopt, std::nullopt}; }

}  // namespace

TEST_CASE("a workday is posted at its time, once, and the weekend is left alone") {
    Room room;
    CHECK(room.look("2026-06-01", "08:00").empty());
    CHECK(room.wake == "2026-06-01 09:30");
    CHECK(room.look("2026-06-01", "09:29").empty());
    CHECK(room.look("2026-06-01", "09:30") == Done{"2026-06-01 posted"});
    CHECK(room.wake == "2026-06-02 09:30");
    CHECK(room.look("2026-06-01", "09:30").empty());
    CHECK(room.look("2026-06-05", "09:30") == Done{"2026-06-02 downtime", "2026-06-03 downtime", "2026-06-04 downtime", "2026-06-05 posted"});
    CHECK(room.wake == "2026-06-08 09:30");
    CHECK(room.look("2026-06-07", "23:00").empty());
}

TEST_CASE("a late question is posted for four hours and then skipped as downtime") {
    Room room;
    CHECK(room.look("2026-06-01", "13:30") == Done{"2026-06-01 posted"});
    CHECK(room.look(room.at("2026-06-02", "13:30") + 1ms) == Done{"2026-06-02 downtime"});
    CHECK(room.wake == "2026-06-03 09:30");
}

TEST_CASE("holidays, a pause and an empty selection are reasons") {
    Room room;
    room.schedule.holidays = {day("2026-06-02")};
    room.schedule.paused_until = day("2026-06-04");
    CHECK(room.look("2026-06-01", "09:30") == Done{"2026-06-01 paused"});
    CHECK(room.look("2026-06-02", "09:30") == Done{"2026-06-02 holiday"});
    CHECK(room.look("2026-06-03", "09:30") == Done{"2026-06-03 paused"});
    CHECK(room.look(room.at("2026-06-04", "09:30"), false) == Done{"2026-06-04 no question"});
    CHECK(room.look("2026-06-05", "09:30") == Done{"2026-06-05 posted"});
}

TEST_CASE("a time that had passed when it was set is not made up for") {
    Room room;
    room.schedule.set_at = room.at("2026-06-01", "10:00");
    CHECK(room.look("2026-06-01", "10:00") == Done{"2026-06-01 set later"});
    CHECK(room.wake == "2026-06-02 09:30");
}

TEST_CASE("a date that was posted is not posted again at a new time") {
    Room room;
    CHECK(room.look("2026-06-01", "09:30") == Done{"2026-06-01 posted"});
    room.order("2026-06-01", "10:00", on("15:00"));
    CHECK(room.look("2026-06-01", "15:00").empty());
    CHECK(room.wake == "2026-06-02 15:00");
}

TEST_CASE("a date that was skipped has its chance again when its time is moved to later") {
    Room room;
    CHECK(room.look("2026-06-01", "14:00") == Done{"2026-06-01 downtime"});
    room.order("2026-06-01", "14:05", on("13:55"));
    CHECK(room.look("2026-06-01", "14:05").empty());
    room.order("2026-06-01", "14:10", on("15:00"));
    CHECK(room.look("2026-06-01", "14:10").empty());
    CHECK(room.wake == "2026-06-01 15:00");
    CHECK(room.look("2026-06-01", "15:00") == Done{"2026-06-01 posted"});
}

TEST_CASE("a Saturday that becomes a workday before its time is posted") {
    Room room;
    room.look("2026-06-05", "09:30");
    room.order("2026-06-06", "08:00", on("09:30", kEveryDay));
    CHECK(room.look("2026-06-06", "09:30") == Done{"2026-06-06 posted"});
    room.order("2026-06-06", "10:00", on("09:30", kWeekdays));
    room.look("2026-06-07", "12:00");
    room.order("2026-06-07", "12:30", on("13:00", kEveryDay));
    CHECK(room.look("2026-06-07", "13:00") == Done{"2026-06-07 posted"});
}

TEST_CASE("a zone in which the date comes again does not get a second question for it") {
    Room room;
    room.zone = Zone::find("Pacific/Auckland").value();
    room.schedule.set_at = room.at("2026-06-01", "08:00");
    CHECK(room.look("2026-06-01", "09:30") == Done{"2026-06-01 posted"});
    CHECK(room.look("2026-06-02", "09:30") == Done{"2026-06-02 posted"});
    room.zone = Zone::find("America/Los_Angeles").value();  // where it is the afternoon of the 1st
    room.schedule.set_at = room.at("2026-06-01", "15:00");
    room.ledger.next = next_when_set(room.ledger.next, room.zone, room.schedule.set_at);
    CHECK(room.look("2026-06-01", "15:00").empty());
    CHECK(room.wake == "2026-06-03 09:30");
    CHECK(room.look("2026-06-02", "09:30").empty());
    CHECK(room.look("2026-06-03", "09:30") == Done{"2026-06-03 posted"});
}

TEST_CASE("a zone that jumps over a pending date accounts for it") {
    Room room;
    room.zone = Zone::find("America/Los_Angeles").value();
    room.schedule.set_at = room.at("2026-06-01", "05:00");
    CHECK(room.look("2026-06-01", "06:00").empty());
    const Instant now = room.at("2026-06-01", "06:00");
    room.zone = Zone::find("Pacific/Auckland").value();  // where it is the morning of the 2nd
    room.schedule.set_at = now;
    room.ledger.next = next_when_set(room.ledger.next, room.zone, now);
    CHECK(room.look(now) == Done{"2026-06-01 set later"});
    CHECK(room.wake == "2026-06-02 09:30");
}

TEST_CASE("a clock that steps back posts nothing twice") {
    Room room;
    CHECK(room.look("2026-06-01", "09:30") == Done{"2026-06-01 posted"});
    CHECK(room.look("2026-06-02", "09:30") == Done{"2026-06-02 posted"});
    for (const auto* time : {"09:29", "00:00", "09:30", "13:00"}) CHECK(room.look("2026-06-01", time).empty());
    CHECK(room.look("2026-06-02", "09:29").empty());
    CHECK(room.look("2026-06-02", "09:30").empty());
    CHECK(room.look("2026-06-03", "09:30") == Done{"2026-06-03 posted"});
}

TEST_CASE("a clock that starts in 1970 does nothing until it is right") {
    Room room;
    room.look("2026-06-01", "09:30");
    CHECK(room.look(Instant{} + 8h).empty());
    CHECK(room.wake == "2026-06-02 09:30");
    CHECK(room.look(Instant{} + 12h).empty());
    CHECK(room.look("2026-06-02", "09:30") == Done{"2026-06-02 posted"});
}

TEST_CASE("what a clock far ahead skipped is taken back when it is right again") {
    Room room;
    room.look("2026-06-01", "09:30");
    std::size_t skipped = 0;
    for (Done done = room.look("2027-06-04", "20:00"); !done.empty(); done = room.look("2027-06-04", "20:00")) {
        CHECK(done.size() <= kTasksAtOnce);
        skipped += done.size();
    }
    CHECK(skipped == 264);
    CHECK(room.look("2026-06-01", "12:00").empty());
    CHECK(room.wake == "2026-06-02 09:30");
    CHECK(room.look("2026-06-02", "09:30") == Done{"2026-06-02 posted"});
    CHECK(room.look("2026-06-03", "14:00") == Done{"2026-06-03 downtime"});
    CHECK(room.look("2026-06-03", "14:01").empty());
    CHECK(room.look("2027-06-04", "20:00").size() <= kTasksAtOnce);
}

TEST_CASE("a schedule that a clock far ahead dated does not hold up the days before") {
    Room room;
    room.schedule.set_at = room.at("2026-06-10", "08:00");
    CHECK(room.look("2026-06-01", "09:30") == Done{"2026-06-01 posted"});
}

TEST_CASE("a date that a place leaves out is no workday") {
    Room room;
    room.zone = Zone::find("Pacific/Apia").value();
    room.schedule.set_at = room.at("2011-12-29", "08:00");
    room.schedule.days = kEveryDay;
    room.ledger.next = day("2011-12-29");
    CHECK(room.look("2011-12-29", "09:30") == Done{"2011-12-29 posted"});
    CHECK(room.wake == "2011-12-31 09:30");
    CHECK(room.look("2011-12-31", "09:30") == Done{"2011-12-31 posted"});
}

TEST_CASE("a clock thousands of years ahead costs a bounded plan") {
    Room room;
    room.schedule.days = Days{1};
    const Plan made = plan(room.schedule, room.zone, room.ledger, true, room.at("9000-01-01", "00:00"));
    CHECK(made.tasks.size() <= kTasksAtOnce);
    CHECK(made.wake == room.at("9000-01-01", "00:00"));
}

TEST_CASE("now posts for today, on a free day and a skipped one too, but never twice") {
    Room room;
    CHECK(date_for_now(room.zone, room.ledger, room.at("2026-06-06", "12:00")) == day("2026-06-06"));
    room.look("2026-06-01", "14:00");
    CHECK(date_for_now(room.zone, room.ledger, room.at("2026-06-01", "15:00")) == day("2026-06-01"));
    room.look("2026-06-02", "09:30");
    CHECK(date_for_now(room.zone, room.ledger, room.at("2026-06-02", "23:59")) == std::nullopt);
    CHECK(date_for_now(room.zone, room.ledger, room.at("2026-06-03", "00:00")) == day("2026-06-03"));
}

TEST_CASE("the reveal leaves two hours, whatever the schedule says") {
    Room room;
    const auto reveal = [&](std::string_view posted) { return reveal_at(room.schedule, room.zone, day("2026-06-01"), room.at("2026-06-01", posted)); };
    CHECK(reveal("09:30") == room.at("2026-06-01", "17:00"));
    CHECK(reveal("15:00") == room.at("2026-06-01", "17:00"));
    CHECK(reveal("15:01") == room.at("2026-06-01", "17:01"));
    CHECK(reveal("23:30") == room.at("2026-06-02", "01:30"));
}

TEST_CASE("a clock change moves neither the time nor the account") {
    Room room;
    room.schedule.days = kEveryDay;
    room.schedule.time = parse_time("02:30").value();
    room.ledger.next = day("2026-03-28");
    room.schedule.set_at = room.at("2026-03-28", "00:00");
    CHECK(room.look("2026-03-28", "02:30") == Done{"2026-03-28 posted"});
    CHECK(room.wake == "2026-03-29 03:00");
    CHECK(room.look("2026-03-29", "03:00") == Done{"2026-03-29 posted"});
    CHECK(room.wake == "2026-03-30 02:30");
    room.ledger.next = day("2026-10-25");
    CHECK(room.look("2026-10-25", "02:30") == Done{"2026-10-25 posted"});
    CHECK(room.look(room.at("2026-10-25", "02:30") + 1h).empty());
}
