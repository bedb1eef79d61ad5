// Owns telling the service manager how the server is: systemd's sd_notify protocol (man sd_notify), a datagram to the socket it names.
// Must not fail: without a service manager nothing happens.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bot/base/time.h"

namespace bot::main {

class ServiceManager {
   public:
    // socket: NOTIFY_SOCKET; watchdog: WATCHDOG_USEC; each nullopt if not set.
    ServiceManager(std::optional<std::string> socket, const std::optional<std::string>& watchdog);

    void ready() { send("READY=1"); }
    void stopping() { send("STOPPING=1"); }
    void alive() { send("WATCHDOG=1"); }
    // alive() must be said more often than this; nullopt = nobody listens.
    std::optional<Duration> patience() const { return patience_; }

   private:
    void send(std::string_view state) const;

    std::optional<std::string> socket_;
    std::optional<Duration> patience_;
};

}  // namespace bot::main
