// Owns the view of a server under attack: is it alive, how much memory does it hold, how long does an honest caller wait.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "tests/contract/http_hostile/attacks.h"

namespace tests::hostile {

// Resident memory of a process in bytes; 0 if it is gone.
std::size_t resident(int pid);

// Calls the server without pause on connections of its own, and watches its memory, from construction to end().
class HonestCaller {
   public:
    // request: whole, answered with that status.
    HonestCaller(int port, int pid, std::string request, int status);
    ~HonestCaller() { end(); }
    HonestCaller(const HonestCaller&) = delete;
    HonestCaller& operator=(const HonestCaller&) = delete;
    void end();

    // Returns when so many more calls were made, or after ten seconds.
    void make(int calls) const;
    int calls() const { return calls_; }
    int failures() const { return failures_; }
    double slowest() const { return slowest_; }                                   // seconds
    std::size_t growth() const { return most_ > before_ ? most_ - before_ : 0; }  // bytes of resident memory since construction, at most

   private:
    void call();

    int port_;
    int pid_;
    std::string request_;
    int status_;
    std::size_t before_;
    std::size_t most_ = 0;
    std::atomic<int> calls_ = 0;
    int failures_ = 0;
    double slowest_ = 0;
    std::atomic<bool> ending_ = false;
    std::thread thread_;
};

// So many connections may be open here at once, up to wanted; raises the soft limit.
int descriptors(int wanted);

}  // namespace tests::hostile
