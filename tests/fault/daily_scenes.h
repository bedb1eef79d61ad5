// Owns what tests of the daily question in the real server share: the days it lives through, waiting by its database, and its deaths.
#pragma once

#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <thread>

#include "tests/fakes/stage.h"
#include "tests/support/catch.h"

namespace tests {

using namespace std::chrono_literals;

constexpr const char* kSecret = "canaryanswer";  // in every answer, and nowhere else

// VIVA_KILLS: how many lives.
inline int lives_wanted(int usually) {
    const char* text = std::getenv("VIVA_KILLS");
    return text ? std::atoi(text) : usually;
}

// Where people live who are always seven hours ahead: the environment of a server at a time of day `day`, and a second.
class Days {
   public:
    explicit Days() : first_(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + std::chrono::days{1}) {}
    std::map<std::string, std::string> at(int day, std::chrono::minutes local) const {
        const auto target = first_ + std::chrono::days{day} + local - 7h + 1s;
        const auto ahead = std::chrono::duration_cast<std::chrono::seconds>(target - std::chrono::system_clock::now()).count();
        return {{"LD_PRELOAD", std::string(VIVA_BINARY_DIR) + "/tests/fakes/libviva_kill_at.so"}, {"CLOCK_AHEAD", std::to_string(ahead)}};
    }
    std::int64_t number(int day) const { return (first_ + std::chrono::days{day}).time_since_epoch().count(); }
    std::string text(int day) const {
        const std::chrono::year_month_day date{first_ + std::chrono::days{day}};
        char text[16];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()), unsigned(date.day()));
        return text;
    }

   private:
    std::chrono::sys_days first_;
};
constexpr std::chrono::minutes kPost = 9h + 30min;

// Until it is so, by the database; false if the process ended before.
inline bool comes_true(Stage& stage, const std::string& sql, std::int64_t wanted) {
    for (const auto until = std::chrono::steady_clock::now() + 30s; std::chrono::steady_clock::now() < until;) {
        if (stage.number(sql) == wanted) return true;
        if (stage.server().has_ended()) return false;
        std::this_thread::sleep_for(1ms);
    }
    FAIL("it does not come true: " << sql << "\n" << stage.server().log());
    return false;
}

struct Kill {
    std::string point;  // of the disk, "" = an exchange
    int nth = 0;
    int moment = 0;  // 0 = before it is taken, 1 = taken, not answered, 2 = answered
};

inline void set_kill(Stage& stage, const Kill& kill) {
    auto& server = stage.server();
    stage.api().set_faults([&server, kill, calls = std::make_shared<int>(0)](const SeenCall& call) -> Fault {
        if (call.method != "sendMessage" || ++*calls != kill.nth) return {};
        if (kill.moment == 0) {
            server.kill();
            return {Fault::Kind::kCut};
        }
        if (kill.moment == 1) return {Fault::Kind::kHangAfter, {}, 1, [&server] { server.kill(); }};
        return {Fault::Kind::kNone, {}, 1, [&server] { server.kill(); }};
    });
}

}  // namespace tests
