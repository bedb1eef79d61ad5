// Owns what an event means to the bot: who did what where, whether it is meant for us, which command it is. Pure and total.
// Must not keep anything between events or know sessions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/slack/event.h"
#include "bot/base/inbound.h"

namespace adapters::slack {

// Who we are. Empty fields are not known yet: then nothing is compared with them.
struct Self {
    std::string user;  // our bot user, as people mention it
    std::string bot;   // our bot_id
    std::string app;
    std::string team;     // the workspace we are installed in; events of others are dropped
    std::string account;  // as configured
    std::string response_prefix = "https://hooks.slack.com/";
    bool operator==(const Self&) const = default;
};

// What one payload brings.
struct Arrived {
    std::vector<bot::Inbound> events;  // most payloads bring one; none = nothing that concerns us, to be acknowledged all the same
    bool revoked = false;              // our bot user's token
    bool uninstalled = false;
    bool understood = true;      // false: it is no payload of this kind
    bool wrong = false;          // of a known kind, but not in the shape we know
    std::string kind = "other";  // for logs and metrics: one of few words
    std::string challenge;       // url_verification: what to answer
};

Arrived meaning(const Event& event, const Self& self);

// decode() and meaning() at once. payload: as for decode().
Arrived arrived(std::string_view payload, Kind kind, const Self& self);

}  // namespace adapters::slack
