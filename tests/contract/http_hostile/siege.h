// Owns the sieges: what attackers do to a server while an honest caller wants to be served, and what must hold then, seen from outside.
// They know a port, a path and a process, nothing of the server inside.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/contract/http_hostile/attacks.h"
#include "tests/unit/net/raw_peer.h"

namespace tests::hostile {

// Whom it is done to.
struct Besieged {
    Target target;
    std::size_t body_cap = 0;  // of what the path takes
    std::string page;          // answers GET, as long as it can
    int pid = -1;
    std::function<bool()> honest;  // one whole honest call on a connection of its own; false if it is not answered as it should be. Not from two threads
};

// Calls the server without pause, and watches its memory, from construction to end().
class HonestCaller {
   public:
    explicit HonestCaller(const Besieged& server);
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

    int pid_;
    std::function<bool()> honest_;
    std::size_t before_;
    std::size_t most_ = 0;
    std::atomic<int> calls_ = 0;
    int failures_ = 0;
    double slowest_ = 0;
    std::atomic<bool> ending_ = false;
    std::thread thread_;
};

struct Siege {
    const char* name;
    // Gives the connections that stay while the honest caller makes its last calls.
    std::vector<RawPeer> (*lay)(const Besieged&, const HonestCaller&);
};
const std::vector<Siege>& sieges();

// Lays it, and checks that the honest caller got every answer in time and that memory stayed. Whether anything was smuggled, the server must be asked.
void withstand(const Siege& siege, const Besieged& server);

}  // namespace tests::hostile
