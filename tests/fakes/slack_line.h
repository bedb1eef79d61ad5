// Owns how events reach the server: in envelopes over its sockets, or pushed to its port with a signature; acknowledged, or sent again.
// Must not know what they mean. On the loop's thread only.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/fakes/bot_log.h"
#include "tests/fakes/http_loop.h"
#include "tests/fakes/slack_fault.h"
#include "tests/fakes/web_frames.h"

namespace tests {

struct Envelope {
    std::int64_t update = 0;
    std::string room;  // the conversation, or the person: order holds in it
    std::string type;  // events_api, slash_commands, interactive
    Json payload;

    // The line's own.
    std::string id = {};
    int attempt = 0;
    HandOver how = {};
    bool is_judged = false;
    bool is_sent = false;
    Steady::time_point due = {};
    Steady::time_point first_sent = {};
    std::set<HttpLoop::Peer> peers = {};  // that it went to
};

// One acknowledgement: how long it took from the envelope.
struct AckTime {
    std::int64_t update = 0;
    std::string type;
    std::chrono::milliseconds took{};
};

class SlackLine {
   public:
    struct Told {
        std::function<void(Record)> keep;
        std::function<void(const std::string&)> remark;                      // what the server does against the rules
        std::function<void(const Envelope&, const Json& answer)> on_answer;  // it was acknowledged, with this
        std::function<void(const std::function<void()>&)> inside;            // does it as the owner does things: under its lock
    };
    SlackLine(HttpLoop& loop, Told told) : loop_(loop), told_(std::move(told)) {}

    void set(LineOptions options) { options_ = options; }
    void set(HandOvers hand_overs) { hand_overs_ = std::move(hand_overs); }
    void offer(Envelope envelope);  // from any thread; goes out with the next tick
    std::size_t waiting() const { return pending_.size(); }
    const std::vector<AckTime>& ack_times() const { return ack_times_; }

    // From now on events are pushed there.
    void push_to(int port, std::string path, std::string secret);

    // A socket was asked for with a good ticket; key is of its handshake. The owner passes on what comes.
    void welcome(HttpLoop::Peer peer, const std::string& key);
    void take(HttpLoop::Peer peer, const std::string& bytes, bool ended);
    std::size_t sockets() const { return sockets_.size(); }
    int hellos() const { return hellos_; }
    // Says why, and closes after the wait: "warning", "refresh_requested", "link_disabled", "too_many_websockets".
    void disconnect(const std::string& reason, std::chrono::milliseconds wait);
    void cut();
    void freeze();  // all that are open now stay open and dead

    // Does what is due; wanted every few milliseconds.
    void tick();

   private:
    struct Socket {
        FrameReader reader;
        bool is_leaving = false;
        bool is_frozen = false;
        Steady::time_point closes = Steady::time_point::max();
        Steady::time_point pings = {};
    };
    struct Hook {
        int port = 0;  // 0 = none
        std::string path;
        std::string secret;
    };
    bool judge(Envelope& envelope);
    void send(Envelope& envelope);
    void write(Envelope& envelope, HttpLoop::Peer peer);
    void post(Envelope& envelope);
    void pushed(const std::string& id, const FakeReply& reply);
    bool has_socket() const;
    HttpLoop::Peer choose();
    void acknowledge(HttpLoop::Peer peer, const Json& ack);
    void settle(std::deque<Envelope>::iterator found, const Json& answer);
    void lose(HttpLoop::Peer peer);
    void keep_sockets();
    void close(HttpLoop::Peer peer, int code);
    std::deque<Envelope>::iterator find(const std::string& id);

    HttpLoop& loop_;
    Told told_;
    LineOptions options_;
    HandOvers hand_overs_;
    std::deque<Envelope> pending_;
    std::deque<Envelope> twins_;
    std::map<HttpLoop::Peer, Socket> sockets_;
    std::vector<AckTime> ack_times_;
    std::set<std::string> settled_;
    Hook hook_;
    std::minstd_rand random_{1};
    int hellos_ = 0;
    int handed_ = 0;
    std::int64_t next_ = 0;
};

// v0=... of a body at that time.
std::string slack_signature(const std::string& secret, const std::string& timestamp, const std::string& body);

// A field of a form.
std::string form_encoded(const std::string& text);

}  // namespace tests
