// Owns the one poll(2) of the client's exchanges.
#include "adapters/net/watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <system_error>

#include "bot/base/check.h"
#include "bot/base/text.h"

namespace adapters::net {

std::string words_of(int error) { return bot::to_lower_ascii(std::generic_category().message(error)); }

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

Flag::Flag() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void Flag::raise() {
    up_ = true;
    const std::uint64_t one = 1;
    if (::write(event_.number(), &one, sizeof one) < 0) VIVA_CHECK(errno == EAGAIN);  // it is up to the brim
}

void Flag::lower() {
    std::uint64_t count = 0;
    if (::read(event_.number(), &count, sizeof count) < 0) VIVA_CHECK(errno == EAGAIN);  // it was down
    up_ = false;
}

Watch Watch::earlier(std::chrono::steady_clock::duration from_now) const { return {std::min(until, std::chrono::steady_clock::now() + from_now), cancelled}; }

int milliseconds_until(std::chrono::steady_clock::time_point until) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

Attempt<void> wait_for(int number, short events, const Watch& watch) {
    for (;;) {
        std::array<pollfd, 2> both{{{number, events, 0}, {watch.cancelled->number(), POLLIN, 0}}};
        const int count = ::poll(both.data(), both.size(), milliseconds_until(watch.until));
        if (count < 0 && errno != EINTR) return trouble(Trouble::Kind::kOther, words_of(errno));
        if (count == 0) return trouble(Trouble::Kind::kTimedOut, "timed out");
        if (count < 0) continue;
        if (both[1].revents != 0) return trouble(Trouble::Kind::kCancelled, "cancelled");
        return {};
    }
}

}  // namespace adapters::net
