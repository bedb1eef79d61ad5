// Owns one connection of the server, from accept to close: reads one request, waits for its answer, writes it, and again if it is kept.
// Must not outlive its Hall. Internal to adapters/net: it shows Asio.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/crowd.h"
#include "adapters/net/http_server.h"
#include "adapters/net/mailbox.h"
#include "adapters/net/request_reader.h"

namespace adapters::net {

// What the connections of a server share. All on the server's thread, but the tally is read by others.
struct Hall {
    struct Tally {
        std::atomic<std::uint64_t> accepted = 0, requests = 0, refused = 0, timed_out = 0, dropped = 0, open = 0;
    };

    Hall(std::vector<Route> all_routes, const ServerLimits& server_limits, const Crowd& nobody)
        : routes(std::move(all_routes)), limits(server_limits), crowd(nobody) {}

    std::vector<Route> routes;
    ServerLimits limits;
    Crowd crowd;
    std::shared_ptr<Mailbox> mailbox;
    Tally tally;
    bool draining = false;                               // nobody is kept any more
    std::function<void(Moment)> remind;                  // someone's deadline is then
    std::function<void()> left;                          // a connection has gone
    std::array<char, std::size_t{64} * 1024> scratch{};  // what was just received: an idle or slow connection holds no buffer
};

class Connection final : public Member, public std::enable_shared_from_this<Connection> {
   public:
    Connection(Hall& hall, boost::asio::ip::tcp::socket socket, const boost::asio::ip::tcp::endpoint& peer)
        : hall_(hall), socket_(std::move(socket)), peer_(peer.address()) {}

    void start();                        // enters the crowd
    void answer(HttpResponse response);  // does nothing unless one is waited for
    void expire() override;
    void drop() override;

   private:
    void wait_to_read();
    void wait_to_write();
    void on_readable();
    void read(std::string_view bytes);
    void dispatch();
    void refuse(int status, const std::string& allow);
    void send(HttpResponse response);
    void flush();
    void finish();
    void enter(Phase phase, bot::Duration limit);
    bool hold(std::size_t bytes);  // false: it had to go itself

    Hall& hall_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::address peer_;
    std::unique_ptr<RequestReader> reader_;
    std::string head_;
    std::string body_;
    std::size_t sent_ = 0;
    std::size_t discarded_ = 0;
    bool waits_to_read_ = false;
    bool close_ = false;   // after the answer
    bool unread_ = false;  // bytes came that nobody read: a plain close would take the answer with it
};

}  // namespace adapters::net
