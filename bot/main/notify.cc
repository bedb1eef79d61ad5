// Owns the datagram.
#include "bot/main/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstring>

namespace bot::main {

ServiceManager::ServiceManager(std::optional<std::string> socket, const std::optional<std::string>& watchdog) : socket_(std::move(socket)) {
    long microseconds = 0;
    if (!socket_ || !watchdog) return;
    const auto [end, error] = std::from_chars(watchdog->data(), watchdog->data() + watchdog->size(), microseconds);
    if (error == std::errc() && end == watchdog->data() + watchdog->size() && microseconds > 0) patience_ = Duration(microseconds / 1000);
}

void ServiceManager::send(std::string_view state) const {
    if (!socket_ || socket_->empty()) return;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (socket_->size() >= sizeof(address.sun_path)) return;
    std::memcpy(address.sun_path, socket_->data(), socket_->size());
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // an abstract socket
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return;
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_->size());
    [[maybe_unused]] const auto sent = ::sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), length);
    ::close(descriptor);
}

}  // namespace bot::main
