// Owns the look-up of states by the author's id.
#include "bot/engine/program.h"

namespace bot::engine {

std::optional<StateIndex> Program::find(std::string_view state_id) const {
    for (std::size_t i = 0; i < states.size(); ++i) {
        if (states[i].id == state_id) return StateIndex(i);
    }
    return std::nullopt;
}

}  // namespace bot::engine
