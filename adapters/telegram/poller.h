// Owns long polling: asks for updates, hands them in, and confirms them to the platform (by the next offset) only once they are durable.
// Must not lose an update, ask twice at once, or ask without a pause when there is trouble.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/pause.h"
#include "adapters/telegram/api.h"
#include "adapters/telegram/pulse.h"
#include "adapters/telegram/update_codec.h"
#include "bot/app/log.h"
#include "bot/app/ports.h"

namespace adapters::telegram {

struct PollerOptions {
    bot::Duration hold{30'000};                         // how long the platform holds a poll open; whole seconds, at most 50
    bot::Duration grace{15'000};                        // on top of it, before the connection counts as hung
    bool take_over = false;                             // remove a webhook that is in the way
    std::function<void(std::string_view why)> refused;  // "shape": an update was left out; may be null
    std::uint64_t seed = 1;
};

// One thread runs it; stop() from any.
class Poller {
   public:
    Poller(const Api& api, Pulse& pulse, bot::app::Clock& clock, bot::app::Log* log, PollerOptions options);

    // The cursor stored last, as this class wrote it; anything else begins with the earliest update that is not confirmed.
    void begin_at(const std::optional<std::string>& cursor);

    // Asks, or hands in again what could not be handed in, and waits for the intake. Returns how long to wait before the next step; nullopt = never again.
    std::optional<bot::Duration> step(bot::app::Intake& intake);

    // Steps until stop().
    void run(bot::app::Intake& intake);

    // Ends run(); the call to the platform under way must be cancelled by the caller.
    void stop();

   private:
    struct Receipt;

    std::optional<bot::Duration> ask(bot::app::Intake& intake);
    std::optional<bot::Duration> refused(const Answer& answer);
    bot::Duration conflict(const Answer& answer);
    bot::Duration hand_in(bot::app::Intake& intake, const Updates& updates);
    bot::Duration trouble(std::string text, net::Growing& growing);

    const Api& api_;
    Pulse& pulse_;
    bot::app::Clock& clock_;
    bot::app::Log* log_;
    PollerOptions options_;
    std::int64_t offset_ = 0;
    bool troubled_ = false;  // the last poll failed
    std::string kept_;       // an answer that is not handed in yet; "" = none
    net::Growing network_;
    net::Growing conflicts_;
    net::Growing full_;
    net::Growing idle_;
    net::Pause pause_;
    std::shared_ptr<Receipt> receipt_;
};

}  // namespace adapters::telegram
