// Owns websocket connections of a client (RFC 6455), over TLS: bounded messages of text, a deadline on every wait, sending and closing from any thread.
// Must not know what is said on them, connect again by itself, or put an address, a query or a message into an error (tickets are in them).
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bot/base/result.h"
#include "bot/base/time.h"

namespace adapters::net {

struct WebSocketLimits {
    bot::Duration connect{5'000};                        // name and TCP connection
    bot::Duration handshake{10'000};                     // from the name to the upgrade, all together
    bot::Duration silence{30'000};                       // without a whole frame, or with an unfinished message: the connection is dead
    bot::Duration ping{10'000};                          // between our own pings
    bot::Duration write{10'000};                         // for one message to be taken by the system
    bot::Duration goodbye{2'000};                        // for the other end to answer close()
    std::size_t message = std::size_t{4} * 1024 * 1024;  // bytes of one message, of all its fragments together
    std::size_t queue = std::size_t{1024} * 1024;        // bytes that wait to be written; above it the connection is given up
    std::string ca_file = {};                            // PEM file of trusted authorities; "" = the system's
    bool plain_loopback = false;                         // for tests: ws:// is taken too, on this machine only
};

// What a connection brings. Called on the loop's thread, one at a time; must not block, or destroy the loop. What they throw is dropped.
struct WebSocketEars {
    std::function<void(std::string text)> message;       // whole, valid UTF-8
    std::function<void()> alive = nullptr;               // a ping, pong or message came; before the message. May be null
    std::function<void(const std::string& why)> closed;  // once, the last call; not after the owner has let go
};

// One open connection. Safe from any thread; letting go of it cuts the connection at once.
class WebSocket {
   public:
    virtual ~WebSocket() = default;
    // Once: from now on it is read, without a pause. Pings are answered meanwhile, and not before.
    virtual void listen(WebSocketEars ears) = 0;
    // In the order of the calls; returns at once. Dropped without a word if the connection is gone or going.
    virtual void send(std::string text) = 0;
    // Sends what waits, says goodbye, hands over no more messages; then closed() is called. Returns at once.
    virtual void close() = 0;
};

// One thread for all connections, made by open() and joined by the destructor.
class WebSocketLoop {
   public:
    // Fails if the authorities cannot be read.
    static bot::Result<std::unique_ptr<WebSocketLoop>> open(const WebSocketLimits& limits = {});
    ~WebSocketLoop();  // no connect() may be under way; connections are cut. Their owners may outlive it
    WebSocketLoop(const WebSocketLoop&) = delete;
    WebSocketLoop& operator=(const WebSocketLoop&) = delete;

    // Blocks until the connection is open, on any thread but the loop's. url: wss://host[:port]/path?query. Fails with kInvalidInput (the url), kDenied (the
    // certificate), kUnavailable (network, deadline, cancelled, no upgrade).
    bot::Result<std::unique_ptr<WebSocket>> connect(std::string_view url);

    // Cuts all connections and ends connects under way at once, and later ones too until reset().
    void cancel();
    void reset();

   private:
    class Core;
    explicit WebSocketLoop(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace adapters::net
