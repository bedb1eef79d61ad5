// Owns the handler: it only sets flags and writes one byte, both safe in a signal.
#include "adapters/console/signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <iterator>

#include "bot/base/check.h"

namespace adapters::console {
namespace {

volatile std::sig_atomic_t leave_seen = 0;
volatile std::sig_atomic_t resize_seen = 0;
volatile std::sig_atomic_t suspend_seen = 0;
volatile std::sig_atomic_t continue_seen = 0;
volatile std::sig_atomic_t write_end = -1;

void forget() {
    resize_seen = 0;
    suspend_seen = 0;
    continue_seen = 0;
}

extern "C" void note_signal(int signal) {
    const int saved = errno;
    if (signal == SIGWINCH) {
        resize_seen = 1;
    } else if (signal == SIGTSTP) {
        suspend_seen = 1;
    } else if (signal == SIGCONT) {
        continue_seen = 1;
    } else {
        leave_seen = 1;
    }
    if (write_end >= 0) [[maybe_unused]]
        const ssize_t written = ::write(write_end, "!", 1);
    errno = saved;
}

}  // namespace

SignalWatch::SignalWatch() {
    VIVA_CHECK(write_end < 0);
    int ends[2];
    VIVA_CHECK(::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0);
    read_end_ = ends[0];
    forget();
    leave_seen = 0;
    write_end = ends[1];
    struct sigaction action = {};
    action.sa_handler = note_signal;
    sigfillset(&action.sa_mask);
    for (std::size_t i = 0; i < std::size(kWatched); ++i) {
        sigaction(kWatched[i], nullptr, &old_[i]);
        // A process started with a signal ignored (nohup, a shell's background job) keeps it so.
        if (old_[i].sa_handler != SIG_IGN) sigaction(kWatched[i], &action, nullptr);
    }
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, &old_pipe_);
}

SignalWatch::~SignalWatch() {
    for (std::size_t i = 0; i < std::size(kWatched); ++i) sigaction(kWatched[i], &old_[i], nullptr);
    sigaction(SIGPIPE, &old_pipe_, nullptr);
    const int end = write_end;
    write_end = -1;
    ::close(end);
    ::close(read_end_);
}

SignalWatch::Seen SignalWatch::drain() {
    char bytes[64];
    while (::read(read_end_, bytes, sizeof bytes) > 0) {
    }
    const Seen seen{leave_seen != 0, resize_seen != 0, suspend_seen != 0, continue_seen != 0};
    forget();
    return seen;
}

bool SignalWatch::leaving() const { return leave_seen != 0; }

void SignalWatch::suspend() {
    struct sigaction standard = {};
    standard.sa_handler = SIG_DFL;
    struct sigaction ours = {};
    sigaction(SIGTSTP, &standard, &ours);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, nullptr);
}

}  // namespace adapters::console
