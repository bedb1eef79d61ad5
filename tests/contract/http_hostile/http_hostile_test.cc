// Owns the siege of the HTTP server in a process of its own: every attack, drips, idlers and hoarders, while an honest caller is served.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>

#include "adapters/net/http_server.h"
#include "tests/contract/http_hostile/siege.h"
#include "tests/support/catch.h"
#include "tests/unit/net/raw_peer.h"

using adapters::net::HttpRequest;
using adapters::net::HttpResponse;
using adapters::net::HttpServer;
using adapters::net::Respond;
using tests::RawPeer;
using namespace tests::hostile;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasuresMemory = false;  // a sanitizer keeps what was freed
constexpr double kPatience = 5.0;        // and takes its time
#else
constexpr bool kMeasuresMemory = true;
constexpr double kPatience = 1.0;  // seconds, of an honest caller
#endif
constexpr std::size_t kGrowthCap = std::size_t{16} * 1024 * 1024;

const std::string kHonest = "POST /hook HTTP/1.1\r\nHost: x\r\nX-Echo: me\r\nContent-Length: 5\r\n\r\nhello";

// Serves until its input ends; says its port first. Exit code 1 if something was smuggled.
[[noreturn]] void serve(int in, int out) {
    std::atomic<int> smuggled = 0;
    {
        auto opened =
            HttpServer::open({}, {{"POST", "/hook", 65'536,
                                   [](const HttpRequest& request, const Respond& respond) {
                                       HttpResponse response{.body = request.peer, .keep_alive = true};
                                       if (const std::string* echo = request.header("x-echo")) response.headers.emplace_back("x-echo", *echo);
                                       respond(std::move(response));
                                   }},
                                  {"GET", "/big", 0, [](const HttpRequest&, const Respond& respond) { respond({.body = std::string(1 << 20, 'x')}); }},
                                  {"POST", "/smuggled", 65'536, [&](const HttpRequest&, const Respond&) { ++smuggled; }}});
        if (!opened) _exit(2);
        const int port = (*opened)->port();
        if (::write(out, &port, sizeof port) != sizeof port) _exit(2);
        char byte = 0;
        while (::read(in, &byte, 1) > 0) {
        }
        (*opened)->stop(bot::Duration(1'000));
    }
    _exit(smuggled == 0 ? 0 : 1);
}

class Server {
   public:
    Server() {
        REQUIRE(::pipe(in_) == 0);
        REQUIRE(::pipe(out_) == 0);
        pid_ = ::fork();  // no other thread runs yet
        REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            ::close(in_[1]);
            ::close(out_[0]);
            serve(in_[0], out_[1]);
        }
        ::close(in_[0]);
        ::close(out_[1]);
        REQUIRE(::read(out_[0], &port_, sizeof port_) == sizeof port_);
    }
    ~Server() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            (void)wait();
        }
        ::close(out_[0]);
    }
    int port() const { return port_; }
    int pid() const { return pid_; }
    // Its exit code after an orderly end, or minus the signal that killed it.
    int end() {
        ::close(in_[1]);
        return wait();
    }

   private:
    int wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    }

    int in_[2] = {-1, -1};
    int out_[2] = {-1, -1};
    int pid_ = -1;
    int port_ = 0;
};

struct Siege {
    Server server;
    HonestCaller honest{server.port(), server.pid(), kHonest, 200};

    // What an honest caller may expect at the end of every siege.
    void conclude(const char* what) {
        honest.make(20);
        honest.end();
        WARN(what << ": " << honest.calls() << " honest calls, slowest " << honest.slowest() << " s, memory +" << honest.growth() / 1024 << " KiB");
        CHECK(honest.calls() >= 20);
        CHECK(honest.failures() == 0);
        CHECK(honest.slowest() < kPatience);
        if (kMeasuresMemory) CHECK(honest.growth() <= kGrowthCap);
        CHECK(server.end() == 0);
    }
};

}  // namespace

TEST_CASE("every attack is refused, nothing is smuggled, memory stays") {
    Siege siege;
    const Target target{siege.server.port(), "/hook"};
    std::vector<RawPeer> crowd;  // the attacks come on top of it
    for (int i = 0; i < descriptors(2'300) - 300; ++i) {
        crowd.emplace_back(siege.server.port());
        if (i % 4 == 0) CHECK(crowd.back().send("POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\n\r\n" + std::string(60'000, 'x')));
    }
    for (const Attack& attack : attacks()) {
        const Outcome outcome = attack.run(target);
        INFO(attack.name << ": " << outcome.response.substr(0, 300));
        CHECK(std::find(attack.statuses.begin(), attack.statuses.end(), status(outcome.response)) != attack.statuses.end());
        CHECK(responses(outcome.response) == 1);
        CHECK(outcome.closed);
        CHECK(outcome.sent < (16 << 20));  // the server did not take the flood
        CHECK(outcome.response.find("\nset-cookie") == std::string::npos);
        CHECK(outcome.response.find("\nSet-Cookie") == std::string::npos);
    }
    siege.conclude("attacks");
}

TEST_CASE("headers that claim another address change nothing") {
    const Server server;
    RawPeer peer(server.port());
    REQUIRE(peer.send("POST /hook HTTP/1.1\r\nHost: x\r\nREMOTE_ADDR: 6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
    CHECK(peer.read_all().find("\r\n\r\n127.0.0.1") != std::string::npos);
}

TEST_CASE("200 dripping and 2,000 idle connections change nothing for others, and end in time") {
    Siege siege;
    std::vector<RawPeer> idle;
    for (int i = 0; i < descriptors(2'300) - 300; ++i) idle.emplace_back(siege.server.port());
    std::vector<RawPeer> dripping;
    const std::string slow = "POST /hook HTTP/1.1\r\nHost: x\r\nX: " + std::string(4'000, 'x');
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 200; ++i) dripping.emplace_back(siege.server.port());
    std::size_t alive = dripping.size();
    std::size_t at = 0;
    // A byte each, then a look at one after another for its end, which takes a millisecond: 200 ms a round.
    for (; alive > 0 && std::chrono::steady_clock::now() - begin < std::chrono::seconds(10); ++at) {
        alive = 0;
        for (RawPeer& peer : dripping) {
            if (!peer.connected()) continue;
            if (!peer.send(slow.substr(at % slow.size(), 1)) || peer.is_closed(1)) {
                peer.close();
            } else {
                ++alive;
            }
        }
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    CHECK(alive == 0);
    CHECK(taken.count() > 4.0);  // they had their five seconds
    CHECK(taken.count() < 8.0);
    for (RawPeer& peer : idle) CHECK(peer.is_closed());
    siege.conclude("drips and idlers");
}

TEST_CASE("4,100 idle connections leave room for an honest one") {
    Siege siege;
    std::vector<RawPeer> idle;
    const int count = descriptors(4'400) - 300;
    for (int i = 0; i < count; ++i) {
        idle.emplace_back(siege.server.port());
        CHECK(idle.back().connected());
    }
    RawPeer peer(siege.server.port());
    REQUIRE(peer.send(kHonest));
    CHECK(status(peer.read_response()) == 200);
    if (count >= 4'100) CHECK(idle.front().is_closed());
    siege.conclude("4,100 idlers");
}

TEST_CASE("half requests on 2,000 connections hold a bounded memory") {
    Siege siege;
    const std::string half = "POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 65000\r\n\r\n" + std::string(60'000, 'x');
    std::vector<RawPeer> hoarders;
    for (int i = 0; i < descriptors(2'300) - 300; ++i) {
        hoarders.emplace_back(siege.server.port());
        CHECK(hoarders.back().send(half));
    }
    siege.conclude("2,000 half requests");
}

TEST_CASE("heads of many small headers on 1,000 connections hold a bounded memory") {
    Siege siege;
    std::string half = "POST /hook HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 98; ++i) half += "a:\r\n";
    std::vector<RawPeer> hoarders;
    for (int i = 0; i < descriptors(1'300) - 300; ++i) {
        hoarders.emplace_back(siege.server.port());
        for (const std::size_t from : {std::size_t{0}, half.size() / 2}) CHECK(hoarders.back().send(half.substr(from, half.size() / 2)));
    }
    siege.conclude("1,000 heads");
}

TEST_CASE("answers that nobody reads hold a bounded memory") {
    Siege siege;
    std::vector<RawPeer> sleepers;
    for (int i = 0; i < 200; ++i) {
        sleepers.emplace_back(siege.server.port());
        CHECK(sleepers.back().send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n"));
    }
    siege.conclude("200 answers unread");
}
