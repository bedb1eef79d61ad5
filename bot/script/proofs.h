// Owns the proofs about a whole machine: reachability, an end for every state, no loop without waiting, answers before grading.
// Pure over engine::Program; targets are valid indices. Must not know YAML.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/engine/program.h"

namespace bot::script {

// What does not hold, at which state, with the path that shows it in the message.
struct Breach {
    std::string_view code;
    engine::StateIndex state = 0;
    std::string message;
};

// All breaches, by state. Linear in states and transitions.
std::vector<Breach> prove(const engine::Program& program);

}  // namespace bot::script
