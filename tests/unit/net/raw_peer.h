// Owns a bare TCP connection for tests: sends what it is told, byte for byte, and reads what comes. Waits are bounded, so a test fails rather than hangs.
#pragma once

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace tests {

class RawPeer {
   public:
    explicit RawPeer(int port, const std::string& host = "127.0.0.1") {
        addrinfo hints{};
        hints.ai_flags = AI_NUMERICHOST;
        hints.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) return;
        fd_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (::connect(fd_, found->ai_addr, found->ai_addrlen) != 0) close();
        freeaddrinfo(found);
    }
    static RawPeer adopt(int fd) { return RawPeer(Adopted{fd}); }
    RawPeer(RawPeer&& other) noexcept : fd_(std::exchange(other.fd_, -1)), left_(std::move(other.left_)) {}
    RawPeer& operator=(RawPeer&& other) noexcept {
        std::swap(fd_, other.fd_);
        std::swap(left_, other.left_);
        return *this;
    }
    ~RawPeer() { close(); }

    bool connected() const { return fd_ >= 0; }
    int fd() const { return fd_; }

    // False if the other end is gone. Waits for room at most 5 s.
    bool send(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count > 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
                continue;
            }
            if (errno != EAGAIN || !ready(POLLOUT, 5'000)) return false;
        }
        return true;
    }
    void end_of_sending() const { ::shutdown(fd_, SHUT_WR); }

    // Everything until the other end closes; what has come if it does not within the time.
    std::string read_all(int milliseconds = 5'000) {
        std::string all = std::move(left_);
        left_.clear();
        while (read_some(all, milliseconds)) {
        }
        return all;
    }

    // One response with a content-length, or what has come until the end.
    std::string read_response(int milliseconds = 5'000) { return read_message(milliseconds, true); }
    // One request; without a content-length it has no body.
    std::string read_request(int milliseconds = 5'000) { return read_message(milliseconds, false); }

    // Whether the other end has closed, or does within the time.
    bool is_closed(int milliseconds = 5'000) {
        while (read_some(left_, milliseconds)) {
        }
        return closed_;
    }

    // Ends the connection without a goodbye.
    void reset() {
        const linger none{1, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
        close();
    }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

   private:
    struct Adopted {
        int fd;
    };
    explicit RawPeer(Adopted adopted) : fd_(adopted.fd) {}
    bool ready(short events, int milliseconds) const {
        pollfd one{fd_, events, 0};
        return ::poll(&one, 1, milliseconds) > 0;
    }
    bool read_some(std::string& into, int milliseconds) {
        if (fd_ < 0 || !ready(POLLIN, milliseconds)) return false;
        char buffer[16'384];
        const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
        closed_ = count <= 0;
        if (count > 0) into.append(buffer, static_cast<std::size_t>(count));
        return count > 0;
    }

    std::string read_message(int milliseconds, bool needs_length) {
        std::string all = std::move(left_);
        left_.clear();
        for (;;) {
            const std::size_t end = all.find("\r\n\r\n");
            const std::size_t at = all.find("content-length: ");
            const bool has_length = at < end;
            if (end != std::string::npos && (has_length || !needs_length)) {
                const std::size_t whole = end + 4 + (has_length ? std::stoul(all.substr(at + 16)) : 0);
                if (all.size() >= whole) {
                    left_ = all.substr(whole);
                    return all.substr(0, whole);
                }
            }
            if (!read_some(all, milliseconds)) return all;
        }
    }

    int fd_ = -1;
    bool closed_ = false;
    std::string left_;
};

}  // namespace tests
