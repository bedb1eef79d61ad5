// Owns the signals of a console: they become bytes in a pipe that a waiting read sees, and a flag. Must not print or decide.
#pragma once

#include <csignal>

namespace adapters::console {

// While it lives: SIGINT, SIGTERM and SIGHUP ask to leave, SIGWINCH, SIGCONT and SIGTSTP are noted, SIGPIPE is ignored; system calls are interrupted (no
// SA_RESTART). The destructor restores what was. At most one lives at a time. Use from one thread.
class SignalWatch {
   public:
    struct Seen {
        bool leave = false;
        bool resized = false;
        bool suspend = false;
        bool continued = false;
    };

    SignalWatch();
    ~SignalWatch();
    SignalWatch(const SignalWatch&) = delete;
    SignalWatch& operator=(const SignalWatch&) = delete;

    // Readable when something was seen.
    int fd() const { return read_end_; }

    // What was seen since the last call; leave stays set for good.
    Seen drain();

    bool leaving() const;

    // Stops this process as Ctrl-Z does, until it is continued. The terminal must be in its normal mode.
    void suspend();

   private:
    static constexpr int kWatched[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGCONT, SIGTSTP};
    int read_end_ = -1;
    struct sigaction old_[sizeof(kWatched) / sizeof(*kWatched)] = {};
    struct sigaction old_pipe_ = {};
};

}  // namespace adapters::console
