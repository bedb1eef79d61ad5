// Owns the proofs of the schedule codec: exact round trips, and never a schedule that no clock or calendar has.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "bot/base/text.h"
#include "bot/store/schedule_codec.h"
#include "tests/property/session_codec_random.h"
#include "tests/support/catch.h"

using namespace bot;
using namespace bot::store;

namespace {

std::uint64_t seeds() {
    const char* wanted = std::getenv("VIVA_SEEDS");
    return static_cast<std::uint64_t>(std::max(2000, wanted ? std::atoi(wanted) : 0));
}

daily::LocalDate random_date(Random& random) { return daily::LocalDate{std::chrono::days{random.number<int>()}}; }

daily::Schedule random_schedule(Random& random) {
    daily::Schedule schedule;
    schedule.time = daily::TimeOfDay{random.below(24 * 60)};
    schedule.days.mask = static_cast<std::uint8_t>(random.below(128));
    schedule.zone = random.text();
    schedule.selection = random.text(20);
    schedule.reveal = daily::TimeOfDay{random.below(24 * 60)};
    if (random.coin()) schedule.paused_until = random_date(random);
    schedule.holidays = random.list(30, [&] { return random_date(random); });
    std::sort(schedule.holidays.begin(), schedule.holidays.end());
    schedule.holidays.erase(std::unique(schedule.holidays.begin(), schedule.holidays.end()), schedule.holidays.end());
    schedule.open_answers = random.coin();
    schedule.revise = random.coin();
    schedule.remind = random.coin();
    schedule.rounds_count = random.coin();
    schedule.set_at = random.instant();
    return schedule;
}

bool sound(const daily::Schedule& schedule) {
    const auto in_day = [](daily::TimeOfDay time) { return time >= daily::TimeOfDay{0} && time < daily::TimeOfDay{24 * 60}; };
    return in_day(schedule.time) && in_day(schedule.reveal) && schedule.days.mask < 128 && std::is_sorted(schedule.holidays.begin(), schedule.holidays.end());
}

std::string document(const std::string& fields) { return R"({"v":1,"schedule":{)" + fields + "}}"; }

}  // namespace

TEST_CASE("a schedule comes back from its stored form exactly as it was") {
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        const auto schedule = random_schedule(random);
        const auto bytes = encode(schedule);
        REQUIRE(is_utf8(bytes));
        const auto back = decode_schedule(bytes);
        REQUIRE(back);
        REQUIRE(*back == schedule);
    }
}

TEST_CASE("damage to a stored schedule gives a sound schedule or says that it is corrupt") {
    for (std::uint64_t seed = 0, end = seeds(); seed < end; ++seed) {
        CAPTURE(seed);
        Random random(seed);
        auto bytes = encode(random_schedule(random));
        for (auto left = 1 + random.below(3); left > 0 && !bytes.empty(); --left) {
            const auto at = random.below(bytes.size());
            switch (random.below(4)) {
                case 0: bytes[at] = static_cast<char>(random.below(256)); break;
                case 1: bytes.erase(at, 1 + random.below(20)); break;
                case 2: bytes.insert(at, 1, "{}[]\",:0-e1tfn\\ "[random.below(16)]); break;
                default: bytes[at] = static_cast<char>('0' + random.below(10));
            }
        }
        const auto back = decode_schedule(bytes);
        REQUIRE((back ? sound(*back) : back.error().code == Code::kCorrupt));
    }
}

TEST_CASE("what is left out of a stored schedule has the value of format 1, and a new schedule is written short") {
    REQUIRE(decode_schedule(document("")) == daily::Schedule{});
    REQUIRE(encode(daily::Schedule{}) == document(""));
    const auto some = decode_schedule(document(R"("time":545,"zone":"Asia/Ho_Chi_Minh","holidays":[20000,20007],"remind":true)"));
    REQUIRE(some);
    daily::Schedule expected;
    expected.time = daily::TimeOfDay{9 * 60 + 5};
    expected.zone = "Asia/Ho_Chi_Minh";
    expected.holidays = {daily::LocalDate{std::chrono::days{20000}}, daily::LocalDate{std::chrono::days{20007}}};
    expected.remind = true;
    REQUIRE(*some == expected);
}

TEST_CASE("times, days and holidays that cannot be are refused, and so is another format") {
    for (const char* fields : {R"("time":1440)", R"("time":-1)", R"("reveal":1440)", R"("days":128)", R"("days":-1)", R"("holidays":[2,1])",
                               R"("holidays":[1,1])", R"("color":"red")", R"("zone":7)", R"("time":9.5)"}) {
        CAPTURE(fields);
        const auto refused = decode_schedule(document(fields));
        REQUIRE_FALSE(refused);
        REQUIRE(refused.error().code == Code::kCorrupt);
    }
    for (const std::string& bytes : {std::string(), std::string("null"), std::string(R"({"v":2,"schedule":{}})"), document("") + " ",
                                     document(R"("zone":")" + std::string(kMaxScheduleBytes, 'x') + '"')}) {
        REQUIRE(decode_schedule(bytes).error().code == Code::kCorrupt);
    }
}
