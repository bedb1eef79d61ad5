// Owns the seeds: in every world the invariants of the history checker hold.
// VIVA_SEED=N runs one world of each kind and prints its whole history; VIVA_WORLDS is how many there are of each otherwise (50).
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>

#include "tests/simulator/simulation.h"
#include "tests/support/catch.h"

using namespace simulator;

namespace {

constexpr std::size_t kLastPart = 60;
constexpr std::size_t kMostFindings = 10;

std::uint64_t number_in(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

// What only the people of a platform with threads do.
struct Rare {
    int asides = 0;
    int in_threads = 0;
    int forms = 0;
    int aliases = 0;
};

void count(const History& run, Rare& rare) {
    for (const auto& turn : run.turns) {
        for (const auto& events : turn.submissions) {
            for (const auto& event : events) {
                const auto* said = std::get_if<Said>(&event.what);
                rare.asides += event.aside ? 1 : 0;
                rare.in_threads += said && said->in_thread ? 1 : 0;
                rare.forms += std::holds_alternative<Filled>(event.what) ? 1 : 0;
                rare.aliases += event.alias.empty() ? 0 : 1;
            }
        }
    }
}

// kind: as the test's name goes on behind "in every world ".
std::string report(const History& run, const std::vector<std::string>& findings, std::size_t last, const std::string& kind) {
    std::string text = "\n" + story_of(run, last);
    for (std::size_t i = 0; i < findings.size() && i < kMostFindings; ++i) text += findings[i] + "\n";
    return text + "to run this seed alone: VIVA_SEED=" + std::to_string(run.seed) + " " VIVA_BINARY_DIR "/test_simulator 'in every world " + kind + "*'\n";
}

// What happened in all worlds together.
struct Sum {
    std::uint64_t worlds = 0;
    int lives = 0;
    std::map<tests::Record::Kind, int> records;
    Rare rare;
};

// nullopt: one world was to be shown, and was.
std::optional<Sum> run_worlds(const std::string& kind, std::optional<Platform::Cast> cast) {
    if (std::getenv("VIVA_SEED") != nullptr) {
        const auto run = simulate(number_in("VIVA_SEED", 1), {}, cast);
        const auto findings = judge(run);
        std::cout << report(run, findings, 0, kind);
        CHECK(findings.empty());
        return std::nullopt;
    }
    Sum sum;
    sum.worlds = number_in("VIVA_WORLDS", 50);
    int failed = 0;
    for (std::uint64_t seed = 1; seed <= sum.worlds && failed < 5; ++seed) {
        const auto run = simulate(seed, {}, cast);
        sum.lives += run.lives;
        count(run, sum.rare);
        for (const auto& record : run.log) ++sum.records[record.kind];
        const auto findings = judge(run);
        if (findings.empty()) continue;
        ++failed;
        std::cout << report(run, findings, kLastPart, kind);
        FAIL_CHECK("seed " << seed << ": " << findings.front());
    }
    return sum;
}

}  // namespace

TEST_CASE("in every world what was acknowledged has its effect once and every reply arrives in order") {
    auto sum = run_worlds("what", std::nullopt);
    if (!sum) return;
    // Worlds in which nothing happens would prove nothing.
    using Kind = tests::Record::Kind;
    CHECK(sum->lives > int(sum->worlds));
    for (const auto kind : {Kind::kHanded, Kind::kConfirmed, Kind::kMessage, Kind::kTrouble, Kind::kKilled, Kind::kGone, Kind::kErased})
        CHECK(sum->records[kind] > int(sum->worlds));
}

TEST_CASE("in every world of threads, forms and messages told under several ids the same holds") {
    const auto sum = run_worlds("of threads", Platform::Cast::kThreads);
    if (!sum) return;
    const auto& rare = sum->rare;
    INFO("asides " << rare.asides << ", in threads " << rare.in_threads << ", forms " << rare.forms << ", aliases " << rare.aliases);
    for (const int times : {rare.asides, rare.in_threads, rare.aliases}) CHECK(times > int(sum->worlds));
    CHECK(rare.forms > int(sum->worlds) / 4);
}

TEST_CASE("the same seed gives the same history, byte for byte") {
    for (const std::uint64_t seed : {3u, 17u, 40u}) {
        const auto one = simulate(seed);
        const auto other = simulate(seed);
        CHECK(story_of(one) == story_of(other));
        CHECK(one.book.attempts == other.book.attempts);
        CHECK(story_of(one) != story_of(simulate(seed + 1)));
    }
}
