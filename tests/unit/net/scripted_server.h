// Owns a server for tests that says, byte for byte, what a script tells it, to one connection after another.
#pragma once

#include <arpa/inet.h>

#include <atomic>
#include <functional>
#include <thread>

#include "tests/unit/net/raw_peer.h"

namespace tests {

class ScriptedServer {
   public:
    // script gets each connection and its number, from 1, on the server's thread; the connection is closed when it returns.
    explicit ScriptedServer(std::function<void(RawPeer&, int)> script) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(listener_, 64) != 0) std::abort();
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size);
        port_ = ntohs(at.sin_port);
        thread_ = std::thread([this, script = std::move(script)] {
            for (;;) {
                const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
                if (fd < 0) return;
                RawPeer peer = RawPeer::adopt(fd);
                script(peer, ++accepted_);
                peer.close();
                ++finished_;
                finished_.notify_all();
            }
        });
    }
    ~ScriptedServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    int port() const { return port_; }
    std::string url(const std::string& scheme = "http") const { return scheme + "://127.0.0.1:" + std::to_string(port_); }
    int accepted() const { return accepted_; }
    // Returns when that many connections are closed.
    void wait_for_finished(int count) const {
        for (int now = finished_; now < count; now = finished_) finished_.wait(now);
    }

   private:
    int listener_;
    int port_ = 0;
    std::atomic<int> accepted_ = 0;
    std::atomic<int> finished_ = 0;
    std::thread thread_;
};

}  // namespace tests
