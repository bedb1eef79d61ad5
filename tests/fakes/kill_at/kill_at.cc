// Owns a preloaded library of tests: it ends the process with SIGKILL just before or just after its k-th write or sync of a file, as KILL_AT names it:
// "write:17:before", "sync:3:after". Counted over all threads. CLOCK_AHEAD: so many seconds ahead the process takes the time of day to be. Without them it does
// nothing. Must not be part of the product.
#include <dlfcn.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace {

std::atomic<long> writes{0};
std::atomic<long> syncs{0};
long kill_write = -1;
long kill_sync = -1;
bool is_before = false;
time_t ahead = 0;

__attribute__((constructor)) void read_wish() {
    if (const char* seconds = std::getenv("CLOCK_AHEAD")) ahead = std::atoll(seconds);
    const char* wish = std::getenv("KILL_AT");
    const std::string_view text = wish ? wish : "";
    const auto number = text.find(':');
    if (number == std::string_view::npos) return;
    is_before = text.ends_with("before");
    if (text.starts_with("write")) kill_write = std::atol(wish + number + 1);
    if (text.starts_with("sync")) kill_sync = std::atol(wish + number + 1);
}

template <class Real, class... Arguments>
auto counted(std::atomic<long>& count, long wanted, const char* name, Arguments... arguments) {
    const auto real = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, name));
    const bool now = ++count == wanted;
    if (now && is_before) ::kill(::getpid(), SIGKILL);
    const auto result = real(arguments...);
    if (now) ::kill(::getpid(), SIGKILL);
    return result;
}

using Write = ssize_t (*)(int, const void*, size_t, off_t);
using Write64 = ssize_t (*)(int, const void*, size_t, off64_t);
using Sync = int (*)(int);

}  // namespace

extern "C" {

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) { return counted<Write>(writes, kill_write, "pwrite", file, bytes, size, at); }
ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) { return counted<Write64>(writes, kill_write, "pwrite64", file, bytes, size, at); }
int fdatasync(int file) { return counted<Sync>(syncs, kill_sync, "fdatasync", file); }
int clock_gettime(clockid_t clock, timespec* time) {
    using Real = int (*)(clockid_t, timespec*);
    static const auto kReal = reinterpret_cast<Real>(::dlsym(RTLD_NEXT, "clock_gettime"));
    const int result = kReal(clock, time);
    if (result == 0 && clock == CLOCK_REALTIME) time->tv_sec += ahead;
    return result;
}
int fsync(int file) { return counted<Sync>(syncs, kill_sync, "fsync", file); }
}
