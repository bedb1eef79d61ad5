// Owns the connections of Socket Mode: how many there are, when the next is opened, which envelope is acknowledged on which.
// Must not look into payloads, storm the platform, or be deaf while it changes one connection for another.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/websocket.h"
#include "bot/app/log.h"
#include "bot/app/ports.h"
#include "bot/base/result.h"
#include "bot/base/time.h"

namespace adapters::slack {

// What apps.connections.open said.
struct Whereabouts {
    std::string url;           // a secret, good for one connection; "" = none was given
    std::string trouble;       // then why: no secret
    bool for_good = false;     // asking again will not help
    bot::Duration patience{};  // the platform asked to be left alone for so long
};
using Locate = std::function<Whereabouts()>;
using Dial = std::function<bot::Result<std::unique_ptr<net::WebSocket>>(const std::string& url)>;

// Acknowledges on the socket that brought the envelope; does nothing if that is gone (the platform sends it again). Any thread, once. Dropped uncalled: not
// acknowledged.
using Ack = std::function<void()>;

struct Envelope {
    std::string type;     // "events_api", "slash_commands", "interactive"
    std::string payload;  // raw JSON
};
// Called for one envelope after the other, in the order received, on the websockets' thread; must not block, or stop what calls it.
using TakeEnvelope = std::function<void(Envelope envelope, Ack ack)>;

struct SocketModeOptions {
    int connections = 2;                                // 1 to 10
    std::function<void(std::string_view why)> refused;  // "shape"; may be null
    std::uint64_t seed = 1;
};

// One thread runs it; stop() and liveness() from any. clock and log must outlive it and the sockets' loop.
class SocketMode {
   public:
    SocketMode(Locate locate, Dial dial, TakeEnvelope take, bot::app::Clock& clock, bot::app::Log* log, SocketModeOptions options);
    ~SocketMode();  // run() has returned
    SocketMode(const SocketMode&) = delete;
    SocketMode& operator=(const SocketMode&) = delete;

    // Does what is due: at most one connection is opened. Returns how long nothing is due unless a connection brings news; nullopt = nothing ever more.
    std::optional<bot::Duration> step();

    // Steps until stop().
    void run();

    // Ends run(); calls to locate and dial under way must be cancelled by the caller. After return no envelope is handed over; what was handed over has
    // `patience` to be acknowledged, then the connections end.
    void stop(bot::Duration patience = bot::Duration(500));

    bot::app::Liveness liveness() const;

   private:
    class Switchboard;
    std::shared_ptr<Switchboard> board_;  // shared with what the sockets call
};

}  // namespace adapters::slack
