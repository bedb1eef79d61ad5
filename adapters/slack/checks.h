// Owns what viva doctor asks of the platform: the tokens and their scopes, Socket Mode, the clocks, a channel. Talks to the platform, changes nothing.
// Must not print or decide an exit code.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/slack/api.h"
#include "bot/app/ports.h"

namespace adapters::slack {

struct CheckOptions {
    bool socket_mode = true;     // the mode that is configured
    std::string_view bot_token;  // only their kinds are looked at
    std::string_view app_token = {};
    std::vector<std::pair<std::string_view, std::string_view>> scopes = {};  // that the bot token needs, each with its reason, as in the manifest
};

// At most two calls of 10 s. app is the Web API with the app-level token; null = not in Socket Mode.
std::vector<bot::app::Check> check_account(const Api& api, const Api* app, bot::app::Clock& clock, const CheckOptions& options);

// Whether the bot can work in a channel, by its id ("C0123"). One call of 10 s.
bot::app::Check check_channel(const Api& api, std::string_view channel);

}  // namespace adapters::slack
