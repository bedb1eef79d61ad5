// Owns the bounded HTTP/1.1 server: bytes, time, connections and memory have a limit each, and nothing behind a request's declared length is ever read as
// a request. Must not know a platform, speak TLS (a proxy does) or decode what it carries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/net/http_message.h"
#include "bot/base/result.h"
#include "bot/base/time.h"

namespace adapters::net {

// Answers one request: from any thread, at any time, also after the server is gone. Only the first call counts; the last copy dropped without one answers 500.
using Respond = std::function<void(HttpResponse)>;

// handle runs on the server's one thread with a whole request and must not block; what it throws becomes a 500 without text.
struct Route {
    std::string method;
    std::string path;          // as sent; one that ends in '*' is for every path that begins so, unless another route is for that path alone
    std::size_t body_cap = 0;  // bytes; a longer body is answered 413, unread
    std::function<void(HttpRequest, Respond)> handle;
    // Told of each request for this route that the server itself refuses, with the status it answers; on the server's thread. May be null.
    std::function<void(int status)> refused = nullptr;
};

struct ListenAt {
    std::string host = "127.0.0.1";  // an IP address; "::" is both families
    int port = 0;                    // 0 = any free one
};

struct ServerLimits {
    std::size_t head = std::size_t{16} * 1024;          // bytes of request line and headers together, else 431
    std::size_t headers = 100;                          // how many, else 431
    bot::Duration request{5'000};                       // a whole request, from accept or from its first byte on a kept connection, else 408
    bot::Duration idle{75'000};                         // between requests of a kept connection
    bot::Duration write{10'000};                        // a whole answer
    bot::Duration linger{1'000};                        // for the other end to read an answer to a request that was not read to its end
    std::size_t connections = 4'000;                    // then the oldest idle one is closed; the limit of open files may lower it
    std::size_t memory = std::size_t{8} * 1024 * 1024;  // of requests and answers under way; then the oldest is dropped. Four of the longest bodies at least
};

// What the server did since it opened.
struct ServerCounts {
    std::uint64_t accepted = 0;   // connections
    std::uint64_t requests = 0;   // handed to routes
    std::uint64_t refused = 0;    // answered 4xx or 5xx by the server itself
    std::uint64_t timed_out = 0;  // connections closed at a deadline with a request or an answer under way
    std::uint64_t dropped = 0;    // connections closed to make room
    std::uint64_t open = 0;       // connections now
};

// One thread, made by open() and joined by stop(). All functions are safe from any thread but a handler's; stop() waits.
class HttpServer {
   public:
    // Listens and serves at once. May raise the process's soft limit of open files up to the hard one. Fails with kConflict if the port is taken,
    // kInvalidInput for a host that is no address, kDenied for a port that is not allowed.
    static bot::Result<std::unique_ptr<HttpServer>> open(const ListenAt& at, std::vector<Route> routes, const ServerLimits& limits = {});
    ~HttpServer();  // stop() without patience
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    int port() const;
    ServerCounts counts() const;

    // Closes the port and idle connections at once, lets requests under way be answered for as long as drain, closes the rest. Then no handler runs any more.
    void stop(bot::Duration drain);

   private:
    class Core;
    explicit HttpServer(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace adapters::net
