// Owns the open, the seek and the reads.
#include "adapters/console/bounded_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace adapters::console {
namespace {

class Opened {
   public:
    explicit Opened(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    ~Opened() {
        if (fd_ >= 0) ::close(fd_);
    }
    Opened(const Opened&) = delete;
    Opened& operator=(const Opened&) = delete;
    int fd() const { return fd_; }

   private:
    int fd_;
};

std::string read_up_to(int fd, std::size_t most) {
    std::string text;
    char bytes[16 * 1024];
    while (fd >= 0 && text.size() < most) {
        const ssize_t size = ::read(fd, bytes, std::min(sizeof bytes, most - text.size()));
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) break;
        text.append(bytes, std::size_t(size));
    }
    return text;
}

}  // namespace

std::string first_bytes(const std::string& path, std::size_t most) {
    const Opened file{path};
    return read_up_to(file.fd(), most);
}

std::string last_lines(const std::string& path, std::size_t most) {
    const Opened file{path};
    const off_t size = ::lseek(file.fd(), 0, SEEK_END);
    if (size < 0) return {};
    const bool whole = std::size_t(size) <= most;
    // A byte more than may be kept: a line end there says that a whole line follows.
    if (::lseek(file.fd(), whole ? 0 : size - off_t(most) - 1, SEEK_SET) < 0) return {};
    auto text = read_up_to(file.fd(), most + 1);
    if (whole) return text;
    const auto end = text.find('\n');
    return end == std::string::npos ? std::string() : text.substr(end + 1);
}

}  // namespace adapters::console
