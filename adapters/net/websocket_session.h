// Owns one websocket from the TLS handshake to its end: reading, the queue of what is written, pings, deadlines.
// Must not be touched from another thread than the loop's. Internal to adapters/net: it shows Asio and Beast.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "adapters/net/tls.h"
#include "adapters/net/websocket.h"
#include "bot/base/text.h"

namespace adapters::net {

// What the loop knows of a session.
class AnySession {
   public:
    virtual ~AnySession() = default;
    // opened: once, with what became of the handshakes.
    virtual void start(const std::string& host, const std::string& authority, const std::string& target, std::function<void(bot::Status)> opened) = 0;
    virtual void listen(WebSocketEars ears) = 0;
    virtual void send(std::string text) = 0;
    virtual void leave() = 0;
    virtual void cut(const std::string& why) = 0;
    virtual void forget() = 0;  // the owner has gone: cut, and call nobody
};

class PlainStream : public boost::asio::ip::tcp::socket {
   public:
    explicit PlainStream(boost::asio::ip::tcp::socket&& socket) : boost::asio::ip::tcp::socket(std::move(socket)) {}
};
class TlsStream : public boost::asio::ssl::stream<boost::asio::ip::tcp::socket> {
   public:
    using boost::asio::ssl::stream<boost::asio::ip::tcp::socket>::stream;
};

// Beast asks for these behind the last frame. Its own wait for the other end to close too; we close.
template <class Handler>
void async_teardown(boost::beast::role_type, PlainStream& stream, Handler&& handler) {
    boost::asio::post(stream.get_executor(), boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code()));
}
template <class Handler>
void async_teardown(boost::beast::role_type, TlsStream& stream, Handler&& handler) {
    boost::asio::post(stream.get_executor(), boost::beast::bind_front_handler(std::forward<Handler>(handler), boost::system::error_code()));
}

template <class Stream>
class Session final : public AnySession, public std::enable_shared_from_this<Session<Stream>> {
    static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
    using Error = boost::system::error_code;
    using Steady = std::chrono::steady_clock;

   public:
    template <class... Arguments>
    Session(boost::asio::io_context& io, const WebSocketLimits& limits, Arguments&&... stream)
        : limits_(limits), socket_(std::forward<Arguments>(stream)...), timer_(io), buffer_(limits.message + kPiece) {}

    void start(const std::string& host, const std::string& authority, const std::string& target, std::function<void(bot::Status)> opened) override;
    void listen(WebSocketEars ears) override;
    void send(std::string text) override;
    void leave() override;
    void cut(const std::string& why) override { finish(why); }
    void forget() override {
        ears_ = {};
        finish("let go");
    }

   private:
    enum class Phase { kOpening, kOpen, kLeaving, kGone };
    static constexpr std::size_t kPiece = std::size_t{64} * 1024;

    // Runs a step; what it throws (no memory) costs this connection only.
    template <class Step>
    void guarded(Step step) {
        try {
            step();
        } catch (...) {
            finish("no memory");
        }
    }
    // A handler that keeps the session alive and is called with what the operation gave.
    template <class Step>
    auto then(Step step) {
        return [self = this->shared_from_this(), step](const Error& error, auto&&...) { self->guarded([&] { step(error); }); };
    }

    void upgrade();
    void on_upgraded(const Error& error);
    void refuse(bot::Code code, const std::string& why);
    void on_alive();
    void read();
    void on_read(const Error& error);
    void hand_over();
    void write();
    void say_goodbye();
    void ping(Steady::time_point now);
    void watch();  // sets the timer to the next deadline
    void on_time();
    std::optional<std::string> overdue(Steady::time_point now) const;
    void finish(const std::string& why);

    const WebSocketLimits limits_;
    boost::beast::websocket::stream<Stream> socket_;
    boost::asio::steady_timer timer_;
    boost::beast::flat_buffer buffer_;
    boost::beast::websocket::response_type response_;
    Phase phase_ = Phase::kOpening;
    std::string authority_;
    std::string target_;
    std::function<void(bot::Status)> opened_;
    WebSocketEars ears_;
    bool listening_ = false;
    std::string end_;  // why it is gone
    std::deque<std::string> queue_;
    std::size_t queued_ = 0;
    bool writing_ = false;
    bool pinging_ = false;
    bool goodbye_said_ = false;
    Steady::time_point open_until_{};
    Steady::time_point heard_{};
    Steady::time_point pinged_{};
    Steady::time_point write_until_{};
    Steady::time_point goodbye_until_{};
    std::optional<Steady::time_point> message_until_;  // of the message that has begun
};

extern template class Session<PlainStream>;
extern template class Session<TlsStream>;

}  // namespace adapters::net
