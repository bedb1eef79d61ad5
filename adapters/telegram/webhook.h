// Owns the webhook's end on our side: who may call it, what a call brings, and the acknowledgement after the commit.
// Must not block the server's thread, and must keep nothing of a call that does not show the secret.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/net/http_server.h"
#include "adapters/telegram/pulse.h"
#include "bot/app/ports.h"

namespace adapters::telegram {

// Updates stay far below; what is longer is answered 413.
constexpr std::size_t kMaxUpdateBytes = std::size_t{1024} * 1024;

// In the time of the longer one; lengths may show.
bool same_secret(std::string_view given, std::string_view expected);

struct WebhookOptions {
    std::string path = "/telegram";
    std::string secret;
    std::function<void(std::string_view why)> refused;  // the words of Metrics::webhook_refused; may be null; called on the server's thread
};

// Safe from any thread.
class Webhook {
   public:
    Webhook(WebhookOptions options, std::shared_ptr<Pulse> pulse, bot::app::Clock& clock);

    // For the HTTP server; works as long as the server lives, even without this object.
    net::Route route() const;

    void open(bot::app::Intake& intake);  // until then, and after close(), calls are answered 503
    void close();                         // after return nothing is submitted any more

   private:
    struct Door;
    std::shared_ptr<Door> door_;
};

}  // namespace adapters::telegram
