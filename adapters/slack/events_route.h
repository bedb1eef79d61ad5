// Owns Slack's end on our HTTP server: who may call it, what a call brings, and the acknowledgement after the commit.
// Must not block the server's thread, and must keep nothing of a call that is not signed.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http_server.h"
#include "adapters/slack/meaning.h"
#include "bot/app/ports.h"

namespace adapters::slack {

// Interactions carry the whole view they come from, URL-encoded; what is longer is answered 413.
constexpr std::size_t kMaxEventBytes = std::size_t{512} * 1024;

// All functions are called on the server's thread, must not block, and may be null.
struct EventsOptions {
    std::string path = "/slack/events";
    std::vector<std::string> secrets;                        // any of them signs; two while they are changed
    std::function<void(std::string_view why)> refused = {};  // the words of Metrics::webhook_refused
    std::function<void()> heard = {};                        // a call with a good signature
    std::function<void()> withdrawn = {};                    // the app was uninstalled or its token revoked, says Slack
};

// Events, slash commands and interactions, all at one path. Safe from any thread.
class EventsRoute {
   public:
    EventsRoute(EventsOptions options, bot::app::Clock& clock);

    // For the HTTP server; works as long as the server lives, even without this object.
    net::Route route() const;

    // Until then, and after close(), calls are answered 503; url_verification and ssl_check are answered always.
    void open(bot::app::Intake& intake, Self self);
    void close();  // after return nothing is submitted any more

   private:
    struct Door;
    std::shared_ptr<Door> door_;
};

}  // namespace adapters::slack
