// Owns the race of connection attempts (RFC 8305, simplified).
#include "adapters/net/dial.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <optional>

namespace adapters::net {

namespace {

using Moment = std::chrono::steady_clock::time_point;
constexpr std::chrono::milliseconds kHeadStart{250};

struct Race {
    std::vector<Descriptor> runners;
    int last_error = 0;

    // A descriptor if it connected at once.
    std::optional<Descriptor> start(const Address& address) {
        Descriptor socket(::socket(address.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (socket.number() < 0) {
            last_error = errno;
            return std::nullopt;
        }
        const int on = 1;
        ::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket.number(), reinterpret_cast<const sockaddr*>(&address.bytes), address.size) == 0) return socket;
        if (errno == EINPROGRESS) {
            runners.push_back(std::move(socket));
        } else {
            last_error = errno;
        }
        return std::nullopt;
    }

    // Waits for one of them; the winner, or nothing: look again. Losers are taken out.
    Attempt<std::optional<Descriptor>> wait(const Watch& watch, Moment next) {
        std::vector<pollfd> all{{watch.cancelled->number(), POLLIN, 0}};
        for (const Descriptor& runner : runners) all.push_back({runner.number(), POLLOUT, 0});
        const int count = ::poll(all.data(), all.size(), milliseconds_until(std::min(watch.until, next)));
        if (count < 0 && errno != EINTR) return trouble(Trouble::Kind::kOther, words_of(errno));
        if (count <= 0) return std::nullopt;
        if (all[0].revents != 0) return trouble(Trouble::Kind::kCancelled, "cancelled");
        for (std::size_t i = all.size() - 1; i > 0; --i) {
            if (all[i].revents == 0) continue;
            int error = 0;
            socklen_t size = sizeof error;
            ::getsockopt(all[i].fd, SOL_SOCKET, SO_ERROR, &error, &size);
            if (error == 0) return std::move(runners[i - 1]);
            last_error = error;
            runners.erase(runners.begin() + static_cast<std::ptrdiff_t>(i - 1));
        }
        return std::nullopt;
    }
};

}  // namespace

Attempt<Descriptor> dial(const std::vector<Address>& addresses, const Watch& watch) {
    Race race;
    auto address = addresses.begin();
    Moment next = Moment::min();
    for (;;) {
        const Moment now = std::chrono::steady_clock::now();
        if (now >= watch.until) return trouble(Trouble::Kind::kTimedOut, "timed out");
        if (address != addresses.end() && (now >= next || race.runners.empty())) {
            if (auto at_once = race.start(*address++)) return std::move(*at_once);
            next = now + kHeadStart;
            if (race.runners.empty()) continue;
        }
        if (race.runners.empty()) return trouble(Trouble::Kind::kOther, words_of(race.last_error));
        auto winner = race.wait(watch, address == addresses.end() ? watch.until : next);
        if (!winner) return tl::unexpected(winner.error());
        if (*winner) return std::move(**winner);
    }
}

}  // namespace adapters::net
