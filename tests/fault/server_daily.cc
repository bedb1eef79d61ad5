// The daily question under kills of the real process: each life begins at the time of a post, with yesterday's reveal due as well, and is killed at an exchange
// with the platform, or at a write or sync of the disk. One post and one reveal for each date, no answer counted twice, nothing of an answer in the log.
// VIVA_KILLS: how many lives (60; 200 were run, and tests/long.sh runs more).
#include <csignal>
#include <cstdlib>
#include <numeric>
#include <set>
#include <thread>

#include "tests/fakes/stage.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr int kChats = 3;
constexpr const char* kSecret = "canaryanswer";

Someone person(int chat) { return {5000 + chat, "P" + std::to_string(chat)}; }

int lives_wanted() {
    const char* text = std::getenv("VIVA_KILLS");
    return text ? std::atoi(text) : 60;
}

// Where people live who are always seven hours ahead: 09:30 of day `day`, and a second.
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
bool comes_true(Stage& stage, const std::string& sql, std::int64_t wanted) {
    for (const auto until = Steady::now() + 30s; Steady::now() < until;) {
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

Kill kill_of(int life) {
    const int place = life / 3;
    switch (life % 3) {
        case 0: return {"", 1 + place % 6, place / 6 % 3};
        case 1: return {"write:" + std::to_string(1 + place % 24) + (place / 24 % 2 == 0 ? ":before" : ":after"), 0, 0};
        default: return {"sync:" + std::to_string(1 + place % 6) + (place / 6 % 2 == 0 ? ":before" : ":after"), 0, 0};
    }
}

void set_kill(Stage& stage, const Kill& kill) {
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

// The ids of different messages of a chat with this in their first line.
std::set<std::int64_t> ids_of(Stage& stage, int chat, const std::string& what, const std::string& date) {
    std::set<std::int64_t> ids;
    for (const auto& record : stage.api().messages(person(chat).id)) {
        const auto line = record.text.substr(0, record.text.find('\n'));
        if (line.find(what) != line.npos && line.find(date) != line.npos) ids.insert(record.message);
    }
    return ids;
}

}  // namespace

TEST_CASE("killed around the moment of posting and of the reveal: one of each for a date, and only what was in flight again") {
    Stage stage;
    const Days days;
    const int lives = lives_wanted();
    std::int64_t received = 0;
    const auto says_all = [&](const std::vector<std::pair<int, std::string>>& lines) {
        for (const auto& [chat, text] : lines) {
            stage.api().add(says(person(chat), direct(person(chat)), text));
            REQUIRE(stage.settle(++received));
        }
    };
    stage.start(days.at(0, 8h));
    for (int chat = 0; chat < kChats; ++chat) says_all({{chat, "/daily on 09:30 daily Asia/Ho_Chi_Minh tiny"}});
    REQUIRE(stage.number("SELECT count(*) FROM team WHERE running = 1") == kChats);
    REQUIRE(stage.end() == 0);

    std::vector<int> deaths(std::size_t(lives), 0);
    int answers = 0;
    for (int day = 0; day < lives; ++day) {
        const auto kill = kill_of(day);
        INFO("day " << day << " " << kill.point << " exchange " << kill.nth << "." << kill.moment);
        auto environment = days.at(day, kPost);
        if (kill.point.empty()) {
            set_kill(stage, kill);
        } else {
            environment["KILL_AT"] = kill.point;
        }
        stage.start(environment);
        // All posts of the day and all reveals of the day before are at the platform, and that is on record.
        const auto done = "SELECT count(*) = " + std::to_string(kChats) + " AND (SELECT count(*) FROM outbox) = 0 AND " +
                          "(SELECT count(*) FROM slot WHERE revealed IS NULL) = " + std::to_string(kChats) +
                          " FROM slot WHERE message <> '' AND outcome = 'posted' AND date = " + std::to_string(days.number(day));
        while (!comes_true(stage, done, 1)) {
            ++deaths[std::size_t(day)];
            stage.api().set_faults(nullptr);
            stage.bury();
            stage.start(days.at(day, kPost));
        }
        stage.api().set_faults(nullptr);
        if (!kill.point.empty() && deaths[std::size_t(day)] == 0) {  // its point is still to come, and shall not meet the answers
            stage.kill();
            stage.start(days.at(day, kPost));
        }
        const int chat = day % kChats;
        says_all({{chat, "/answer"}, {chat, std::string("It waits until a receiver takes the value, ") + kSecret}, {chat, "/stop"}});
        ++answers;
        stage.kill();
    }

    const int killed = std::accumulate(deaths.begin(), deaths.end(), 0);
    INFO("killed " << killed << " times in " << lives << " lives");
    CHECK(killed * 3 >= lives * 2);
    CHECK(stage.number("SELECT count(*) FROM slot") == std::int64_t(lives) * kChats);
    CHECK(stage.number("SELECT count(*) FROM slot WHERE outcome = 'posted'") == std::int64_t(lives) * kChats);
    CHECK(stage.number("SELECT count(DISTINCT date) FROM slot") == lives);
    CHECK(stage.number("SELECT count(*) FROM score") == answers);
    CHECK(stage.number("SELECT count(*) FROM audit") == answers);
    CHECK(stage.number("SELECT count(*) FROM daily_answer WHERE points IS NOT NULL") == answers);
    for (int chat = 0; chat < kChats; ++chat) {
        for (int day = 0; day < lives; ++day) {
            const auto date = days.text(day);
            INFO("chat " << chat << " " << date);
            const auto posts = ids_of(stage, chat, "Question of the day", date);
            REQUIRE(!posts.empty());
            CHECK(int(posts.size()) <= 1 + deaths[std::size_t(day)]);
            // The ledger knows the last of them.
            const auto known = "SELECT max(CAST(message AS INTEGER)) FROM slot WHERE date = " + std::to_string(days.number(day)) +
                               " AND room = (SELECT id FROM room WHERE room_key = '" + std::to_string(person(chat).id) + "')";
            CHECK(stage.number(known) == *posts.rbegin());
            if (day + 1 == lives) continue;
            const auto reveals = ids_of(stage, chat, "The reveal", date);
            CHECK(!reveals.empty());
            CHECK(int(reveals.size()) <= 1 + deaths[std::size_t(day) + 1]);
        }
    }
    CHECK(stage.book().integrity == "ok");
    CHECK(stage.server().log().find(kSecret) == std::string::npos);
}
