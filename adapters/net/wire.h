// Owns a connection as a stream of bytes, plain or over TLS, with a deadline on every wait. Must not know what is said on it.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "adapters/net/watch.h"
#include "bot/base/result.h"

namespace adapters::net {

// One thread at a time.
class Wire {
   public:
    virtual ~Wire() = default;
    // At least one byte, or 0 when the other end has ended in order.
    virtual Attempt<std::size_t> read(std::span<char> into, const Watch& watch) = 0;
    virtual Attempt<void> write(std::string_view bytes, const Watch& watch) = 0;
    // Whether the connection is open and nothing came unasked.
    virtual bool is_quiet() = 0;
};

std::unique_ptr<Wire> plain_wire(Descriptor socket);

// Who is trusted, for all connections of a client. Safe from any thread once made.
class Trust {
   public:
    // ca_file: PEM; "" = the system's authorities (or those of SSL_CERT_FILE).
    static bot::Result<std::unique_ptr<Trust>> open(const std::string& ca_file);
    ~Trust();
    Trust(const Trust&) = delete;
    Trust& operator=(const Trust&) = delete;

    // TLS 1.2 or newer with somebody who proves to be host (a name or an IP address).
    Attempt<std::unique_ptr<Wire>> secure(Descriptor socket, const std::string& host, const Watch& watch) const;

   private:
    struct Context;
    explicit Trust(std::unique_ptr<Context> context);
    std::unique_ptr<Context> context_;
};

}  // namespace adapters::net
