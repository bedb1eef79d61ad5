// Owns the first calls of an account: who are we, is it the workspace of this database, and where may we listen.
// Must not wait, or start anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/net/pause.h"
#include "adapters/slack/api.h"
#include "adapters/slack/meaning.h"
#include "adapters/slack/socket_mode.h"
#include "bot/base/time.h"

namespace adapters::slack {

// Asks until somebody answers. One thread.
class Introduction {
   public:
    // self: what is known beforehand. team: whom the database belongs to; "" = nobody yet.
    Introduction(const Api& api, Self self, std::string team, std::uint64_t seed)
        : api_(api), self_(std::move(self)), team_(std::move(team)), growing_(bot::Duration(1'000), bot::Duration(60'000), seed) {}

    // Makes the call. Returns how long to wait before the next; nullopt = it is known who we are, or asking again will not help (then there is trouble).
    std::optional<bot::Duration> step();

    const Self& self() const { return self_; }               // whole after a success
    const std::string& trouble() const { return trouble_; }  // of the last step; "" = none

   private:
    const Api& api_;
    Self self_;
    std::string team_;
    net::Growing growing_;
    std::string trouble_;
};

// Whether the platform still knows the token; if it does not answer, it is believed to.
bool still_valid(const Api& api);

// apps.connections.open. app: with the app-level token.
Whereabouts locate(const Api& app);

}  // namespace adapters::slack
