// Owns looking up names within a deadline.
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <thread>

#include "adapters/net/dial.h"
#include "bot/base/text.h"

namespace adapters::net {

namespace {

struct Found {
    int error = 0;
    std::vector<Address> addresses;
};

Found look_up(const std::string& host, const std::string& port, int flags) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | flags;
    addrinfo* list = nullptr;
    Found found;
    found.error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
    if (found.error != 0) return found;
    for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
        if (one->ai_addrlen > sizeof(sockaddr_storage)) continue;
        Address address;
        std::memcpy(&address.bytes, one->ai_addr, one->ai_addrlen);
        address.size = one->ai_addrlen;
        found.addresses.push_back(address);
    }
    ::freeaddrinfo(list);
    return found;
}

}  // namespace

std::vector<Address> taking_turns(const std::vector<Address>& all) {
    std::vector<Address> turns;
    std::vector<Address> others;
    for (const Address& one : all) (one.bytes.ss_family == all.front().bytes.ss_family ? turns : others).push_back(one);
    for (std::size_t i = 0; i < others.size(); ++i) turns.insert(turns.begin() + static_cast<std::ptrdiff_t>(std::min(2 * i + 1, turns.size())), others[i]);
    return turns;
}

struct Resolver::Lookup {
    Flag done;
    std::mutex mutex;
    bool ended = false;
    Found found;
};

Attempt<std::vector<Address>> Resolver::addresses(const Watch& watch) {
    if (Found numeric = look_up(host_, port_, AI_NUMERICHOST); numeric.error == 0) return numeric.addresses;
    std::shared_ptr<Lookup> lookup;
    {
        const std::lock_guard lock(mutex_);
        if (under_way_ != nullptr) {
            const std::lock_guard inner(under_way_->mutex);
            if (!under_way_->ended) lookup = under_way_;
        }
        if (lookup == nullptr) {
            lookup = std::make_shared<Lookup>();
            try {
                std::thread([lookup, host = host_, port = port_] {
                    Found found = look_up(host, port, AI_ADDRCONFIG);
                    const std::lock_guard inner(lookup->mutex);
                    lookup->found = std::move(found);
                    lookup->ended = true;
                    lookup->done.raise();
                }).detach();
            } catch (const std::system_error& error) {
                return trouble(Trouble::Kind::kOther, "no thread to look the name up: " + bot::to_lower_ascii(error.code().message()));
            }
            under_way_ = lookup;
        }
    }
    if (auto ready = wait_for(lookup->done.number(), POLLIN, watch); !ready) return tl::unexpected(ready.error());
    const std::lock_guard inner(lookup->mutex);
    if (lookup->found.error != 0) return trouble(Trouble::Kind::kOther, bot::to_lower_ascii(::gai_strerror(lookup->found.error)));
    if (lookup->found.addresses.empty()) return trouble(Trouble::Kind::kOther, "the name has no address");
    return taking_turns(lookup->found.addresses);
}

}  // namespace adapters::net
