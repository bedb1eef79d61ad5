// Measures the HTTP server and client over the loopback: requests a second, and processor time a request of the thread that is measured.
#include <benchmark/benchmark.h>
#include <dirent.h>

#include <condition_variable>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <mutex>
#include <thread>

#include "adapters/net/http_client.h"
#include "adapters/net/http_server.h"
#include "adapters/net/request_reader.h"
#include "tests/unit/net/raw_peer.h"

using namespace adapters::net;
using tests::RawPeer;

namespace {

const std::string kBody(300, 'x');
const std::string kRequest =
    "POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: 0123456789abcdef0123456789abcdef\r\n"
    "Content-Length: 300\r\n\r\n" +
    kBody;

// Seconds that the server's thread was on a processor.
double server_time() {
    double all = 0;
    DIR* tasks = opendir("/proc/self/task");
    while (const dirent* task = readdir(tasks)) {
        const std::string folder = std::string("/proc/self/task/") + task->d_name;
        std::string name;
        std::ifstream(folder + "/comm") >> name;
        double nanoseconds = 0;
        std::ifstream(folder + "/schedstat") >> nanoseconds;
        if (name == "http") all += nanoseconds / 1e9;
    }
    closedir(tasks);
    return all;
}

double own_time() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// As the dispatcher will: answers a bundle at a time.
class Later {
   public:
    Later() {
        thread_ = std::thread([this] {
            std::vector<Respond> bundle;
            for (;;) {
                {
                    std::unique_lock lock(mutex_);
                    came_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
                    if (ending_) return;
                    bundle.swap(waiting_);
                }
                for (const Respond& respond : bundle) respond({.keep_alive = true});
                bundle.clear();
            }
        });
    }
    ~Later() {
        {
            const std::lock_guard lock(mutex_);
            ending_ = true;
        }
        came_.notify_all();
        thread_.join();
    }
    void add(Respond respond) {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(std::move(respond));
        came_.notify_one();
    }

   private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Respond> waiting_;
    bool ending_ = false;
    std::thread thread_;
};

void run_posts(benchmark::State& state, std::function<void(HttpRequest, Respond)> handle) {
    auto server = HttpServer::open({}, {{"POST", "/hook", 1 << 20, std::move(handle)}});
    if (!server) std::abort();
    std::vector<RawPeer> peers;
    for (int i = 0; i < state.range(0); ++i) peers.emplace_back((*server)->port());
    const double before = server_time();
    char buffer[1024];
    for (auto step : state) {
        for (const RawPeer& peer : peers) {
            if (!peer.send(kRequest)) std::abort();
        }
        for (const RawPeer& peer : peers) {
            if (recv(peer.fd(), buffer, sizeof buffer, 0) <= 0) std::abort();
        }
    }
    const auto requests = static_cast<double>(state.iterations()) * static_cast<double>(state.range(0));
    state.counters["requests/s"] = benchmark::Counter(requests, benchmark::Counter::kIsRate);
    state.counters["server_us/request"] = (server_time() - before) / requests * 1e6;
}

void posts_answered_at_once(benchmark::State& state) {
    run_posts(state, [](const HttpRequest&, const Respond& respond) { respond({.keep_alive = true}); });
}
BENCHMARK(posts_answered_at_once)->Arg(1)->Arg(8)->Arg(64)->UseRealTime();

void posts_answered_by_another_thread(benchmark::State& state) {
    Later later;
    run_posts(state, [&](const HttpRequest&, Respond respond) { later.add(std::move(respond)); });
}
BENCHMARK(posts_answered_by_another_thread)->Arg(1)->Arg(8)->Arg(64)->UseRealTime();

void a_connection_a_request(benchmark::State& state) {
    auto server = HttpServer::open({}, {{"POST", "/hook", 1 << 20, [](const HttpRequest&, const Respond& respond) { respond({}); }}});
    if (!server) std::abort();
    const double before = server_time();
    for (auto step : state) {
        RawPeer peer((*server)->port());
        if (!peer.send(kRequest) || peer.read_all().empty()) std::abort();
    }
    state.counters["server_us/request"] = (server_time() - before) / static_cast<double>(state.iterations()) * 1e6;
}
BENCHMARK(a_connection_a_request)->UseRealTime();

void an_exchange(benchmark::State& state) {
    auto server =
        HttpServer::open({}, {{"POST", "/hook", 1 << 20, [](const HttpRequest&, const Respond& respond) { respond({.body = kBody, .keep_alive = true}); }}});
    auto client = HttpClient::open("http://127.0.0.1:" + std::to_string((*server)->port()));
    if (!client) std::abort();
    const double before = own_time();
    for (auto step : state) {
        if (!(*client)->post("/hook", "application/json", kBody)) std::abort();
    }
    state.counters["client_us/exchange"] = (own_time() - before) / static_cast<double>(state.iterations()) * 1e6;
}
BENCHMARK(an_exchange)->UseRealTime();

void reading_a_request(benchmark::State& state) {
    const std::vector<Route> routes{{.method = "POST", .path = "/hook", .body_cap = 1 << 20, .handle = {}}};
    for (auto step : state) {
        RequestReader reader(routes, 16'384, 100);
        if (reader.feed(kRequest) != RequestReader::State::kDone) std::abort();
        benchmark::DoNotOptimize(reader.take());
    }
}
BENCHMARK(reading_a_request);

}  // namespace

BENCHMARK_MAIN();
