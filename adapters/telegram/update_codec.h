// Owns the reading of what the platform sends: answers of getUpdates and bodies of webhook calls. Pure and total: any bytes give values or a clean error.
// Must not know the bot; meaning.h says what an update means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "adapters/telegram/update.h"
#include "bot/base/result.h"

namespace adapters::telegram {

struct Updates {
    std::vector<Update> list;               // in the order received; those without a readable id are left out
    std::size_t wrong = 0;                  // of a known kind but a wrong shape, or without an id; the former are in the list, as unknown
    std::optional<std::int64_t> last = {};  // the id received last, not the highest: numbering may start again lower
};

// The body of a webhook call. Fails with kInvalidInput if it is no JSON object with an update_id.
bot::Result<Updates> decode_update(std::string_view body);

// An answer of getUpdates that says "ok". Fails with kInvalidInput if it is something else.
bot::Result<Updates> decode_updates(std::string_view body);

}  // namespace adapters::telegram
