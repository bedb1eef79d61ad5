// Owns a fake Bot API server that speaks real HTTP: what Telegram does for a bot, refuses to it, and inflicts on it when a test says so.
// Must not know Viva. Safe from any thread; it answers on a thread of its own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "tests/fakes/bot_chats.h"
#include "tests/fakes/bot_fault.h"
#include "tests/fakes/bot_log.h"
#include "tests/fakes/http_loop.h"

namespace tests {

struct PushOptions {
    int connections = 40;
    double pace = 0.02;  // of Telegram's pauses before it tries again
};

class BotApi {
   public:
    BotApi();
    ~BotApi();
    std::string base() const { return "http://127.0.0.1:" + std::to_string(loop_->port()); }
    static constexpr const char* kToken = "123456:TEST";
    static constexpr const char* kName = "viva_test_bot";

    // Something happens in a chat: gives the update an id (unless it has one) and a message its id and date, and offers it to the server.
    std::int64_t add(Json update);
    void add(std::vector<Json> updates);
    // Offers one that was offered before again, under the same id.
    void again(std::int64_t update);

    void set_faults(Faults faults);
    void set_pushing(PushOptions options);
    void with_chats(const std::function<void(BotChats&)>& act);

    // The log so far. note() puts a life's begin or end in.
    BotLog log() const;
    void note(Record::Kind kind);
    int calls(const std::string& method) const;
    Json last_call(const std::string& method) const;  // its body; null if there was none
    std::vector<Record> messages(std::int64_t chat) const;
    std::size_t waiting() const;  // updates that are not confirmed

    // All that a dead process has still sent is taken in.
    void settle();

    // Waits until the condition holds; it is looked at after every call and after a while anyway. False after 20 seconds.
    bool wait_for(const std::function<bool(const BotLog&)>& condition, std::chrono::seconds most = std::chrono::seconds(20)) const;
    bool wait_for_messages(std::int64_t chat, std::size_t count) const;
    bool wait_for_calls(const std::string& method, int count) const;

    // For a bench: told of every record on the fake's thread, under its lock; from then on no log is kept.
    void set_watcher(std::function<void(const Record&)> watcher);

   private:
    struct Offered {
        std::int64_t id = 0;
        Json update;
        std::string queue;  // pushes: one at a time in each
        bool handed = false;
    };
    struct Poll {
        HttpLoop::Peer peer = 0;
        std::int64_t limit = 100;
        std::uint64_t number = 0;
    };
    struct Hook {
        int port = 0;  // 0 = none
        std::string path;
        std::string secret;
    };
    struct Queue {
        std::deque<Offered> updates;
        bool busy = false;
        int failures = 0;
    };

    Fault fault_of(const std::string& method, const Json& body);
    void on_request(HttpLoop::Peer peer, const FakeRequest& request);
    void serve(HttpLoop::Peer peer, const std::string& method, const Json& body, const Fault& fault);
    void reply(HttpLoop::Peer peer, const BotAnswer& answer, const Fault& fault, std::optional<std::size_t> record);
    bool fail(HttpLoop::Peer peer, const std::string& method, const Fault& fault);
    void silence(HttpLoop::Peer peer, const Fault& fault);
    BotAnswer others(const std::string& method, const Json& body);
    void get_updates(HttpLoop::Peer peer, const Json& body, const Fault& fault);
    void confirm(std::int64_t below);
    void answer_poll();
    Json hand_out(std::int64_t limit);
    BotAnswer set_webhook(const Json& body);
    void push_all();
    void push(const std::string& name);
    void post(const std::string& name, int port, const FakeRequest& request);
    void pushed(const std::string& name, const FakeReply& reply);
    void offer(Json update);
    std::size_t keep(Record record);  // its place in the log
    void look() const { changed_.notify_all(); }

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    bool keep_log_ = true;
    std::function<void(const Record&)> watcher_;
    BotLog log_;
    BotChats chats_;
    Faults faults_;
    std::map<std::string, int> calls_;
    std::map<std::string, Json> last_calls_;
    std::deque<Offered> pending_;
    std::map<std::int64_t, Json> offered_;
    std::int64_t next_update_ = 1000;
    std::map<std::int64_t, std::int64_t> next_message_;
    std::optional<Poll> poll_;
    std::uint64_t polls_ = 0;
    Hook hook_;
    std::map<std::string, Queue> queues_;
    std::deque<std::string> ready_;  // queues that may push
    int pushing_ = 0;
    PushOptions push_options_;
    std::unique_ptr<HttpLoop> loop_;  // last: its thread uses the rest
};

}  // namespace tests
