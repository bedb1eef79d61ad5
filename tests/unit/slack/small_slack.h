// Owns a small Slack for tests of the whole account: the Web API over HTTP on loopback, and websockets that a script speaks on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/net/http_server.h"
#include "bot/app/ports.h"
#include "tests/support/catch.h"
#include "tests/unit/net/frame_peer.h"
#include "tests/unit/net/scripted_server.h"

namespace slack_test {

constexpr bot::Duration kPatience{20'000};  // for what happens at once on a healthy machine

// Notes under one lock, with somebody who waits for them.
class Notes {
   public:
    template <class Change>
    void note(Change change) {
        const std::lock_guard lock(mutex_);
        change();
        news_.notify_all();
    }
    template <class Reached>
    bool wait(Reached reached) {
        std::unique_lock lock(mutex_);
        return news_.wait_for(lock, kPatience, reached);
    }
    template <class Read>
    auto read(Read read) {
        const std::lock_guard lock(mutex_);
        return read();
    }

   private:
    std::mutex mutex_;
    std::condition_variable news_;
};

class SmallSlack {
   public:
    SmallSlack() {
        std::vector<adapters::net::Route> routes;
        for (const auto* method : {"auth.test", "apps.connections.open", "chat.postMessage", "users.info"}) {
            routes.push_back({"POST", "/api/" + std::string(method), 100'000,
                              [this, name = std::string(method)](const adapters::net::HttpRequest& request, const adapters::net::Respond& respond) {
                                  take(name, request, respond);
                              }});
        }
        auto opened = adapters::net::HttpServer::open({}, std::move(routes));
        REQUIRE(opened);
        server_ = std::move(*opened);
        answers["auth.test"] = R"({"ok":true,"team":"W","team_id":"T1","user":"viva","user_id":"UBOT","bot_id":"BBOT"})";
        answers["users.info"] = R"({"ok":true,"user":{"id":"U7","name":"ada","real_name":"Ada L","profile":{"display_name":"Ada"}}})";
        answers["chat.postMessage"] = R"({"ok":true,"channel":"C1","ts":"1.2"})";
    }
    ~SmallSlack() { server_->stop(bot::Duration(0)); }

    std::string base() const { return "http://127.0.0.1:" + std::to_string(server_->port()) + "/api"; }
    void answer(const std::string& method, const std::string& body) {
        notes_.note([&] { answers[method] = body; });
    }
    // Where the next connections go, one after the other; the last stays.
    void connect_to(std::vector<std::string> urls) {
        notes_.note([&] { urls_ = std::move(urls); });
    }
    bool wait_for(const std::string& method, std::size_t count) {
        return notes_.wait([&] { return calls_[method].size() >= count; });
    }
    std::size_t calls(const std::string& method) {
        return notes_.read([&] { return calls_[method].size(); });
    }
    std::string token_of(const std::string& method) {
        return notes_.read([&] { return calls_[method].front(); });
    }
    // Calls of that method get no answer.
    void hang(const std::string& method) {
        notes_.note([&] { answers.erase(method); });
    }

   private:
    void take(const std::string& method, const adapters::net::HttpRequest& request, const adapters::net::Respond& respond) {
        notes_.note([&] {
            const auto* token = request.header("authorization");
            calls_[method].push_back(token ? *token : "");
            if (method == "apps.connections.open" && !urls_.empty()) {
                answers[method] = R"({"ok":true,"url":")" + urls_.front() + "\"}";
                if (urls_.size() > 1) urls_.erase(urls_.begin());
            }
            if (answers.count(method) == 0) return held_.push_back(respond);
            respond({.content_type = "application/json", .body = answers[method], .keep_alive = true});
        });
    }

    Notes notes_;
    std::map<std::string, std::string> answers;
    std::map<std::string, std::vector<std::string>> calls_;
    std::vector<std::string> urls_;
    std::vector<adapters::net::Respond> held_;
    std::unique_ptr<adapters::net::HttpServer> server_;
};

// One end of Socket Mode: greets, says what the test wants, keeps what comes back. One connection at a time.
class SocketEnd {
   public:
    SocketEnd() : server_([this](tests::RawPeer& peer, int) { serve(peer); }) {}
    ~SocketEnd() {
        notes_.note([&] { ending_ = true; });
    }
    std::string url() const { return server_.url("ws") + "/link/?ticket=hunter2"; }
    void say(const std::string& text) {
        notes_.note([&] { lines_.push_back(text); });
    }
    bool wait_for_acks(std::size_t count) {
        return notes_.wait([&] { return acks_.size() >= count; });
    }
    std::vector<std::string> acks() {
        return notes_.read([&] { return acks_; });
    }
    bool wait_for_end() {
        return notes_.wait([&] { return ends_ > 0; });
    }
    bool wait_for_connection() {
        return notes_.wait([&] { return begun_ > 0; });
    }

   private:
    void serve(tests::RawPeer& raw) {
        tests::FramePeer peer(raw, nullptr);
        if (peer.shake_hands().empty()) return;
        peer.say(tests::kText, R"({"type":"hello","connection_info":{"app_id":"A1"}})");
        notes_.note([&] { ++begun_; });
        std::thread speaking([&] {
            std::string line;
            while (next(line)) (void)peer.say(tests::kText, line);
        });
        while (const auto frame = peer.hear()) {
            if (frame->opcode == tests::kText) notes_.note([&] { acks_.push_back(frame->payload); });
            if (frame->opcode == tests::kClose) break;
        }
        notes_.note([&] {
            gone_ = true;
            ++ends_;
        });
        speaking.join();
        notes_.note([&] { gone_ = false; });
    }
    bool next(std::string& line) {
        notes_.wait([&] { return !lines_.empty() || gone_ || ending_; });
        return notes_.read([&] {
            if (lines_.empty()) return false;
            line = lines_.front();
            lines_.erase(lines_.begin());
            return true;
        });
    }

    Notes notes_;
    std::vector<std::string> lines_;
    std::vector<std::string> acks_;
    int begun_ = 0;
    int ends_ = 0;
    bool gone_ = false;
    bool ending_ = false;
    tests::ScriptedServer server_;
};

// Keeps what it takes; the test says when it is durable, unless that is always so.
class WaitingIntake : public bot::app::Intake {
   public:
    bool submit(std::vector<bot::Inbound> events, std::optional<bot::app::Cursor> cursor, std::function<void(bool)> done) override {
        bool refuse = false;
        bool at_once = false;
        notes_.note([&] {
            refuse = std::exchange(full_, false);
            if (refuse) return;
            at_once = durable_ || cursor;
            for (auto& event : events) events_.push_back(std::move(event));
            if (cursor) cursors_.push_back(*cursor);
            if (!at_once) held_.push_back(done);
        });
        if (at_once && !refuse) done(true);
        return !refuse;
    }
    void hold() {
        notes_.note([&] { durable_ = false; });
    }
    void fill() {
        notes_.note([&] { full_ = true; });
    }
    void settle(std::size_t n, bool durable) {
        REQUIRE(notes_.wait([&] { return held_.size() > n; }));
        notes_.read([&] { return held_[n]; })(durable);
    }
    bot::Inbound event(std::size_t n) {
        REQUIRE(notes_.wait([&] { return events_.size() > n; }));
        return notes_.read([&] { return events_[n]; });
    }
    std::size_t events() {
        return notes_.read([&] { return events_.size(); });
    }
    bool wait_for_cursors(std::size_t count) {
        return notes_.wait([&] { return cursors_.size() >= count; });
    }
    std::vector<bot::app::Cursor> cursors() {
        return notes_.read([&] { return cursors_; });
    }

   private:
    Notes notes_;
    std::vector<bot::Inbound> events_;
    std::vector<bot::app::Cursor> cursors_;
    std::vector<std::function<void(bool)>> held_;
    bool durable_ = true;
    bool full_ = false;
};

}  // namespace slack_test
