// Owns the small fakes of these tests: a clock moved by hand, a scripted platform, an intake that keeps what it takes.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/telegram/api.h"
#include "bot/app/ports.h"

namespace telegram_test {

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

struct Seen {
    std::string method;
    std::string body;
    std::string path;
    std::string content_type;
    bool idempotent = false;
    bot::Duration total{};
};

// Answers calls in order, then "ok" with an empty result.
class ScriptedPlatform {
   public:
    static constexpr const char* kToken = "4242:secret-Token_x";

    void next(int status, std::string body) {
        script_.push_back([=] { return reply(status, body); });
    }
    void next(std::function<bot::Result<adapters::net::HttpReply>()> answer) { script_.push_back(std::move(answer)); }
    void silence(std::string why) {
        script_.push_back([=]() -> bot::Result<adapters::net::HttpReply> { return bot::fail(bot::Code::kUnavailable, why); });
    }

    adapters::telegram::Api api() {
        return {kToken, [this](const adapters::net::HttpCall& call) -> bot::Result<adapters::net::HttpReply> {
                    seen.push_back({call.path.substr(call.path.rfind('/') + 1), std::string(call.body), call.path, call.content_type, call.idempotent,
                                    call.total.value_or(bot::Duration{})});
                    if (script_.empty()) return reply(200, R"({"ok":true,"result":[]})");
                    auto answer = script_.front();
                    script_.pop_front();
                    return answer();
                }};
    }

    static bot::Result<adapters::net::HttpReply> reply(int status, std::string body, std::string date = "") {
        adapters::net::HttpReply http;
        http.status = status;
        http.body = std::move(body);
        if (!date.empty()) http.headers.emplace_back("date", std::move(date));
        return http;
    }

    std::vector<Seen> seen;

   private:
    std::deque<std::function<bot::Result<adapters::net::HttpReply>()>> script_;
};

class KeepingIntake : public bot::app::Intake {
   public:
    bool submit(std::vector<bot::Inbound> events, std::optional<bot::app::Cursor> cursor, std::function<void(bool)> done) override {
        ++asked;
        if (full > 0) {
            --full;
            return false;
        }
        taken.push_back(std::move(events));
        cursors.push_back(std::move(cursor));
        if (hold) {
            held.push_back(std::move(done));
        } else {
            const bool durable = failing == 0;
            if (failing > 0) --failing;
            done(durable);
        }
        return true;
    }

    int asked = 0;
    int full = 0;     // so many submissions are refused
    int failing = 0;  // so many cannot be stored
    bool hold = false;
    std::vector<std::vector<bot::Inbound>> taken;
    std::vector<std::optional<bot::app::Cursor>> cursors;
    std::vector<std::function<void(bool)>> held;
};

}  // namespace telegram_test
