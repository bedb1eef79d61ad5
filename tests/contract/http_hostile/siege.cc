// Owns what siege.h promises.
#include "tests/contract/http_hostile/siege.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "tests/support/catch.h"
#include "tests/unit/net/raw_text.h"

namespace tests::hostile {

namespace {

using Steady = std::chrono::steady_clock;
using Crowd = std::vector<RawPeer>;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMeasuresMemory = false;  // a sanitizer keeps what was freed
constexpr double kPatience = 5.0;        // and takes its time
#else
constexpr bool kMeasuresMemory = true;
constexpr double kPatience = 1.0;  // seconds, of an honest caller
#endif
constexpr double kRefusalPatience = 3 * kPatience;  // of an attacker: a refusal must not wait for a body that never comes
constexpr std::size_t kGrowthCap = std::size_t{16} * 1024 * 1024;

// Of a process, in bytes; 0 if it is gone.
std::size_t resident(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
    std::size_t total = 0;
    std::size_t pages = 0;
    file >> total >> pages;
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// So many connections may be open here at once, up to wanted; raises the soft limit.
int descriptors(int wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
    const rlim_t needed = static_cast<rlim_t>(wanted) + 512;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(needed, limit.rlim_max);
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        (void)getrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur >= needed ? wanted : static_cast<int>(limit.rlim_cur) - 512;
}

std::string begin_of(const Besieged& server) { return "POST " + server.target.path + " HTTP/1.1\r\nHost: x\r\n"; }
std::string half_of(const Besieged& server, std::size_t sent = 60'000) {
    return begin_of(server) + "Content-Length: " + std::to_string(sent + 1) + "\r\n\r\n" + std::string(sent, 'x');
}

Crowd crowd(const Besieged& server, int wanted) {
    Crowd peers;
    const int count = descriptors(wanted);
    for (int i = 0; i < count; ++i) {
        peers.emplace_back(server.target.port);
        CHECK(peers.back().connected());
    }
    return peers;
}

Crowd attacks_in_turn(const Besieged& server, const HonestCaller&) {
    // They come on top of a crowd, a quarter of which has sent half a request.
    Crowd peers = crowd(server, 2'000);
    for (std::size_t i = 0; i < peers.size(); i += 4) CHECK(peers[i].send(half_of(server)));
    for (const Attack& attack : attacks()) {
        const Outcome outcome = attack.run(server.target);
        INFO(attack.name << ": " << outcome.response.substr(0, 300));
        CHECK(std::find(attack.statuses.begin(), attack.statuses.end(), status(outcome.response)) != attack.statuses.end());
        CHECK(responses(outcome.response) == 1);
        CHECK(outcome.closed);
        CHECK(outcome.seconds < kRefusalPatience);
        CHECK(outcome.sent < (16 << 20));  // the server did not take the flood
        for (const char* leak : {"\nset-cookie", "\nSet-Cookie", "6.6.6.6", "EXCEPTION_WHAT"}) CHECK(outcome.response.find(leak) == std::string::npos);
    }
    return peers;
}

Crowd drips_and_idlers(const Besieged& server, const HonestCaller&) {
    Crowd idle = crowd(server, 2'000);
    const std::string slow = begin_of(server) + "X: " + std::string(4'000, 'x');
    const auto begin = Steady::now();
    Crowd dripping = crowd(server, 200);
    std::size_t alive = dripping.size();
    // A byte each, then a look at one after another for its end, which takes a millisecond: 200 ms a round.
    for (std::size_t at = 0; alive > 0 && Steady::now() - begin < std::chrono::seconds(10); ++at) {
        alive = 0;
        for (RawPeer& peer : dripping) {
            if (!peer.connected()) continue;
            if (!peer.send(slow.substr(at % slow.size(), 1)) || peer.is_closed(1)) {
                peer.close();
            } else {
                ++alive;
            }
        }
    }
    const std::chrono::duration<double> taken = Steady::now() - begin;
    CHECK(alive == 0);
    CHECK(taken.count() > 4.0);  // they had their five seconds
    CHECK(taken.count() < 8.0);
    for (RawPeer& peer : idle) CHECK(peer.is_closed());
    return idle;
}

Crowd more_idlers_than_places(const Besieged& server, const HonestCaller& honest) {
    Crowd idle = crowd(server, 4'100);
    honest.make(2);
    if (idle.size() >= 4'100) CHECK(idle.front().is_closed());
    return idle;
}

Crowd half_requests(const Besieged& server, const HonestCaller&) {
    Crowd hoarders = crowd(server, 2'000);
    for (const RawPeer& peer : hoarders) CHECK(peer.send(half_of(server)));
    return hoarders;
}

Crowd longest_bodies(const Besieged& server, const HonestCaller&) {
    Crowd hoarders = crowd(server, 200);
    for (const RawPeer& peer : hoarders) (void)peer.send(half_of(server, server.body_cap - 1));  // the server may hang up on the way
    return hoarders;
}

Crowd heads_of_many_headers(const Besieged& server, const HonestCaller&) {
    std::string half = begin_of(server);
    for (int i = 0; i < 98; ++i) half += "a:\r\n";
    Crowd hoarders = crowd(server, 1'000);
    for (const RawPeer& peer : hoarders) {
        for (const std::size_t from : {std::size_t{0}, half.size() / 2}) CHECK(peer.send(half.substr(from, half.size() / 2)));
    }
    return hoarders;
}

Crowd unread_answers(const Besieged& server, const HonestCaller&) {
    Crowd sleepers = crowd(server, 200);
    for (const RawPeer& peer : sleepers) CHECK(peer.send(get(server.page)));
    return sleepers;
}

}  // namespace

HonestCaller::HonestCaller(const Besieged& server) : pid_(server.pid), honest_(server.honest), before_(resident(server.pid)) {
    thread_ = std::thread([this] {
        while (!ending_) call();
    });
}

void HonestCaller::end() {
    ending_ = true;
    if (thread_.joinable()) thread_.join();
}

void HonestCaller::make(int calls) const {
    const auto until = Steady::now() + std::chrono::seconds(10);
    for (const int enough = calls_ + calls; calls_ < enough && Steady::now() < until;) std::this_thread::yield();
}

void HonestCaller::call() {
    const auto begin = Steady::now();
    if (!honest_()) ++failures_;
    const std::chrono::duration<double> time = Steady::now() - begin;
    slowest_ = std::max(slowest_, time.count());
    most_ = std::max(most_, resident(pid_));
    ++calls_;
}

const std::vector<Siege>& sieges() {
    static const std::vector<Siege> all{
        {"every attack, one after the other, among 2,000 others", attacks_in_turn},
        {"200 dripping and 2,000 idle connections, which end in time", drips_and_idlers},
        {"4,100 idle connections, of which the oldest goes", more_idlers_than_places},
        {"half requests on 2,000 connections", half_requests},
        {"200 of the longest bodies, each short of a byte", longest_bodies},
        {"heads of many small headers on 1,000 connections", heads_of_many_headers},
        {"200 answers that nobody reads", unread_answers},
    };
    return all;
}

void withstand(const Siege& siege, const Besieged& server) {
    HonestCaller honest(server);
    const Crowd staying = siege.lay(server, honest);
    honest.make(20);
    honest.end();
    WARN(siege.name << ": " << honest.calls() << " honest calls, slowest " << honest.slowest() << " s, memory +" << honest.growth() / 1024 << " KiB");
    CHECK(honest.calls() >= 20);
    CHECK(honest.failures() == 0);
    CHECK(honest.slowest() < kPatience);
    if (kMeasuresMemory) CHECK(honest.growth() <= kGrowthCap);
}

}  // namespace tests::hostile
