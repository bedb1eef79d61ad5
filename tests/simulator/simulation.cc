// Owns the schedule.
#include "tests/simulator/simulation.h"

#include "tests/unit/store/fixture.h"

namespace simulator {
namespace {

constexpr Duration kSecond{1000};
constexpr Duration kMinute{60 * kSecond};
constexpr Duration kHour{60 * kMinute};
constexpr Duration kDay{24 * kHour};

// How often what happens, in shares.
struct Climate {
    int people = 0, exchanges = 0, turns = 0, sends = 0, moments = 0, wakes = 0, minutes = 0, days = 0, kills = 0, cuts = 0, stumbles = 0, drains = 0,
        repeats = 0;
    int total() const { return people + exchanges + turns + sends + moments + wakes + minutes + days + kills + cuts + stumbles + drains + repeats; }
};

Climate climate_of(Chance& chance) {
    Climate climate;
    climate.people = chance.between(100, 400);
    climate.exchanges = chance.between(150, 400);
    climate.turns = chance.between(100, 400);
    climate.sends = chance.between(100, 400);
    climate.moments = chance.between(20, 200);
    climate.wakes = chance.between(10, 60);
    climate.minutes = chance.between(0, 20);
    climate.days = chance.percent(30) ? chance.between(1, 4) : 0;
    climate.kills = chance.percent(70) ? chance.between(1, 20) : 0;
    climate.cuts = chance.percent(70) ? chance.between(1, 20) : 0;
    climate.stumbles = chance.percent(50) ? chance.between(1, 20) : 0;
    climate.drains = chance.percent(50) ? chance.between(1, 10) : 0;
    climate.repeats = chance.percent(60) ? chance.between(1, 60) : 0;
    return climate;
}

Weather weather_of(Chance& chance) {
    Weather weather;
    if (chance.percent(15)) return weather;
    weather.failing = chance.below(30);
    weather.patience = chance.below(10);
    weather.refused = chance.percent(50) ? chance.below(15) : 0;
    weather.lost_acks = chance.below(30);
    weather.deaths = chance.percent(50) ? chance.below(20) : 0;
    return weather;
}

class Simulation {
   public:
    Simulation(std::uint64_t seed, const Bugs& bugs, std::optional<Platform::Cast> cast)
        : world_(seed), climate_(climate_of(world_.chance)), people_(world_, cast), server_(world_, people_, options(bugs)), seed_(seed) {
        world_.weather = weather_of(world_.chance);
    }
    History run();

   private:
    ServerOptions options(const Bugs& bugs);
    void something();
    void to_next_wake();
    bool come_to_rest();
    bool rest_step();

    World world_;
    store::TempFolder folder_;
    Climate climate_;
    People people_;
    ServerOptions chosen_;
    Server server_;
    std::uint64_t seed_;
};

ServerOptions Simulation::options(const Bugs& bugs) {
    auto& chance = world_.chance;
    auto& options = chosen_;
    options.database = folder_ / "server.db";
    options.library = small_library();
    options.reception.patience.gather = chance.percent(75) ? Duration(1500) : Duration(0);
    options.reception.patience.gather_more = options.reception.patience.gather.count() > 0 ? Duration(4000) : Duration(0);
    options.reception.answers_kept = chance.percent(30) ? 3 * kDay : 180 * kDay;
    options.dispatcher.step_helpers = 0;
    options.dispatcher.retention = {chance.percent(30) ? 2 * kDay : 7 * kDay, chance.percent(30) ? 2 * kDay : 7 * kDay, options.reception.answers_kept};
    options.dispatcher.tidy_slice = chance.percent(50) ? 3 : 500;
    options.outbox.seed = chance.any();
    if (chance.percent(20)) options.outbox.most_in_memory = std::size_t(chance.between(1, 8));
    if (chance.percent(20)) options.dispatcher.queue_events = std::size_t(chance.between(3, 30));
    if (chance.percent(30)) options.outbox.pace = {0, 0, 0, 3};
    options.bugs = bugs;
    return options;
}

void Simulation::to_next_wake() {
    const auto next = server_.next_wake();
    if (next && *next > world_.clock.at) world_.clock.at = *next;
}

void Simulation::something() {
    auto& chance = world_.chance;
    if (!server_.is_up() && chance.percent(40)) server_.start();
    int draw = chance.below(climate_.total());
    const auto falls = [&](int share) { return (draw -= share) < 0; };
    if (falls(climate_.people)) return people_.act();
    if (falls(climate_.moments)) return world_.pass(Duration(chance.below(900)));
    if (falls(climate_.minutes)) return world_.pass(Duration(chance.below(int(10 * kMinute.count()))));
    if (falls(climate_.days)) return world_.pass(chance.between(1, 60) * kHour);
    if (!server_.is_up()) return;
    if (falls(climate_.exchanges)) return static_cast<void>(chance.pick(people_.platforms())->hand_over());
    if (falls(climate_.turns)) return static_cast<void>(server_.turn(chance.percent(20)));
    if (falls(climate_.sends)) return static_cast<void>(server_.send());
    if (falls(climate_.wakes)) return to_next_wake();
    if (falls(climate_.repeats)) return chance.pick(people_.platforms())->repeat();
    if (falls(climate_.kills)) return server_.kill(Server::Death(chance.below(3)));
    if (falls(climate_.cuts)) return server_.plan_power_cut(chance.between(1, 60));
    if (falls(climate_.stumbles)) return server_.plan_stumble(chance.between(1, 40), chance.percent(50) ? 0 : chance.below(60));
    if (falls(climate_.drains)) return server_.drain();
}

// False: nothing is left to do but wait.
bool Simulation::rest_step() {
    if (!server_.is_up()) server_.start();
    bool did = false;
    for (auto& platform : people_.platforms()) did = platform->hand_over() || did;
    did = server_.turn(false) || did;
    did = server_.send() || did;
    return did;
}

// No more faults, nobody does anything: what is on its way arrives, deadlines come.
bool Simulation::come_to_rest() {
    constexpr int kPatience = 20'000;
    world_.weather = {};
    server_.calm();
    for (int i = 0; i < kPatience; ++i) {
        if (rest_step()) continue;
        const auto next = server_.next_wake();
        bool confirmed = true;
        for (auto& platform : people_.platforms()) confirmed = confirmed && platform->all_confirmed();
        if (!next && confirmed) return true;
        // A batch that could not be stored is tried again a little later; no deadline says when.
        world_.clock.at = std::max(world_.clock.at + Duration(50), next.value_or(world_.clock.at + kSecond));
    }
    return false;
}

History Simulation::run() {
    auto& chance = world_.chance;
    server_.start();
    for (int steps = chance.between(200, 700); steps > 0; --steps) something();
    History run;
    run.seed = seed_;
    run.is_settled = come_to_rest();
    server_.drain();
    run.book = tests::read_book(chosen_.database);
    run.lives = server_.lives();
    run.turns = std::move(server_.turns());
    run.log = std::move(world_.log);
    run.happened = people_.happened();
    for (auto& platform : people_.platforms()) {
        for (const auto& chat : platform->chats()) {
            const std::string account(platform->account());
            run.chats[{account, chat.key}] = chat.number;
            for (const auto& key : chat.old_keys) run.chats[{account, key}] = chat.number;
            if (chat.kind == RoomKind::kGroup) run.groups.insert(chat.number);
        }
    }
    run.reception = chosen_.reception;
    run.inbox_kept = chosen_.dispatcher.retention.inbox;
    run.end = world_.clock.at;
    return run;
}

}  // namespace

History simulate(std::uint64_t seed, const Bugs& bugs, std::optional<Platform::Cast> cast) { return Simulation(seed, bugs, cast).run(); }

}  // namespace simulator
