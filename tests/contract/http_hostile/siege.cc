// Owns measuring a server from outside.
#include "tests/contract/http_hostile/siege.h"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

#include "tests/unit/net/raw_peer.h"

namespace tests::hostile {

std::size_t resident(int pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
    std::size_t total = 0;
    std::size_t pages = 0;
    file >> total >> pages;
    return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

HonestCaller::HonestCaller(int port, int pid, std::string request, int status)
    : port_(port), pid_(pid), request_(std::move(request)), status_(status), before_(resident(pid)) {
    thread_ = std::thread([this] {
        while (!ending_) call();
    });
}

void HonestCaller::end() {
    ending_ = true;
    if (thread_.joinable()) thread_.join();
}

void HonestCaller::make(int calls) const {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (const int enough = calls_ + calls; calls_ < enough && std::chrono::steady_clock::now() < until;) std::this_thread::yield();
}

void HonestCaller::call() {
    const auto begin = std::chrono::steady_clock::now();
    RawPeer peer(port_);
    (void)peer.send(request_);
    const std::string response = peer.read_response(5'000);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    if (hostile::status(response) != status_) ++failures_;
    slowest_ = std::max(slowest_, time.count());
    most_ = std::max(most_, resident(pid_));
    ++calls_;
    (void)peer.is_closed(5);  // a breath, and the end of a connection that is not kept
}

int descriptors(int wanted) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 256;
    const rlim_t needed = static_cast<rlim_t>(wanted) + 256;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min(needed, limit.rlim_max);
        (void)setrlimit(RLIMIT_NOFILE, &limit);
        (void)getrlimit(RLIMIT_NOFILE, &limit);
    }
    return limit.rlim_cur >= needed ? wanted : static_cast<int>(limit.rlim_cur) - 256;
}

}  // namespace tests::hostile
