// Owns posts to addresses that the platform hands out: response URLs and places for uploads. Only to hosts that were allowed beforehand.
// Must not send a token, follow a redirect or put an address into an error: each is a secret.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/slack/api.h"
#include "bot/base/time.h"

namespace adapters::slack {

// One host that may be posted to.
struct Door {
    std::string prefix;  // "https://hooks.slack.com/"; ends with '/'
    Exchange exchange;   // goes to the prefix without its last '/' as base URL
};

// Safe from any thread.
class Outside {
   public:
    explicit Outside(std::vector<Door> doors);

    bool allows(std::string_view url) const;

    // Blocks until the answer or the deadline. status 0 is no answer, or an address that is not allowed. ok: any 2xx that does not say otherwise in JSON.
    Answer post(std::string_view url, std::string_view content_type, std::string_view body, bot::Duration total) const;

   private:
    const Door* door_of(std::string_view url) const;
    std::vector<Door> doors_;
};

}  // namespace adapters::slack
