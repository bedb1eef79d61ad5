// Owns what a person is told about their own progress, and the list of packs. Must not touch the store.
#pragma once

#include <vector>

#include "bot/app/library.h"
#include "bot/base/message.h"

namespace bot::app {

// The command `me`: answered questions, the average, a meter per tag, the weakest questions.
Outbound render_progress(const Catalogue& catalogue, const Library& library, const std::vector<engine::Standing>& standings);

// The command `packs`: each pack with its title and number of questions.
Outbound render_packs(const Catalogue& catalogue, const Library& library);

}  // namespace bot::app
