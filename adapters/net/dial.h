// Owns getting a TCP connection to a host: its addresses, of both families, and whichever of them connects first.
// Must not speak TLS or HTTP.
#pragma once

#include <sys/socket.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "adapters/net/watch.h"

namespace adapters::net {

struct Address {
    sockaddr_storage bytes{};
    socklen_t size = 0;
};

// The addresses with the families taking turns, in the order given: a broken family must not use up the time of the other.
std::vector<Address> taking_turns(const std::vector<Address>& all);

// Looks names up, each on a thread of its own: the system's resolver can be neither cancelled nor hurried. Safe from any thread.
class Resolver {
   public:
    Resolver(std::string host, std::string port) : host_(std::move(host)), port_(std::move(port)) {}
    // Families take turns, in the system's order of preference.
    Attempt<std::vector<Address>> addresses(const Watch& watch);

   private:
    struct Lookup;
    std::string host_;
    std::string port_;
    std::mutex mutex_;
    std::shared_ptr<Lookup> under_way_;  // one at a time: a hanging name service costs one thread
};

// Tries one address after another, the next after a quarter of a second or a failure; the first to connect wins. The descriptor does not block.
Attempt<Descriptor> dial(const std::vector<Address>& addresses, const Watch& watch);

}  // namespace adapters::net
