// Owns the plain connection.
#include "adapters/net/wire.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace adapters::net {

namespace {

tl::unexpected<Trouble> broken(int error) {
    const bool closed = error == EPIPE || error == ECONNRESET || error == ENOTCONN;
    return trouble(closed ? Trouble::Kind::kClosed : Trouble::Kind::kOther, words_of(error));
}

class PlainWire final : public Wire {
   public:
    explicit PlainWire(Descriptor socket) : socket_(std::move(socket)) {}

    Attempt<std::size_t> read(std::span<char> into, const Watch& watch) override {
        for (;;) {
            // The answer is seldom there yet.
            if (auto ready = wait_for(socket_.number(), POLLIN, watch); !ready) return tl::unexpected(ready.error());
            const ssize_t count = ::recv(socket_.number(), into.data(), into.size(), 0);
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EAGAIN && errno != EINTR) return broken(errno);
        }
    }

    Attempt<void> write(std::string_view bytes, const Watch& watch) override {
        while (!bytes.empty()) {
            const ssize_t count = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count >= 0) {
                bytes.remove_prefix(static_cast<std::size_t>(count));
                continue;
            }
            if (errno != EAGAIN && errno != EINTR) return broken(errno);
            if (auto ready = wait_for(socket_.number(), POLLOUT, watch); !ready) return tl::unexpected(ready.error());
        }
        return {};
    }

    bool is_quiet() override {
        char byte = 0;
        return ::recv(socket_.number(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
    }

   private:
    Descriptor socket_;
};

}  // namespace

std::unique_ptr<Wire> plain_wire(Descriptor socket) { return std::make_unique<PlainWire>(std::move(socket)); }

}  // namespace adapters::net
