// Owns the small fakes of the tests of what goes out: a clock moved by hand, a scripted platform with its outside addresses.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/slack/api.h"
#include "adapters/slack/outside.h"
#include "bot/app/ports.h"

namespace slack_test {

class CallClock : public bot::app::Clock {
   public:
    bot::Instant now() override { return now_; }
    void forward(bot::Duration by) { now_ += by; }

   private:
    bot::Instant now_{std::chrono::seconds(1'700'000'000)};
};

struct SeenCall {
    std::string method;  // or the address, of a post outside
    std::string body;
    std::string content_type;
    std::string authorization;
    bool idempotent = false;
};

// Answers calls in order, then "ok" with an id.
class ScriptedSlack {
   public:
    static constexpr const char* kToken = "xoxb-1-secret";
    static constexpr const char* kHooks = "https://hooks.slack.com/";

    void next(int status, std::string body, adapters::net::HttpHeaders headers = {}) {
        script_.push_back([=]() -> bot::Result<adapters::net::HttpReply> { return adapters::net::HttpReply{status, headers, body}; });
    }
    void error(const std::string& code) { next(200, R"({"ok":false,"error":")" + code + "\"}"); }
    void silence(std::string why) {
        script_.push_back([=]() -> bot::Result<adapters::net::HttpReply> { return bot::fail(bot::Code::kUnavailable, why); });
    }

    adapters::slack::Api api(std::string token = kToken) { return {std::move(token), exchange()}; }
    adapters::slack::Exchange exchange() {
        return [this](const adapters::net::HttpCall& call) { return take(call, call.path.substr(call.path.rfind('/') + 1)); };
    }
    adapters::slack::Outside outside() {
        const auto door = [this](std::string prefix) {
            return adapters::slack::Door{
                prefix, [this, prefix](const adapters::net::HttpCall& call) { return take(call, prefix.substr(0, prefix.size() - 1) + call.path); }};
        };
        return adapters::slack::Outside({door(kHooks), door("https://files.slack.com/")});
    }

    std::vector<SeenCall> seen;

   private:
    bot::Result<adapters::net::HttpReply> take(const adapters::net::HttpCall& call, std::string method) {
        std::string authorization;
        for (const auto& [name, value] : call.headers) {
            if (name == "authorization") authorization = value;
        }
        seen.push_back({std::move(method), std::string(call.body), call.content_type, authorization, call.idempotent});
        if (script_.empty()) return adapters::net::HttpReply{200, {}, R"({"ok":true,"channel":"C1","ts":"1700.0001"})"};
        auto answer = script_.front();
        script_.pop_front();
        return answer();
    }
    std::deque<std::function<bot::Result<adapters::net::HttpReply>()>> script_;
};

}  // namespace slack_test
