// Owns plain HTTP/1.1 on loopback for fakes, from one thread of its own: it serves requests, calls others, and can be as rude as a test wants.
// Must not know what is served. Limits are generous: its peers are our own programs.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace tests {

using Steady = std::chrono::steady_clock;

struct FakeRequest {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;
};

struct FakeReply {
    int status = 200;  // 0 = the connection broke
    std::map<std::string, std::string> headers;
    std::string body;
};

class HttpLoop {
   public:
    using Peer = std::uint64_t;
    using OnRequest = std::function<void(Peer, FakeRequest)>;
    using OnReply = std::function<void(FakeReply)>;
    using OnBytes = std::function<void(const std::string& bytes, bool ended)>;

    // port 0 = any. on_request and every other callback run on the loop's thread.
    explicit HttpLoop(OnRequest on_request, int port = 0);
    ~HttpLoop();
    HttpLoop(const HttpLoop&) = delete;
    HttpLoop& operator=(const HttpLoop&) = delete;

    int port() const { return port_; }
    void post(std::function<void()> task);  // from any thread

    // On the loop's thread only. A peer that is gone is no error.
    void reply(Peer peer, const FakeReply& reply);
    void write(Peer peer, const std::string& bytes);
    void cut(Peer peer);     // closes at once, with a reset: what was not sent yet is lost
    void finish(Peer peer);  // says that nothing more comes; the peer closes
    bool is_open(Peer peer) const { return sockets_.contains(peer); }
    // The connection speaks something else from here on. Told once of its end, unless it was cut here.
    void take_over(Peer peer, OnBytes on_bytes);
    void after(std::chrono::milliseconds wait, std::function<void()> task);
    // POSTs to a port on loopback over kept connections.
    void call(int port, const FakeRequest& request, OnReply done);

   private:
    struct Socket {
        int descriptor = -1;
        std::string in;
        std::string out;
        bool writes = false;  // waits for room to write
        bool calls = false;   // we are the client
        int to = 0;           // calls: the port
        OnReply done;         // calls: of the call under way
        OnBytes on_bytes;     // taken over
        bool busy = false;    // serves: a request waits for its answer; calls: an answer is awaited
    };

    void run();
    void run_tasks();
    int run_timers();  // milliseconds until the next one
    void accept_all();
    void ready(Peer peer, unsigned events);
    void read_all(Peer peer);
    void take_requests(Peer peer);
    void take_bytes(Peer peer, bool ended);
    void take_reply(Peer peer, bool ended);
    void flush(Peer peer);
    void watch(Peer peer, Socket& socket);
    void drop(Peer peer);
    Peer add(int descriptor);

    OnRequest on_request_;
    int port_ = 0;
    int listener_ = -1;
    int poll_ = -1;
    int wake_ = -1;
    Peer next_ = 16;
    std::map<Peer, Socket> sockets_;
    std::map<int, std::vector<Peer>> idle_;  // by port: connections for calls
    std::multimap<Steady::time_point, std::function<void()>> timers_;
    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

}  // namespace tests
