// Owns what viva doctor asks of the platform: the token, who gets the updates, privacy mode, the clocks. Talks to the platform, changes nothing.
// Must not print or decide an exit code.
#pragma once

#include <string>
#include <vector>

#include "adapters/telegram/api.h"
#include "bot/app/ports.h"
#include "bot/base/time.h"

namespace adapters::telegram {

struct CheckOptions {
    bool webhook = false;  // the mode that is configured
    std::string url;       // where the webhook should point; "" = not ours to know
};

// At most two calls of 10 s.
std::vector<bot::app::Check> check_account(const Api& api, bot::app::Clock& clock, const CheckOptions& options);

}  // namespace adapters::telegram
