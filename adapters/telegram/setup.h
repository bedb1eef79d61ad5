// Owns what is told to the platform at start, one call a step: who are we, the webhook, the menus. Tried again in the background until done.
// Must not hold up the bot: it works meanwhile, except for commands that name it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/pause.h"
#include "adapters/telegram/api.h"
#include "adapters/telegram/menu.h"
#include "adapters/telegram/pulse.h"
#include "bot/app/log.h"
#include "bot/app/ports.h"

namespace adapters::telegram {

struct SetupOptions {
    bool webhook = false;  // then the connection is well once the webhook is set
    std::string url;       // "" = somebody else sets it
    std::string secret;
    int connections = 40;
    Menus menus;
    std::uint64_t seed = 1;
};

// One thread.
class Setup {
   public:
    Setup(const Api& api, Pulse& pulse, bot::app::Clock& clock, bot::app::Log* log, const SetupOptions& options);

    // Makes the next call. Returns how long to wait before the next step; nullopt = all is done, or nothing more can be.
    std::optional<bot::Duration> step();

   private:
    struct Task {
        std::string method;
        std::string body;
    };
    std::optional<bot::Duration> after(const Task& task, const Answer& answer);
    void done(const Task& task, const Answer& answer);

    const Api& api_;
    Pulse& pulse_;
    bot::app::Clock& clock_;
    bot::app::Log* log_;
    std::vector<Task> tasks_;
    std::size_t next_ = 0;
    net::Growing growing_;
};

}  // namespace adapters::telegram
