// Owns the loop's thread, and a connection's way from its address to its session.
#include "adapters/net/websocket.h"

#include <fmt/format.h>
#include <pthread.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "adapters/net/dial.h"
#include "adapters/net/url.h"
#include "adapters/net/websocket_session.h"

namespace adapters::net {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Waits, on the caller's thread, for what the loop's thread finds out.
class Opening {
   public:
    void settle(bot::Status result) {
        const std::lock_guard lock(mutex_);
        result_ = std::move(result);
        settled_.notify_all();
    }
    bot::Status wait() {
        std::unique_lock lock(mutex_);
        settled_.wait(lock, [&] { return result_.has_value(); });
        return *result_;
    }

   private:
    std::mutex mutex_;
    std::condition_variable settled_;
    std::optional<bot::Status> result_;
};

// The owner's end: brings every call to the loop's thread.
class Owned final : public WebSocket {
   public:
    Owned(std::shared_ptr<asio::io_context> io, std::shared_ptr<AnySession> session) : io_(std::move(io)), session_(std::move(session)) {}
    ~Owned() override {
        try {
            asio::post(*io_, [session = session_] { session->forget(); });
        } catch (...) {  // no memory: it ends with the loop or by its silence
        }
    }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;

    void listen(WebSocketEars ears) override {
        asio::post(*io_, [session = session_, ears = std::move(ears)]() mutable { session->listen(std::move(ears)); });
    }
    void send(std::string text) override {
        asio::post(*io_, [session = session_, text = std::move(text)]() mutable { session->send(std::move(text)); });
    }
    void close() override {
        asio::post(*io_, [session = session_] { session->leave(); });
    }

   private:
    std::shared_ptr<asio::io_context> io_;  // before the session, which needs it to its end
    std::shared_ptr<AnySession> session_;
};

bot::Error in_words(const BaseUrl& base, bot::Code code, const std::string& why) {
    if (code == bot::Code::kDenied) {
        return {code,
                fmt::format("the certificate of {} is not trusted: {}; check the address, the clock and the package ca-certificates", base.authority, why)};
    }
    return {code, fmt::format("no websocket to {}: {}", base.authority, why)};
}

}  // namespace

class WebSocketLoop::Core {
   public:
    explicit Core(const WebSocketLimits& limits)
        : limits_(limits), io_(std::make_shared<asio::io_context>(1)), tls_(asio::ssl::context::tls_client), work_(io_->get_executor()) {}

    bot::Status open() {
        if (auto strict = trust_only(tls_.native_handle(), limits_.ca_file); !strict) return strict;
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the threads that wait for them
        thread_ = std::thread([this] { run(); });
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return {};
    }

    ~Core() {
        if (!thread_.joinable()) return;
        cancel();
        asio::post(*io_, [this] { work_.reset(); });
        thread_.join();
    }

    bot::Result<std::unique_ptr<WebSocket>> connect(std::string_view text) {
        const auto url = parse_socket_url(text);
        if (!url) return tl::unexpected(url.error());
        if (!url->base.tls && !(limits_.plain_loopback && is_loopback(url->base.host)))
            return bot::fail(bot::Code::kInvalidInput, "the address of the websocket begins with ws://: it must be wss://");
        const auto begun = std::chrono::steady_clock::now();
        auto socket = dial_to(url->base, Watch{begun + limits_.handshake, &cancelled_});
        if (!socket) return tl::unexpected(in_words(url->base, bot::Code::kUnavailable, socket.error().text));
        auto rest = limits_;
        rest.handshake = std::max(bot::Duration(1), limits_.handshake - std::chrono::floor<bot::Duration>(std::chrono::steady_clock::now() - begun));
        auto session = make_session(*url, std::move(*socket), rest);
        if (session == nullptr) return tl::unexpected(in_words(url->base, bot::Code::kUnavailable, "the socket cannot be used"));
        auto owned = std::make_unique<Owned>(io_, session);
        auto opening = std::make_shared<Opening>();
        asio::post(*io_, [this, session, opening, url = *url] {
            sessions_.erase(std::remove_if(sessions_.begin(), sessions_.end(), [](const auto& one) { return one.expired(); }), sessions_.end());
            sessions_.push_back(session);
            if (cancelled_.is_up()) session->cut("cancelled");
            session->start(url.base.host, url.base.authority, url.target, [opening](bot::Status result) { opening->settle(std::move(result)); });
        });
        if (auto opened = opening->wait(); !opened) return tl::unexpected(in_words(url->base, opened.error().code, opened.error().message));
        return std::unique_ptr<WebSocket>(std::move(owned));
    }

    void cancel() {
        cancelled_.raise();
        asio::post(*io_, [this] {
            for (const auto& one : sessions_) {
                if (const auto session = one.lock()) session->cut("cancelled");
            }
        });
    }
    void reset() { cancelled_.lower(); }

   private:
    void run() {
        pthread_setname_np(pthread_self(), "websocket");
        for (;;) {
            try {
                io_->run();
                return;      // the work guard is gone, and so is every operation
            } catch (...) {  // no memory in one step: the others go on
            }
        }
    }

    Attempt<Descriptor> dial_to(const BaseUrl& base, const Watch& whole) {
        const Watch watch = whole.earlier(limits_.connect);
        if (cancelled_.is_up()) return trouble(Trouble::Kind::kCancelled, "cancelled");
        std::shared_ptr<Resolver> resolver;
        {
            const std::lock_guard lock(mutex_);
            if (resolver_ == nullptr || resolved_ != base.authority) resolver_ = std::make_shared<Resolver>(base.host, base.port);
            resolved_ = base.authority;
            resolver = resolver_;
        }
        auto addresses = resolver->addresses(watch);
        if (!addresses) return tl::unexpected(addresses.error());
        return dial(*addresses, watch);
    }

    std::shared_ptr<AnySession> make_session(const SocketUrl& url, Descriptor descriptor, const WebSocketLimits& limits) {
        sockaddr_storage local{};
        socklen_t size = sizeof local;
        if (::getsockname(descriptor.number(), reinterpret_cast<sockaddr*>(&local), &size) != 0) return nullptr;
        tcp::socket socket(*io_);
        boost::system::error_code error;
        socket.assign(local.ss_family == AF_INET6 ? tcp::v6() : tcp::v4(), descriptor.number(), error);
        if (error) return nullptr;
        descriptor.release();
        if (url.base.tls) return std::make_shared<Session<TlsStream>>(*io_, limits, std::move(socket), tls_);
        return std::make_shared<Session<PlainStream>>(*io_, limits, std::move(socket));
    }

    const WebSocketLimits limits_;
    std::shared_ptr<asio::io_context> io_;
    asio::ssl::context tls_;
    asio::executor_work_guard<asio::io_context::executor_type> work_;
    Flag cancelled_;
    std::mutex mutex_;
    std::shared_ptr<Resolver> resolver_;  // the last one: a hanging name service costs one thread
    std::string resolved_;
    std::vector<std::weak_ptr<AnySession>> sessions_;  // on the loop's thread
    std::thread thread_;
};

bot::Result<std::unique_ptr<WebSocketLoop>> WebSocketLoop::open(const WebSocketLimits& limits) {
    auto core = std::make_unique<Core>(limits);
    if (auto opened = core->open(); !opened) return tl::unexpected(opened.error());
    return std::unique_ptr<WebSocketLoop>(new WebSocketLoop(std::move(core)));
}

WebSocketLoop::WebSocketLoop(std::unique_ptr<Core> core) : core_(std::move(core)) {}
WebSocketLoop::~WebSocketLoop() = default;

bot::Result<std::unique_ptr<WebSocket>> WebSocketLoop::connect(std::string_view url) { return core_->connect(url); }
void WebSocketLoop::cancel() { core_->cancel(); }
void WebSocketLoop::reset() { core_->reset(); }

}  // namespace adapters::net
