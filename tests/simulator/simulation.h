// Owns one simulated world from its seed to the verdict: the schedule of what happens when, the reference run, and the history as people read it.
// Must not hold rules of its own about what is right: the history checker does (tests/fakes/history.h).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/fakes/history.h"
#include "tests/simulator/server.h"

namespace simulator {

// What happened in a world, all faults over and everything delivered that can be.
struct History {
    std::uint64_t seed = 0;
    tests::BotLog log;
    tests::Book book;
    std::vector<Turn> turns;
    std::map<std::int64_t, People::Happened> happened;
    std::map<std::pair<std::string, std::string>, std::int64_t> chats;  // by account and every key they had
    std::set<std::int64_t> groups;
    app::ReceptionOptions reception;
    Duration inbox_kept{};
    Instant end{};
    bool is_settled = false;  // it came to rest
    int lives = 0;
};
// cast: of all accounts; without one chance decides for each.
History simulate(std::uint64_t seed, const Bugs& bugs = {}, std::optional<Platform::Cast> cast = std::nullopt);

// The same transactions in a process that nothing disturbs, each update once (unless that would give sessions other numbers). reference.cc
struct Reference {
    std::vector<tests::Spoken> spoken;
    tests::Undisturbed undisturbed;
};
Reference reference_of(const History& run);
std::vector<tests::Spoken> spoken_in(const History& run, const std::vector<Turn>& turns);

// What the history checker finds, a line each; empty = every invariant holds.
std::vector<std::string> judge(const History& run);

// The history, a line for each record; last = 0 for all of it.
std::string story_of(const History& run, std::size_t last = 0);

// The small content that worlds are examined on.
std::shared_ptr<const app::Library> small_library();

}  // namespace simulator
