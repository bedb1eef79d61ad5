// Owns what all parts of a simulated world share: one source of chance, one clock, one history, the weather.
// Must not know people, platforms or the server.
#pragma once

#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "bot/app/ports.h"
#include "tests/fakes/bot_log.h"

namespace simulator {

using namespace bot;

// Everything that differs between two seeds comes from here, in one order.
class Chance {
   public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}
    std::uint64_t any() { return engine_(); }
    int below(int bound) { return int(engine_() % std::uint64_t(bound)); }
    int between(int least, int most) { return least + below(most - least + 1); }
    bool percent(int share) { return below(100) < share; }
    bool permille(int share) { return below(1000) < share; }
    template <class Items>
    auto& pick(Items& items) {
        return items[std::size_t(below(int(std::size(items))))];
    }

   private:
    std::mt19937_64 engine_;
};

class HandClock : public app::Clock {
   public:
    Instant now() override { return at; }
    Instant at{std::chrono::milliseconds{1'700'000'000'000}};
};

// How much goes wrong, in percent of what happens unless it says otherwise.
struct Weather {
    int failing = 0;    // sends that meet trouble that passes, half of them after they arrived
    int patience = 0;   // sends that are told to wait
    int refused = 0;    // per mille of sends that can never work
    int lost_acks = 0;  // acknowledgements of ours, and answers to polls, that do not arrive
    int repeats = 0;    // old updates that come again
    int deaths = 0;     // per mille of sends and commits at which the process dies
};

struct World {
    explicit World(std::uint64_t seed) : chance(seed) {}

    Chance chance;
    HandClock clock;
    Weather weather;
    tests::BotLog log;
    bool dying = false;  // the process is to end before it does anything else

    tests::Record& note(tests::Record record) {
        record.at = std::chrono::steady_clock::time_point(clock.at.time_since_epoch());
        return log.emplace_back(std::move(record));
    }
    tests::Record& note(tests::Record::Kind kind, std::int64_t chat = 0, std::int64_t update = 0) {
        tests::Record record;
        record.kind = kind;
        record.chat = chat;
        record.update = update;
        return note(std::move(record));
    }
    void pass(Duration time) { clock.at += time; }
};

}  // namespace simulator
