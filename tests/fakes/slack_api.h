// Owns a fake Slack that speaks real HTTP and real WebSocket on loopback: what Slack does for an app, refuses to it, and inflicts on it when a test says so.
// Must not know Viva. Safe from any thread; it answers on a thread of its own.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>

#include "tests/fakes/bot_fault.h"
#include "tests/fakes/http_loop.h"
#include "tests/fakes/slack_events.h"
#include "tests/fakes/slack_line.h"
#include "tests/fakes/slack_world.h"

namespace tests {

class SlackApi {
   public:
    SlackApi();
    ~SlackApi();
    std::string origin() const { return "http://127.0.0.1:" + std::to_string(loop_->port()); }
    std::string base() const { return origin() + "/api"; }
    static constexpr const char* kBotToken = "xoxb-1-2-fake";
    static constexpr const char* kAppToken = "xapp-1-A1-2-fake";
    static constexpr const char* kSigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";

    // Something happens: gives it an id, its message a ts, and offers it to the server. Several = one message under several ids.
    std::int64_t add(Json event) { return add(std::vector<Json>{std::move(event)}); }
    std::int64_t add(std::vector<Json> events);
    std::int64_t slash(const SlackPerson& person, const SlackSpot& spot, const std::string& text);
    // The button with that value under that message (ts "" = on the person's home). 0 if there is none.
    std::int64_t press(const SlackPerson& person, const std::string& channel, const std::string& ts, const std::string& value);
    // Sends off the person's uppermost modal; 0 if none is open.
    std::int64_t submit(const SlackPerson& person, const std::string& text);
    // Offers what was offered before again, under the same ids in a new envelope.
    void again(std::int64_t update);
    std::string ts_of(std::int64_t update) const;  // of its message

    void set_faults(Faults faults);
    void set_hand_overs(HandOvers hand_overs);
    void set_line(LineOptions options);
    void set_echoes(bool echoes);  // whether the app hears its own messages, as it does with Slack
    void with_world(const std::function<void(SlackWorld&)>& act);
    void push_to(int port, const std::string& path);  // events go there instead of over sockets
    void disconnect(const std::string& reason, std::chrono::milliseconds wait);
    void cut_sockets();
    void freeze_sockets();
    std::size_t sockets() const;
    int hellos() const;  // connections so far

    // The log so far. note() puts a life's begin or end in.
    BotLog log() const;
    void note(Record::Kind kind);
    int calls(const std::string& method) const;
    Json last_call(const std::string& method) const;  // its arguments; null if there was none
    std::vector<Record> messages(std::int64_t chat) const;
    std::size_t waiting() const;               // events that are not acknowledged
    std::vector<std::string> remarks() const;  // what the server did that Slack takes, or that breaks the protocol
    std::vector<AckTime> ack_times() const;
    std::int64_t update_of(const std::string& id) const;  // that carried this event_id, trigger_id, action_ts or view's hash; 0 = none
    std::set<std::int64_t> echoes() const;                // updates that are the app's own messages

    // All that a dead process has still sent is taken in.
    void settle();
    // Waits until the condition holds; it is looked at after every call and after a while anyway. False after 20 seconds.
    bool wait_for(const std::function<bool(const BotLog&)>& condition, std::chrono::seconds most = std::chrono::seconds(20)) const;
    bool wait_for_messages(std::int64_t chat, std::size_t count) const;
    bool wait_for_sockets(std::size_t count) const;
    bool wait_until_heard() const;  // everything is acknowledged
    bool wait_for_remarks(std::size_t count) const;

   private:
    struct Offered {
        std::string room;
        std::string type;
        std::vector<Json> payloads;
        std::string ts;
    };
    std::int64_t offer(Offered offered, std::int64_t update);
    void happen(Json& event);  // the world knows of it from now on
    std::int64_t interact(const std::string& user, const Json& payload);
    void on_request(HttpLoop::Peer peer, const FakeRequest& request);
    void on_method(HttpLoop::Peer peer, const FakeRequest& request);
    void on_upload(HttpLoop::Peer peer, const FakeRequest& request);
    void on_response(HttpLoop::Peer peer, const FakeRequest& request);
    void on_answer(const Envelope& envelope, const Json& answer);
    void upgrade(HttpLoop::Peer peer, const FakeRequest& request);
    SlackAnswer answer(const std::string& method, const Json& args, const std::string& token, Record& record);
    std::string token_trouble(const std::string& method, const std::string& token) const;
    Fault fault_of(const std::string& method, const Json& args);
    bool fail(HttpLoop::Peer peer, const std::string& method, const Fault& fault);
    void reply(HttpLoop::Peer peer, const SlackAnswer& answer, const Fault& fault, std::size_t record);
    void tell_news();
    std::size_t keep(Record record);
    void remark(const std::string& what) { remarks_.push_back(what); }
    void inside(const std::function<void()>& act);
    void on_loop(std::function<void()> act);
    void tick();

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    BotLog log_;
    SlackWorld world_;
    Faults faults_;
    std::map<std::string, int> calls_;
    std::map<std::string, Json> last_calls_;
    std::map<std::int64_t, Offered> offered_;
    std::map<std::string, std::int64_t> ids_;
    std::set<std::int64_t> echoed_;
    std::set<std::string> tickets_;
    std::vector<std::string> remarks_;
    bool echoes_ = true;
    std::int64_t next_update_ = 1000;
    std::int64_t next_echo_ = 1'000'000;
    std::int64_t next_ts_ = 1'700'000'000;
    std::unique_ptr<SlackLine> line_;
    std::unique_ptr<HttpLoop> loop_;  // last: its thread uses the rest
};

}  // namespace tests
