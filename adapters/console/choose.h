// Owns the two questions a console asks before a conversation: which pack, and whether to go on with a paused session. Must not load or store.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/console/output.h"
#include "adapters/console/source.h"
#include "adapters/console/terminal.h"
#include "bot/base/catalogue.h"

namespace adapters::console {

struct PackOffer {
    std::string id;
    std::string title;
    int questions = 0;
};

// Shows a numbered list and asks until a number, an id or an unambiguous start of one is given; Enter alone takes the first. nullopt when the person
// leaves or the input ends. Precondition: packs is not empty.
std::optional<std::string> choose_pack(const std::vector<PackOffer>& packs, const bot::Catalogue& texts, Source& source, const Terminal& terminal, Output& out);

enum class Resume { kYes, kNo, kLeave };

// Asks whether to go on with the paused session; about says which it is ("Go developer, 3 of 10"). Enter alone is yes.
Resume offer_resume(const std::string& about, const bot::Catalogue& texts, Source& source, const Terminal& terminal, Output& out);

}  // namespace adapters::console
