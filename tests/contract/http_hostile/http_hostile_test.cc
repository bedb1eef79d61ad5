// Owns the sieges of the HTTP server alone, in a process of its own.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/contract/http_hostile/siege.h"
#include "tests/support/catch.h"
#include "tests/unit/net/net_stage.h"
#include "tests/unit/net/raw_text.h"

using adapters::net::HttpRequest;
using adapters::net::Respond;
using namespace tests;
using namespace tests::hostile;

namespace {

// Serves until its input ends; says its port first. Exit code 1 if something was smuggled.
[[noreturn]] void serve(int in, int out) noexcept {
    std::atomic<int> smuggled = 0;
    {
        const auto server = open_server(
            {echo_at("/hook", 65'536), page_at("/big", 1 << 20), {"POST", "/smuggled", 65'536, [&](const HttpRequest&, const Respond&) { ++smuggled; }}});
        const int port = server->port();
        if (::write(out, &port, sizeof port) != sizeof port) _exit(2);
        char byte = 0;
        while (::read(in, &byte, 1) > 0) {
        }
        server->stop(bot::Duration(1'000));
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

}  // namespace

TEST_CASE("under siege the HTTP server serves an honest caller, nothing is smuggled, memory stays") {
    for (const Siege& siege : sieges()) {
        DYNAMIC_SECTION(siege.name) {
            Server server;
            const auto honest = [&server] {
                RawPeer peer(server.port());
                (void)peer.send(post("/hook", "hello", "X-Echo: me\r\n"));
                const bool served = status(peer.read_response()) == 200;
                (void)peer.is_closed(5);  // a breath
                return served;
            };
            withstand(siege, {{server.port(), "/hook", post("/smuggled")}, 65'536, "/big", server.pid(), honest});
            CHECK(server.end() == 0);
        }
    }
}

TEST_CASE("headers that claim another address change nothing") {
    const Server server;
    RawPeer peer(server.port());
    REQUIRE(peer.send(post("/hook", "", "REMOTE_ADDR: 6.6.6.6\r\nX-Forwarded-For: 6.6.6.6\r\nConnection: close\r\n")));
    CHECK(peer.read_all().find("\r\npeer: 127.0.0.1\r\n") != std::string::npos);
}
