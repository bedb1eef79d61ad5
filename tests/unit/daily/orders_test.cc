// Owns the tests of dates, times and days as people write them, and of the words behind `daily`.
#include <fstream>
#include <sstream>

#include "bot/daily/schedule.h"
#include "tests/property/grade_random.h"
#include "tests/support/catch.h"

using namespace bot;
using namespace bot::daily;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> kPacks{"go-developer", "tech-lead", "japan"};

LocalDate day(std::string_view text) { return parse_date(text).value(); }

bool means(std::string_view words, const Order& order) {
    const auto read = parse_order(words, kPacks);
    const auto* found = std::get_if<Order>(&read);
    return found != nullptr && *found == order;
}

std::string trouble(std::string_view words) {
    const auto read = parse_order(words, kPacks);
    const auto* problem = std::get_if<Problem>(&read);
    if (problem == nullptr) return "none";
    return text_key(*problem).substr(14) + ": " + problem->word + " -> " + problem->fix;
}

order::On on(TimeOfDay time, std::optional<Days> days = std::nullopt, std::optional<std::string> zone = std::nullopt,
             std::optional<std::string> selection = std::nullopt) {
    return {time, days, std::move(zone), std::move(selection)};
}

}  // namespace

TEST_CASE("times of day are read as people write them") {
    CHECK(parse_time("09:30") == 9h + 30min);
    CHECK(parse_time("9:30") == 9h + 30min);
    CHECK(parse_time("9.30") == 9h + 30min);
    CHECK(parse_time("9:30AM") == 9h + 30min);
    CHECK(parse_time("12am") == 0min);
    CHECK(parse_time("12:15pm") == 12h + 15min);
    CHECK(parse_time("5pm") == 17h);
    CHECK(parse_time("23:59") == 23h + 59min);
    for (const auto* no : {"", "9", "930", "24:00", "9:60", "9:5", "13pm", "0am", "-1:30", "009:30", "9:300", ":30", "9:", "pm", "9:30 am", "+9:30", "9:+3"}) {
        CAPTURE(no);
        CHECK_FALSE(parse_time(no));
    }
    CHECK(to_text(TimeOfDay{9h + 5min}) == "09:05");
}

TEST_CASE("dates are read in one form, and only those that there are") {
    CHECK(to_text(day("2028-02-29")) == "2028-02-29");
    for (const auto* no : {"", "2026-02-29", "2026-13-01", "2026-00-01", "2026-1-01", "26-01-01", "2026/01/01", "1969-12-31", "2026-01-01x", "2026-01--1"}) {
        CAPTURE(no);
        CHECK_FALSE(parse_date(no));
    }
}

TEST_CASE("days are names, spans and lists") {
    CHECK(parse_days("mon-fri") == kWeekdays);
    CHECK(parse_days("Monday-Friday") == kWeekdays);
    CHECK(parse_days("mon,wed,fri") == Days{0b0010101});
    CHECK(parse_days("sat-mon") == Days{0b1100001});
    CHECK(parse_days("tues,thurs-fri") == Days{0b0011010});
    CHECK(parse_days("weekdays") == kWeekdays);
    CHECK(parse_days("weekend") == kWeekend);
    CHECK(parse_days("DAILY") == kEveryDay);
    CHECK(parse_days("sun") == Days{0b1000000});
    for (const auto* no : {"", "mon-", "-fri", "mon,,fri", "mo", "mon-wed-fri", "mondays", "1-5"}) {
        CAPTURE(no);
        CHECK_FALSE(parse_days(no));
    }
    CHECK(to_text(kWeekdays) == "mon-fri");
    CHECK(to_text(Days{0b1010001}) == "mon,fri,sun");
    CHECK(to_text(kEveryDay) == "daily");
    for (int mask = 1; mask < 128; ++mask) CHECK(parse_days(to_text(Days{std::uint8_t(mask)})) == Days{std::uint8_t(mask)});
}

TEST_CASE("on takes days, zone and pack in any order after the time") {
    const auto full = on(9h + 30min, kWeekdays, "Asia/Ho_Chi_Minh", "go-developer");
    CHECK(means("on 09:30 mon-fri Asia/Ho_Chi_Minh go-developer", full));
    CHECK(means("on 09:30 go-developer asia/ho_chi_minh Mon-Fri", full));
    CHECK(means("  ON   go-developer\n weekdays 9:30am Asia/Ho_Chi_Minh", full));
    CHECK(means("09:30 mon-fri Asia/Ho_Chi_Minh GO-DEVELOPER", full));
    CHECK(means("on 9:30", on(9h + 30min)));
    CHECK(means("on 9:30 mon, wed , fri", on(9h + 30min, Days{0b0010101})));
    CHECK(means("on 9:30 mon - fri any", on(9h + 30min, kWeekdays, std::nullopt, "any")));
    CHECK(means("on 9:30 UTC", on(9h + 30min, std::nullopt, "UTC")));
    CHECK(means("on 9:30 daily", on(9h + 30min, kEveryDay)));
}

TEST_CASE("the other orders are read") {
    CHECK(means("", order::Status{}));
    CHECK(means("status", order::Status{}));
    CHECK(means("off", order::Off{}));
    CHECK(means("pause until 2026-12-24", order::PauseUntil{day("2026-12-24")}));
    CHECK(means("Pause 2026-12-24", order::PauseUntil{day("2026-12-24")}));
    CHECK(means("resume", order::Resume{}));
    CHECK(means("now", order::Now{}));
    CHECK(means("preview", order::Preview{}));
    CHECK(means("skip", order::Skip{}));
    CHECK(means("holiday 2026-12-25", order::Holiday{day("2026-12-25")}));
    CHECK(means("holiday 2026-12-25 off", order::Holiday{day("2026-12-25"), false}));
    CHECK(means("holidays", order::ListHolidays{}));
    CHECK(means("reveal 16:30", order::Reveal{16h + 30min}));
    CHECK(means("answers open", order::Set{order::Switch::kOpenAnswers, true}));
    CHECK(means("answers private", order::Set{order::Switch::kOpenAnswers, false}));
    CHECK(means("revise on", order::Set{order::Switch::kRevise, true}));
    CHECK(means("remind OFF", order::Set{order::Switch::kRemind, false}));
    CHECK(means("rounds count on", order::Set{order::Switch::kRoundsCount, true}));
    CHECK(means("judge me", order::Judge{true}));
    CHECK(means("Judge OFF", order::Judge{false}));
    CHECK(means("rounds off", order::Set{order::Switch::kRoundsCount, false}));
}

TEST_CASE("a mistake names the word and what to write instead") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"onn 9:30", "unknown_order: onn -> on"},
        {"prevew", "unknown_order: prevew -> preview"},
        {"xyzzy", "unknown_order.bare: xyzzy -> "},
        {"on", "no_time: on -> on 09:30"},
        {"on mon-fri", "no_time: mon-fri -> on 09:30"},
        {"on 930", "bad_time: 930 -> 09:30"},
        {"on 9", "bad_time: 9 -> 09:00"},
        {"9:5", "bad_time: 9:5 -> 09:05"},
        {"on 9h30", "bad_time: 9h30 -> 09:30"},
        {"on 24:00", "bad_time: 24:00 -> 00:00"},
        {"on 25:00", "bad_time.bare: 25:00 -> "},
        {"on 9:30 mon-fry", "bad_day: fry -> fri"},
        {"on 9:30 mon,wensday", "bad_day: wensday -> wednesday"},
        {"on 9:30 Asia/Ho_Chi_Min", "unknown_zone: Asia/Ho_Chi_Min -> Asia/Ho_Chi_Minh"},
        {"on 9:30 Mars/Base", "unknown_zone.bare: Mars/Base -> "},
        {"on 9:30 go-develper", "unknown_word: go-develper -> go-developer"},
        {"on 9:30 weekdys", "unknown_word: weekdys -> weekdays"},
        {"on 9:30 berlin", "unknown_word: berlin -> Europe/Berlin"},
        {"on 9:30 utc+7", "unknown_word: utc+7 -> Etc/GMT-7"},
        {"on 9:30 qwertzuiop", "unknown_word.bare: qwertzuiop -> "},
        {"on 9:30 10:30", "twice.bare: 10:30 -> "},
        {"on 9:30 mon fri", "twice.bare: fri -> "},
        {"on 9:30 UTC Europe/Berlin", "twice.bare: Europe/Berlin -> "},
        {"on 9:30 any tech-lead", "twice.bare: tech-lead -> "},
        {"on 9:30 japan", "unclear.bare: japan -> "},
        {"on 9:30 japan japan", "twice.bare: japan -> "},
        {"on 9:30 UTC any japan", "twice.bare: japan -> "},
        {"pause", "missing_word: pause -> pause until 2026-12-24"},
        {"judge", "missing_word: judge -> me | off"},
        {"judge ann", "unknown_word: ann -> me | off"},
        {"judge me too", "extra_word.bare: too -> "},
        {"pause until", "missing_word: pause -> pause until 2026-12-24"},
        {"pause until 24.12.2026", "bad_date: 24.12.2026 -> 2026-12-24"},
        {"pause until 2026/12/4", "bad_date: 2026/12/4 -> 2026-12-04"},
        {"pause until christmas", "bad_date.bare: christmas -> "},
        {"holiday", "missing_word: holiday -> holiday 2026-12-25"},
        {"holiday 2026-02-30", "bad_date.bare: 2026-02-30 -> "},
        {"holiday 2026-12-25 please", "extra_word.bare: please -> "},
        {"reveal", "missing_word: reveal -> reveal 17:00"},
        {"reveal 1630", "bad_time: 1630 -> 16:30"},
        {"answers", "missing_word: answers -> open | private"},
        {"answers opn", "unknown_word: opn -> open"},
        {"revise maybe", "unknown_word: maybe -> on | off"},
        {"rounds count", "missing_word: count -> on | off"},
        {"off please", "extra_word.bare: please -> "},
    };
    for (const auto& [words, wanted] : cases) {
        CAPTURE(words);
        CHECK(trouble(words) == wanted);
    }
    CHECK(means("on 9:30 japan UTC", on(9h + 30min, std::nullopt, "UTC", "japan")));
    CHECK(means("on 9:30 any japan", on(9h + 30min, std::nullopt, "Japan", "any")));
}

TEST_CASE("the catalogue has a text for every problem") {
    std::ifstream file(VIVA_SOURCE_DIR "/content/messages/en.yaml");
    std::stringstream texts;
    texts << file.rdbuf();
    for (int trouble = 0; trouble <= int(Trouble::kNoZones); ++trouble) {
        for (const auto* fix : {"", "x"}) {
            const std::string key = text_key({Trouble(trouble), "word", fix});
            CAPTURE(key);
            CHECK(texts.str().find("\n" + key + ": ") != std::string::npos);
        }
    }
}

TEST_CASE("orders change the schedule and nothing else of it") {
    const Instant now{std::chrono::sys_days{std::chrono::year{2026} / 6 / 1}};
    Schedule schedule;
    schedule = changed(schedule, on(8h, kEveryDay, "UTC", "tech-lead"), now);
    CHECK((schedule.time == 8h && schedule.days == kEveryDay && schedule.zone == "UTC" && schedule.selection == "tech-lead" && schedule.set_at == now));
    schedule = changed(schedule, on(9h), now + 1h);
    CHECK((schedule.time == 9h && schedule.days == kEveryDay && schedule.zone == "UTC" && schedule.selection == "tech-lead" && schedule.set_at == now + 1h));
    for (const auto* date : {"2026-12-25", "2026-01-01", "2026-12-25"}) schedule = changed(schedule, order::Holiday{day(date)}, now);
    CHECK(schedule.holidays == std::vector<LocalDate>{day("2026-01-01"), day("2026-12-25")});
    CHECK(schedule.holiday(day("2026-12-25")));
    for (const auto* date : {"2026-12-25", "2026-12-26"}) schedule = changed(schedule, order::Holiday{day(date), false}, now);
    CHECK(schedule.holidays == std::vector<LocalDate>{day("2026-01-01")});
    schedule = changed(schedule, order::PauseUntil{day("2026-06-10")}, now);
    CHECK((schedule.paused(day("2026-06-09")) && !schedule.paused(day("2026-06-10"))));
    CHECK_FALSE(changed(schedule, order::Resume{}, now).paused_until);
    CHECK(changed(schedule, order::Reveal{18h}, now).reveal == 18h);
    CHECK(changed(schedule, order::Set{order::Switch::kOpenAnswers, true}, now).open_answers);
    CHECK(changed(schedule, order::Set{order::Switch::kRevise, true}, now).revise);
    CHECK(changed(schedule, order::Set{order::Switch::kRemind, true}, now).remind);
    CHECK(changed(schedule, order::Set{order::Switch::kRoundsCount, true}, now).rounds_count);
    for (const Order& order :
         {Order{order::Off{}}, Order{order::Status{}}, Order{order::Now{}}, Order{order::Preview{}}, Order{order::Skip{}}, Order{order::ListHolidays{}}}) {
        CHECK(changed(schedule, order, now) == schedule);
    }
}

TEST_CASE("any words give an order or a problem that names one of them") {
    dice::Random random(11);
    const std::vector<std::string> kWords{
        "on",       "off", "pause", "until", "holiday", "off",  "rounds",     "count",      "9:30",  "99999999999999999999:00",
        "9",        "-",   ",",     ",,",    "mon-",    "mon,", "2026-12-25", "Asia/Tokyo", "japan", "any",
        "\xff\xfe", "/",   "..",    "am",    "reveal",  "1h",   ":",          "\"",         "utc+",  "gmt-99999999999"};
    for (int i = 0; i < dice::seeds(500); ++i) {
        std::string words;
        for (std::size_t count = random.below(6); count > 0; --count) words += random.pick(kWords) + (random.one_in(8) ? "" : " ");
        CAPTURE(words);
        const auto read = parse_order(words, kPacks);
        const auto* problem = std::get_if<Problem>(&read);
        if (problem != nullptr && problem->word.empty()) FAIL("no word named");
    }
}
