// Owns writing all of a text to a descriptor.
#include "adapters/console/output.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace adapters::console {

bot::Status FdOutput::write(std::string_view text) {
    while (!text.empty()) {
        const ssize_t written = ::write(fd_, text.data(), text.size());
        if (written > 0) {
            text.remove_prefix(std::size_t(written));
            continue;
        }
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) {
            pollfd ready{fd_, POLLOUT, 0};
            ::poll(&ready, 1, -1);
            continue;
        }
        if (written < 0 && (errno == EPIPE || errno == EIO || errno == EBADF)) return bot::fail(bot::Code::kNotFound, "nobody reads the output any more");
        return bot::fail(bot::Code::kUnavailable, std::string{"cannot write the output: "} + (written < 0 ? std::strerror(errno) : "nothing was taken"));
    }
    return {};
}

bot::Status TextOutput::write(std::string_view text) {
    text_ += text;
    return {};
}

}  // namespace adapters::console
