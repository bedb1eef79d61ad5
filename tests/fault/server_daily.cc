// The daily question under kills of the real process: each life begins at the time of a post, with yesterday's reveal due as well, and is killed at an exchange
// with the platform, or at a write or sync of the disk. One post and one reveal for each date, no answer counted twice, nothing of an answer in the log.
// VIVA_KILLS: how many lives (60; 200 were run, and tests/long.sh runs more).
#include <numeric>
#include <set>

#include "tests/fault/daily_scenes.h"

using namespace tests;

namespace {

constexpr int kChats = 3;

Someone person(int chat) { return {5000 + chat, "P" + std::to_string(chat)}; }

Kill kill_of(int life) {
    const int place = life / 3;
    switch (life % 3) {
        case 0: return {"", 1 + place % 6, place / 6 % 3};
        case 1: return {"write:" + std::to_string(1 + place % 24) + (place / 24 % 2 == 0 ? ":before" : ":after"), 0, 0};
        default: return {"sync:" + std::to_string(1 + place % 6) + (place / 6 % 2 == 0 ? ":before" : ":after"), 0, 0};
    }
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
    const int lives = lives_wanted(60);
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
