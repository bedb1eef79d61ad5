// Owns the fakes of Socket Mode's tests: a clock moved by hand, and connections that the test speaks on.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "adapters/slack/socket_mode.h"
#include "bot/app/ports.h"

namespace slack_test {

class HandClock : public bot::app::Clock {
   public:
    bot::Instant now() override {
        const std::lock_guard lock(mutex_);
        return now_;
    }
    void forward(bot::Duration by) {
        const std::lock_guard lock(mutex_);
        now_ += by;
    }

   private:
    std::mutex mutex_;
    bot::Instant now_{std::chrono::seconds(1'700'000'000)};
};

// What became of one connection; outlives it.
struct Wire {
    adapters::net::WebSocketEars ears;
    std::vector<std::string> sent;
    bool closing = false;  // our side said goodbye
    bool ended = false;    // closed() was told, or it was let go of

    bool open() const { return !closing && !ended; }
    void say(const std::string& text) const {
        if (ended) return;
        const auto now = ears;
        now.alive();
        now.message(text);
    }
    void hello() const { say(R"({"type":"hello","num_connections":1,"debug_info":{"host":"applink-1"},"connection_info":{"app_id":"A1"}})"); }
    void disconnect(const std::string& reason) const { say(R"({"type":"disconnect","reason":")" + reason + R"(","debug_info":{"host":"h"}})"); }
    void envelope(const std::string& id, const std::string& type = "events_api", const std::string& payload = "{}") const {
        say(R"({"envelope_id":")" + id + R"(","type":")" + type + R"(","payload":)" + payload + R"(,"accepts_response_payload":false})");
    }
    void close() {
        if (std::exchange(ended, true)) return;
        const auto last = std::exchange(ears, {});
        last.closed("closed by the other end, code 1006");
    }
};

class FakeSocket final : public adapters::net::WebSocket {
   public:
    explicit FakeSocket(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
    ~FakeSocket() override {
        wire_->ended = true;
        wire_->ears = {};
    }
    void listen(adapters::net::WebSocketEars ears) override { wire_->ears = std::move(ears); }
    void send(std::string text) override {
        if (wire_->open()) wire_->sent.push_back(std::move(text));
    }
    void close() override { wire_->closing = true; }

   private:
    std::shared_ptr<Wire> wire_;
};

}  // namespace slack_test
