// Owns the way from a script's tree to engine::Program, with the checks of names and targets.
// Must not judge the machine as a whole (proofs.h does).
#pragma once

#include <string>
#include <vector>

#include "bot/engine/program.h"
#include "bot/script/read_content.h"
#include "bot/script/yaml_document.h"

namespace bot::script {

constexpr std::size_t kMaxStates = 500;

struct ReadScript {
    engine::Program program;       // fingerprint unset
    std::vector<Place> states;     // of the state ids, as program.states
    std::vector<Phrase> messages;  // every message key that is said
    std::vector<Phrase> points;    // named by conditions
    std::vector<Phrase> misconceptions;
};

// Complete only if the report has not failed.
ReadScript read_script(const YamlNode& root, Report& report);

// Texts that the engine composes itself; not in the catalogue.
bool is_composed_text(std::string_view key);

}  // namespace bot::script
