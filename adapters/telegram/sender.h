// Owns bringing one part of a parcel to the platform: which call it is, and what is left out when the platform refuses a detail.
// Must not wait for anything but the answers, or send a part that was not asked for.
#pragma once

#include <optional>

#include "adapters/telegram/api.h"
#include "adapters/telegram/delivery.h"
#include "adapters/telegram/pulse.h"
#include "bot/app/log.h"
#include "bot/app/ports.h"

namespace adapters::telegram {

// Safe from any thread.
class Sender {
   public:
    Sender(const Api& api, Pulse& pulse, bot::app::Clock& clock, bot::app::Log* log) : api_(api), pulse_(pulse), clock_(clock), log_(log) {}

    // At most five calls, each within its deadline; one more while nobody has told us our name, for a message with a link to ourselves.
    bot::app::Delivery deliver(const bot::app::Parcel& parcel);

   private:
    bot::app::Delivery settle(bot::app::Delivery delivery, const bot::app::Parcel& parcel);
    bot::app::Delivery ask(const bot::app::Parcel& parcel);
    bot::app::Delivery send(const bot::app::Parcel& parcel);
    std::optional<bot::app::Delivery> without_name(const bot::app::Parcel& parcel);

    const Api& api_;
    Pulse& pulse_;
    bot::app::Clock& clock_;
    bot::app::Log* log_;
    Patience patience_;
};

}  // namespace adapters::telegram
