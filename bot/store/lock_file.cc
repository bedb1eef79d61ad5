// Owns the flock(2) protocol: a lock counts only if the locked file is still the one at the path, so that it may be removed when freed.
#include "bot/store/lock_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "bot/base/text.h"
#include "bot/store/failure.h"

namespace bot::store {

namespace {

int open_lock(const std::string& path) { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600); }

int lock(int descriptor) {
    int code = 0;
    do code = ::flock(descriptor, LOCK_EX | LOCK_NB);
    while (code != 0 && errno == EINTR);
    return code == 0 ? 0 : errno;
}

bool same_file(int descriptor, const std::string& path) {
    struct stat held {};
    struct stat named {};
    return ::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

std::string owner_of(int descriptor) {
    char buffer[24];
    const auto size = ::pread(descriptor, buffer, sizeof buffer, 0);
    const auto pid = trim(std::string_view(buffer, size > 0 ? static_cast<std::size_t>(size) : 0));
    return pid.empty() || pid.find_first_not_of("0123456789") != std::string_view::npos ? "another process" : fmt::format("process {}", pid);
}

void name_owner(int descriptor) {
    const auto pid = fmt::format("{}\n", ::getpid());
    // Only a courtesy to the second process: a full disk must not stop the first.
    if (::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0) return;
}

}  // namespace

Result<LockFile> LockFile::take(const std::string& database) {
    const auto path = database + ".lock";
    for (;;) {
        const int descriptor = open_lock(path);
        if (descriptor < 0) return tl::unexpected(system_failure(errno, "create the lock file", path));
        LockFile held{path, descriptor};
        if (const int code = lock(descriptor); code != 0) {
            const auto owner = owner_of(descriptor);
            held.path_.clear();
            if (code != EWOULDBLOCK) return tl::unexpected(system_failure(code, "lock", path));
            return fail(Code::kConflict, fmt::format("{} is in use by {} (stop it, or choose another file with --db)", database, owner));
        }
        if (same_file(descriptor, path)) {
            name_owner(descriptor);
            return held;
        }
        held.path_.clear();  // its owner removed it between our open and our lock: the lock is on nothing
    }
}

LockFile::LockFile(LockFile&& other) noexcept : path_(std::move(other.path_)), descriptor_(other.descriptor_) { other.descriptor_ = -1; }

LockFile::~LockFile() {
    if (descriptor_ < 0) return;
    if (!path_.empty()) ::unlink(path_.c_str());
    ::close(descriptor_);
}

}  // namespace bot::store
