// Owns the server's thread: accepts, keeps the deadlines, makes room, and ends in order.
#include "adapters/net/http_server.h"

#include <fmt/format.h>
#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <thread>

#include "adapters/net/connection.h"
#include "bot/base/text.h"

namespace adapters::net {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto kTick = 20ms;        // deadlines are not kept more exactly than this
constexpr auto kRest = 100ms;       // after the process ran out of descriptors
constexpr int kAcceptsInARow = 64;  // then others have their turn
constexpr rlim_t kDescriptorsOfOthers = 256;

std::string reason_of(const error_code& error) { return bot::to_lower_ascii(error.message()); }

// As many connections as descriptors allow.
std::size_t affordable(std::size_t wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    const rlim_t needed = wanted + kDescriptorsOfOthers;
    if (limit.rlim_cur < needed) {
        rlimit raised = limit;
        raised.rlim_cur = std::min(needed, limit.rlim_max);
        if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
    }
    if (limit.rlim_cur >= needed) return wanted;
    return limit.rlim_cur > 2 * kDescriptorsOfOthers ? limit.rlim_cur - kDescriptorsOfOthers : std::max<rlim_t>(limit.rlim_cur / 2, 1);
}

std::size_t memory_for(const std::vector<Route>& routes, const ServerLimits& limits) {
    std::size_t longest = 0;
    for (const Route& route : routes) longest = std::max(longest, route.body_cap);
    return std::max(limits.memory, 4 * longest);
}

bot::Status listen(tcp::acceptor& acceptor, const ListenAt& at) {
    error_code error;
    const asio::ip::address address = asio::ip::make_address(at.host, error);
    if (error) return bot::fail(bot::Code::kInvalidInput, fmt::format("cannot listen on '{}': give an IP address, e.g. 127.0.0.1 or ::", at.host));
    if (at.port < 0 || at.port > 65'535) return bot::fail(bot::Code::kInvalidInput, fmt::format("cannot listen on port {}: give one from 0 to 65535", at.port));
    const tcp::endpoint endpoint(address, static_cast<std::uint16_t>(at.port));
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
    if (!error) acceptor.set_option(tcp::no_delay(true), error);  // accepted sockets inherit it
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) acceptor.non_blocking(true, error);
    if (!error) return {};
    bot::Code code = bot::Code::kUnavailable;
    if (error == asio::error::address_in_use) code = bot::Code::kConflict;
    if (error == asio::error::access_denied) code = bot::Code::kDenied;
    return bot::fail(code, fmt::format("cannot listen on {} port {}: {}", at.host, at.port, reason_of(error)));
}

}  // namespace

class HttpServer::Core {
   public:
    Core(std::vector<Route> routes, const ServerLimits& limits, const Crowd& nobody) : hall_(std::move(routes), limits, nobody) {
        hall_.mailbox = std::make_shared<Mailbox>([this] { asio::post(io_, [this] { hall_.mailbox->take_all(); }); },
                                                  [](Mailbox::Letter letter) {
                                                      if (const auto connection = letter.to.lock()) connection->answer(std::move(letter.response));
                                                  });
        hall_.remind = [this](Moment deadline) {
            if (deadline < reminder_) remind_at(deadline);
        };
        hall_.left = [this] {
            if (hall_.draining && hall_.crowd.size() == 0) end();
        };
    }

    bot::Status open(const ListenAt& at) {
        if (auto listening = listen(acceptor_, at); !listening) return listening;
        error_code ignored;
        port_ = acceptor_.local_endpoint(ignored).port();
        sigset_t all;
        sigset_t before;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the threads that wait for them
        thread_ = std::thread([this] { run(); });
        pthread_sigmask(SIG_SETMASK, &before, nullptr);
        return {};
    }

    void stop(bot::Duration drain) {
        const std::lock_guard lock(stopping_);
        if (!thread_.joinable()) return;
        asio::post(io_, [this, drain] { begin_to_drain(drain); });
        thread_.join();
    }

    int port() const { return port_; }
    const Hall::Tally& tally() const { return hall_.tally; }

   private:
    void run() {
        pthread_setname_np(pthread_self(), "http");
        hall_.mailbox->settle();
        wait_to_accept();
        while (!ended_) {
            try {
                io_.run();
            } catch (...) {  // out of memory in one step: the others go on
            }
        }
        io_.restart();
        io_.poll();  // the waits that were ended give up their connections
    }

    void wait_to_accept() {
        acceptor_.async_wait(tcp::acceptor::wait_read, [this](const error_code& error) {
            if (!error) accept_some();
        });
    }

    void accept_some() {
        for (int i = 0; i < kAcceptsInARow; ++i) {
            tcp::socket socket(io_);
            tcp::endpoint peer;
            error_code error;
            acceptor_.accept(socket, peer, error);
            if (error == asio::error::would_block || error == asio::error::try_again) break;
            if (error == asio::error::no_descriptors || error == asio::error::no_memory || error == asio::error::no_buffer_space) {
                if (!make_room()) return rest();
                continue;
            }
            if (error) continue;  // it was gone before we came to it
            admit_one(std::move(socket), peer);
        }
        wait_to_accept();
    }

    void admit_one(tcp::socket socket, const tcp::endpoint& peer) {
        error_code error;
        socket.non_blocking(true, error);
        ++hall_.tally.accepted;
        if (error || (hall_.crowd.is_full() && !make_room())) return;
        try {
            std::make_shared<Connection>(hall_, std::move(socket), peer)->start();
        } catch (...) {  // out of memory: not this one
        }
    }

    bool make_room() {
        const auto first = hall_.crowd.first_to_go();
        if (first == nullptr) return false;
        ++hall_.tally.dropped;
        first->drop();
        return true;
    }

    void rest() {
        rest_timer_.expires_after(kRest);
        rest_timer_.async_wait([this](const error_code& error) {
            if (!error) accept_some();
        });
    }

    void remind_at(Moment deadline) {
        reminder_ = deadline;
        timer_.expires_at(deadline);
        timer_.async_wait([this](const error_code& error) {
            if (!error) expire();
        });
    }

    void expire() {
        const Moment now = Moment::clock::now();
        for (const auto& member : hall_.crowd.overdue(now)) {
            if (member->phase() != Phase::kGone) member->expire();
        }
        reminder_ = Moment::max();
        if (const auto next = hall_.crowd.earliest()) remind_at(std::max(*next, now + kTick));
    }

    void begin_to_drain(bot::Duration drain) {
        error_code ignored;
        acceptor_.close(ignored);
        rest_timer_.cancel();
        hall_.draining = true;
        for (const auto& member : hall_.crowd.in({Phase::kFresh, Phase::kIdle})) member->drop();
        if (hall_.crowd.size() == 0) return end();
        drain_timer_.expires_after(drain);
        drain_timer_.async_wait([this](const error_code& error) {
            if (!error) end();
        });
    }

    void end() {
        if (ended_) return;
        ended_ = true;
        hall_.mailbox->close();
        for (const auto phase : {Phase::kClosing, Phase::kFresh, Phase::kIdle, Phase::kReading, Phase::kWriting, Phase::kAnswering}) {
            for (const auto& member : hall_.crowd.in({phase})) member->drop();
        }
        timer_.cancel();
        drain_timer_.cancel();
        io_.stop();
    }

    asio::io_context io_{1};
    asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
    Hall hall_;
    tcp::acceptor acceptor_{io_};
    asio::steady_timer timer_{io_};
    asio::steady_timer drain_timer_{io_};
    asio::steady_timer rest_timer_{io_};
    Moment reminder_ = Moment::max();  // when timer_ fires
    bool ended_ = false;
    int port_ = 0;
    std::mutex stopping_;
    std::thread thread_;
};

bot::Result<std::unique_ptr<HttpServer>> HttpServer::open(const ListenAt& at, std::vector<Route> routes, const ServerLimits& limits) {
    const Crowd nobody(affordable(limits.connections), memory_for(routes, limits));
    auto core = std::make_unique<Core>(std::move(routes), limits, nobody);
    if (auto opened = core->open(at); !opened) return tl::unexpected(opened.error());
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(core)));
}

HttpServer::HttpServer(std::unique_ptr<Core> core) : core_(std::move(core)) {}
HttpServer::~HttpServer() { core_->stop(bot::Duration::zero()); }
int HttpServer::port() const { return core_->port(); }
void HttpServer::stop(bot::Duration drain) { core_->stop(drain); }

ServerCounts HttpServer::counts() const {
    const Hall::Tally& tally = core_->tally();
    return {.accepted = tally.accepted,
            .requests = tally.requests,
            .refused = tally.refused,
            .timed_out = tally.timed_out,
            .dropped = tally.dropped,
            .open = tally.open};
}

}  // namespace adapters::net
