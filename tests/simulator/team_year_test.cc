// Teams through a year and through deaths at the moment of posting: the ledger accounts for every workday once, whatever happens.
// VIVA_SEEDS: a year is played for each 500 (1), and the deaths (200) are as many; VIVA_SEED: the first seed.
#include <cstdlib>
#include <iostream>

#include "tests/simulator/team_world.h"

using namespace teams;

namespace {

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// 2023-10-02, a Monday before clocks go back in the north and forward in the south.
constexpr Instant kBegin{std::chrono::milliseconds{1'696'204'800'000}};

std::string lines(const std::vector<std::string>& all) {
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 20); ++i) text += all[i] + "\n";
    return text;
}

// Times that some days have twice or not at all, too.
std::vector<Team> teams_of_the_world() {
    return {{"berlin", "Europe/Berlin", "02:30"},
            {"york", "America/New_York", "09:30", true},
            {"howe", "Australia/Lord_Howe", "01:45"},
            {"santiago", "America/Santiago", "00:10"},
            {"saigon", "Asia/Ho_Chi_Minh", "09:00", true}};
}

}  // namespace

TEST_CASE("a year of teams in five zones with deaths and outages: each workday once, no question early, points as first told") {
    const auto first = number_in("VIVA_SEED", std::random_device{}());
    const auto years = std::max<std::uint64_t>(1, number_in("VIVA_SEEDS", 0) / 500);
    for (auto seed = first; seed < first + years; ++seed) {
        INFO("seed " << seed);
        World world(seed, teams_of_the_world(), kBegin, 60);
        const auto end = kBegin + std::chrono::hours{24 * 365};
        while (world.now() < end) {
            world.live(std::chrono::minutes{1 + world.dice().roll(14 * 60)});
            if (!world.dice().once_in(3)) world.somebody_does_something();
            if (world.dice().once_in(40)) world.sleep(std::chrono::minutes{1 + world.dice().roll(world.dice().once_in(3) ? 5000 : 400)});
        }
        world.let_die(0);
        world.live(24h);
        INFO("deaths " << world.deaths() << ", outages " << world.outages().size() << ", marks " << world.marks().size());
        CHECK(world.deaths() > 20);
        CHECK(world.outages().size() > 5);
        CHECK(world.marks().size() > 100);
        CHECK(lines(violations(world)) == "");
    }
}

TEST_CASE("200 deaths around the moment of posting: one post for each date, and one more only of what was in flight") {
    const auto seed = number_in("VIVA_SEED", std::random_device{}());
    const int wanted = int(number_in("VIVA_SEEDS", 200));
    INFO("seed " << seed);
    World world(seed, {{"berlin", "Europe/Berlin", "09:30"}, {"prague", "Europe/Prague", "09:30", true}, {"saigon", "Asia/Ho_Chi_Minh", "15:30"}}, kBegin, 0);
    int deaths = 0;
    while (deaths < wanted) {
        // Up to a minute before the time, in summer and in winter.
        const auto local = world.now() + std::chrono::hours{7};
        const auto today = std::chrono::floor<std::chrono::days>(local);
        const auto moment = Instant{std::chrono::floor<std::chrono::days>(today).time_since_epoch()} + 15h + 29min - 7h;
        world.live(std::max<Duration>(moment - world.now(), 1min));
        const int before = world.deaths();
        world.let_die(3);
        world.live(std::chrono::hours{1 + world.dice().roll(2)});
        deaths += world.deaths() - before;
        world.let_die(0);
        for (int i = 0; i < 3; ++i) world.somebody_does_something();
        world.live(std::chrono::hours{16});
    }
    INFO("deaths before marks " << world.deaths_before_marks());
    CHECK(world.deaths_before_marks() > wanted / 20);
    CHECK(lines(violations(world)) == "");
}
