// Owns the tests of the server: answers from any thread, deadlines, limits, an orderly end. Real sockets on the loopback, limits of milliseconds, no sleeps.
#include "adapters/net/http_server.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "tests/support/catch.h"
#include "tests/unit/net/net_stage.h"
#include "tests/unit/net/raw_peer.h"
#include "tests/unit/net/raw_text.h"

using adapters::net::HttpRequest;
using adapters::net::HttpServer;
using adapters::net::Respond;
using adapters::net::Route;
using namespace std::chrono_literals;
using namespace tests;

namespace {

// Requests whose answers the test gives itself.
class Parked {
   public:
    void add(HttpRequest request, Respond respond) {
        const std::lock_guard lock(mutex_);
        waiting_.emplace_back(std::move(request), std::move(respond));
        came_.notify_all();
    }
    std::pair<HttpRequest, Respond> take() {
        std::unique_lock lock(mutex_);
        if (!came_.wait_for(lock, 5s, [&] { return !waiting_.empty(); })) throw std::runtime_error("no request came");
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        return first;
    }

   private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<std::pair<HttpRequest, Respond>> waiting_;
};

struct Served {
    Parked parked;
    std::vector<int> refused;  // of /echo; read it when the server has stopped
    std::unique_ptr<HttpServer> server;

    explicit Served(const adapters::net::ServerLimits& limits = {}, const std::string& host = "127.0.0.1") {
        std::vector<Route> routes{echo_at("/echo", 1 << 20), page_at("/big", 16 << 20), page_at("/close", 3)};
        routes.front().refused = [this](int status) { refused.push_back(status); };
        routes.push_back({"POST", "/park", 64, [this](HttpRequest request, Respond respond) { parked.add(std::move(request), std::move(respond)); }});
        routes.push_back({"POST", "/throw", 64, [](const HttpRequest&, const Respond&) { throw std::runtime_error("secret"); }});
        routes.push_back({"POST", "/drop", 64, [](const HttpRequest&, const Respond&) {}});
        server = open_server(std::move(routes), limits, host);
    }
    RawPeer peer() const {
        RawPeer made(server->port());
        REQUIRE(made.connected());
        return made;
    }
};

const std::string kGetClose = get("/close");

}  // namespace

TEST_CASE("a kept connection carries one request after another") {
    const Served served;
    RawPeer peer = served.peer();
    for (int i = 0; i < 3; ++i) {
        REQUIRE(peer.send(post("/echo?q=" + std::to_string(i), "hello")));
        const std::string response = peer.read_response();
        CHECK(status(response) == 200);
        CHECK(body(response) == "POST q=" + std::to_string(i) + " hello");
        CHECK(response.find("peer: 127.0.0.1\r\n") != std::string::npos);
        CHECK(response.find("connection: keep-alive") != std::string::npos);
    }
    CHECK(served.server->counts().requests == 3);
    CHECK(served.server->counts().accepted == 1);
}

TEST_CASE("a connection is closed unless the route and the client keep it") {
    const Served served;
    RawPeer unverified = served.peer();
    REQUIRE(unverified.send(kGetClose));
    CHECK(body(unverified.read_all()) == "xxx");
    CHECK(unverified.is_closed());
    RawPeer leaving = served.peer();
    REQUIRE(leaving.send("POST /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"));
    CHECK(leaving.read_all().find("connection: close") != std::string::npos);
    CHECK(leaving.is_closed());
}

TEST_CASE("an answer may come later, from another thread, and only the first counts") {
    Served served;
    RawPeer peer = served.peer();
    REQUIRE(peer.send(post("/park", "one")));
    auto [request, respond] = served.parked.take();
    CHECK(request.body == "one");
    // Others are served meanwhile.
    RawPeer other = served.peer();
    REQUIRE(other.send(kGetClose));
    CHECK(status(other.read_all()) == 200);
    std::thread([respond = respond] {
        respond({.status = 202, .keep_alive = true});
        respond({.status = 500});
    }).join();
    CHECK(status(peer.read_response()) == 202);
    // Nor does it count for the next request.
    REQUIRE(peer.send(post("/park", "two")));
    auto [next, answer] = served.parked.take();
    CHECK(next.body == "two");
    respond({.status = 500});
    answer({.status = 201, .keep_alive = true});
    CHECK(status(peer.read_response()) == 201);
}

TEST_CASE("an answer that nobody gives is a 500 without text") {
    Served served;
    for (const char* path : {"/throw", "/drop"}) {
        RawPeer peer = served.peer();
        REQUIRE(peer.send(post(path)));
        const std::string response = peer.read_all();
        CHECK(status(response) == 500);
        CHECK(response.find("secret") == std::string::npos);
    }
    RawPeer peer = served.peer();
    REQUIRE(peer.send(post("/park")));
    std::thread([parked = served.parked.take()] {}).join();
    CHECK(status(peer.read_all()) == 500);
}

TEST_CASE("an answer may come after the client or the server is gone") {
    Served served;
    RawPeer peer = served.peer();
    REQUIRE(peer.send(post("/park")));
    auto first = served.parked.take();
    peer.close();
    first.second({.status = 200});
    RawPeer other = served.peer();
    REQUIRE(other.send(post("/park")));
    auto second = served.parked.take();
    served.server.reset();
    CHECK(other.is_closed());
    second.second({.status = 200});
}

TEST_CASE("what follows a request unasked is never read as a request") {
    Served served;
    SECTION("in the same packet") {
        RawPeer peer = served.peer();
        REQUIRE(peer.send(post("/echo", "a") + post("/park", "smuggled")));
        CHECK(body(peer.read_all()) == "POST  a");
        CHECK(peer.is_closed());
    }
    SECTION("while the answer is awaited") {
        RawPeer peer = served.peer();
        REQUIRE(peer.send(post("/park")));
        auto [request, respond] = served.parked.take();
        REQUIRE(peer.send(post("/park", "smuggled")));
        respond({.status = 200, .keep_alive = true});
        CHECK(peer.read_all().find("connection: close") != std::string::npos);
        CHECK(peer.is_closed());
    }
    CHECK(served.server->counts().requests == 1);
}

TEST_CASE("too long a body is refused while it is still to come") {
    const Served served;
    RawPeer peer = served.peer();
    REQUIRE(peer.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n\r\n"));
    CHECK(status(peer.read_response()) == 413);
    // Also to a client that sends first and reads afterwards: the connection takes it for a while.
    RawPeer eager = served.peer();
    REQUIRE(eager.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\nExpect: x\r\n\r\n"));
    while (served.server->counts().refused < 2) std::this_thread::yield();
    for (int i = 0; i < 3; ++i) CHECK(eager.send(std::string(100'000, 'x')));
    CHECK(status(eager.read_response()) == 417);
    CHECK(served.server->counts().refused == 2);
    CHECK(served.server->counts().requests == 0);
}

TEST_CASE("a route is told what was refused to its callers, and nothing of what was for nobody") {
    Served served({.request = 60ms});
    const std::string begin = "POST /echo HTTP/1.1\r\nHost: x\r\n";
    for (const std::string& bytes : {begin + "Content-Length: 300000000\r\n\r\n", begin + "\r\n", begin + "Content-Encoding: br\r\nContent-Length: 1\r\n\r\n",
                                     begin + "Transfer-Encoding: chunked\r\n\r\nno\r\n", begin + "Content-Length: 2\r\n\r\nx", post("/nowhere"), post("/throw"),
                                     get("/echo"), std::string("nonsense\r\n\r\n")}) {
        RawPeer peer = served.peer();
        REQUIRE(peer.send(bytes));
        CHECK(status(peer.read_response()) >= 400);
    }
    served.server->stop(10s);
    CHECK(served.refused == std::vector<int>{413, 411, 415, 400, 408});
}

TEST_CASE("a wrong method is told the right ones") {
    const Served served;
    RawPeer peer = served.peer();
    REQUIRE(peer.send("PUT /echo HTTP/1.1\r\nHost: x\r\n\r\n"));
    CHECK(peer.read_all().find("\r\nallow: POST\r\n") != std::string::npos);
}

TEST_CASE("permission to send a body is given when it is waited for") {
    const Served served;
    RawPeer peer = served.peer();
    REQUIRE(peer.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 1\r\n\r\n"));
    const std::string permission = "HTTP/1.1 100 Continue\r\n\r\n";
    std::string got(permission.size(), ' ');
    REQUIRE(recv(peer.fd(), got.data(), got.size(), MSG_WAITALL) == static_cast<ssize_t>(got.size()));
    CHECK(got == permission);
    REQUIRE(peer.send("x"));
    CHECK(body(peer.read_all()) == "POST  x");
}

TEST_CASE("long bodies and long answers come whole") {
    const Served served({.memory = 64 << 20});
    RawPeer peer = served.peer();
    const std::string text(1 << 20, 'y');
    REQUIRE(peer.send(post("/echo", text)));
    const bool same = body(peer.read_response()) == "POST  " + text;
    CHECK(same);
    RawPeer reader = served.peer();
    REQUIRE(reader.send(get("/big")));
    const bool whole = body(reader.read_all()) == std::string(16 << 20, 'x');
    CHECK(whole);
}

TEST_CASE("a request has to be whole in time, also on a kept connection") {
    const Served served({.request = 60ms});
    RawPeer silent = served.peer();
    RawPeer slow = served.peer();
    REQUIRE(slow.send("POST /echo HTTP/1.1\r\n"));
    RawPeer half = served.peer();
    REQUIRE(half.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf"));
    RawPeer kept = served.peer();
    REQUIRE(kept.send(post("/echo")));
    CHECK(status(kept.read_response()) == 200);
    REQUIRE(kept.send("POST"));
    CHECK(silent.read_all().empty());
    CHECK(silent.is_closed());
    CHECK(status(slow.read_all()) == 408);
    CHECK(status(half.read_all()) == 408);
    CHECK(status(kept.read_all()) == 408);
    CHECK(served.server->counts().timed_out == 3);
}

TEST_CASE("a kept connection may rest, not for ever") {
    const Served served({.request = 20ms, .idle = 150ms});
    RawPeer peer = served.peer();
    REQUIRE(peer.send(post("/echo")));
    CHECK(status(peer.read_response()) == 200);
    CHECK_FALSE(peer.is_closed(60));
    REQUIRE(peer.send(post("/echo")));
    CHECK(status(peer.read_response()) == 200);
    CHECK(peer.is_closed());
}

TEST_CASE("one who does not read its answer is not waited for") {
    const Served served({.write = 60ms, .memory = 64 << 20});
    RawPeer peer = served.peer();
    REQUIRE(peer.send(get("/big")));
    RawPeer honest = served.peer();
    while (served.server->counts().timed_out == 0) {
        REQUIRE(honest.send(post("/echo", "x")));
        REQUIRE(status(honest.read_response()) == 200);
    }
    CHECK(peer.read_all().size() < (16 << 20));
}

TEST_CASE("when all places are taken the oldest idle connection goes") {
    Served served({.connections = 4});
    RawPeer at_work = served.peer();
    REQUIRE(at_work.send(post("/park")));
    auto [request, respond] = served.parked.take();
    RawPeer reading = served.peer();
    REQUIRE(reading.send("POST /echo"));
    RawPeer oldest = served.peer();
    REQUIRE(oldest.send(post("/echo")));
    CHECK(status(oldest.read_response()) == 200);
    RawPeer fresh = served.peer();
    RawPeer newcomer = served.peer();
    REQUIRE(newcomer.send(post("/echo", "new")));
    CHECK(body(newcomer.read_response()) == "POST  new");
    CHECK(fresh.is_closed());
    CHECK_FALSE(oldest.is_closed(0));
    CHECK_FALSE(reading.is_closed(0));
    respond({.status = 200});
    CHECK(status(at_work.read_all()) == 200);
    CHECK(served.server->counts().dropped == 1);
}

TEST_CASE("a newcomer goes when everybody is at work") {
    Served served({.connections = 1});
    RawPeer at_work = served.peer();
    REQUIRE(at_work.send(post("/park")));
    auto [request, respond] = served.parked.take();
    CHECK(served.peer().is_closed());
    respond({.status = 204});
    CHECK(status(at_work.read_all()) == 204);
}

TEST_CASE("memory of unfinished requests is bounded, the oldest goes") {
    const Served served({.memory = 1});  // four bodies of a mebibyte, then
    const std::string half = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n" + std::string(900'000, 'x');
    std::vector<RawPeer> peers;
    for (int i = 0; i < 8; ++i) {
        peers.push_back(served.peer());
        REQUIRE(peers.back().send(half));
    }
    CHECK(peers[0].is_closed());
    RawPeer greedy = served.peer();
    REQUIRE(greedy.send(get("/big")));
    CHECK(greedy.read_all().size() < (16 << 20));  // more than there may be, and not read as fast as it is written
    RawPeer honest = served.peer();
    REQUIRE(honest.send(post("/echo", "x")));
    CHECK(status(honest.read_response()) == 200);
    CHECK(served.server->counts().dropped >= 2);
}

TEST_CASE("stopping lets requests under way be answered and nobody else in") {
    Served served;
    const int port = served.server->port();
    RawPeer fresh = served.peer();
    RawPeer idle = served.peer();
    REQUIRE(idle.send(post("/echo")));
    CHECK(status(idle.read_response()) == 200);
    RawPeer at_work = served.peer();
    REQUIRE(at_work.send(post("/park")));
    auto [request, respond] = served.parked.take();
    std::thread stopping([&] { served.server->stop(10s); });
    CHECK(fresh.is_closed());
    CHECK(idle.is_closed());
    CHECK_FALSE(RawPeer(port).connected());
    respond({.status = 200, .keep_alive = true});
    const std::string response = at_work.read_all();
    CHECK(status(response) == 200);
    CHECK(response.find("connection: close") != std::string::npos);
    stopping.join();
    served.server->stop(10s);
    CHECK(served.server->counts().open == 0);
}

TEST_CASE("stopping ends at its deadline") {
    Served served;
    RawPeer at_work = served.peer();
    REQUIRE(at_work.send(post("/park")));
    auto [request, respond] = served.parked.take();
    served.server->stop(20ms);
    CHECK(at_work.is_closed());
    respond({.status = 200});
}

TEST_CASE("answers from many threads at once reach their own connections") {
    Served served;
    std::vector<RawPeer> peers;
    constexpr int kPeers = 64;
    for (int i = 0; i < kPeers; ++i) {
        peers.push_back(served.peer());
        REQUIRE(peers.back().send(post("/park", std::to_string(i))));
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < kPeers / 4; ++j) {
                auto [request, respond] = served.parked.take();
                respond({.body = request.body, .keep_alive = true});
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (int i = 0; i < kPeers; ++i) CHECK(body(peers[static_cast<std::size_t>(i)].read_response()) == std::to_string(i));
}

TEST_CASE("IPv6 and both families on one port") {
    if (const RawPeer probe(1, "::1"); !probe.connected() && errno == EAFNOSUPPORT) return;
    auto opened = HttpServer::open({.host = "::", .port = 0},
                                   {{"GET", "/", 0, [](const HttpRequest& request, const Respond& respond) { respond({.body = request.peer}); }}});
    if (!opened && opened.error().message.find("address family") != std::string::npos) return;  // a machine without IPv6
    REQUIRE(opened);
    for (const char* host : {"127.0.0.1", "::1"}) {
        RawPeer peer((*opened)->port(), host);
        REQUIRE(peer.send(get("/")));
        CHECK(body(peer.read_all()) == host);
    }
}

TEST_CASE("a place that cannot be listened at is named") {
    const Served served;
    const auto taken = HttpServer::open({.host = "127.0.0.1", .port = served.server->port()}, {});
    REQUIRE_FALSE(taken);
    CHECK(taken.error().code == bot::Code::kConflict);
    CHECK(taken.error().message == "cannot listen on 127.0.0.1 port " + std::to_string(served.server->port()) + ": address already in use");
    CHECK(HttpServer::open({.host = "here", .port = 0}, {}).error().code == bot::Code::kInvalidInput);
    CHECK(HttpServer::open({.host = "127.0.0.1", .port = 70'000}, {}).error().code == bot::Code::kInvalidInput);
    CHECK_FALSE(HttpServer::open({.host = "203.0.113.1", .port = 0}, {}));
}
