// Owns what introduction.h promises.
#include "adapters/slack/introduction.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "adapters/slack/delivery.h"

namespace adapters::slack {
namespace {

using bot::Duration;

constexpr std::int64_t kLongestPatience = 3'600;  // seconds

bool is_over(const Answer& answer) { return judge(answer).outcome == bot::app::Delivery::Outcome::kStopped; }

Duration patience_of(const Answer& answer) { return std::chrono::seconds(std::clamp<std::int64_t>(answer.retry_after.value_or(0), 0, kLongestPatience)); }

// What kept a call from success, for people.
std::string in_words(const Answer& answer) {
    if (answer.status == 0) return "no answer: " + answer.details;
    if (!answer.understood) return fmt::format("the platform answers {}", answer.status);
    if (answer.retry_after) return "the platform asks for patience";
    return answer.details.empty() ? answer.error : answer.error + " (" + answer.details + ")";
}

}  // namespace

std::optional<Duration> Introduction::step() {
    const auto answer = api_.call({"auth.test"});
    const auto profile = answer.ok ? decode_profile(answer.body) : std::nullopt;
    if (!profile || profile->team.empty() || profile->user.empty()) {
        if (is_over(answer)) {
            trouble_ = fmt::format("the bot token is not valid ({}); install the app again, put its new token in and restart", answer.error);
            return std::nullopt;
        }
        trouble_ = answer.ok ? "the platform does not say who we are" : "the platform does not say who we are: " + in_words(answer);
        return std::max(growing_.next(), patience_of(answer));
    }
    if (!team_.empty() && team_ != profile->team) {
        trouble_ =
            fmt::format("this database belongs to workspace {}, the token to {}; use a database of its own, or another slack.account", team_, profile->team);
        return std::nullopt;
    }
    self_.user = profile->user;
    self_.bot = profile->bot;
    self_.team = profile->team;
    trouble_.clear();
    return std::nullopt;
}

bool still_valid(const Api& api) { return !is_over(api.call({"auth.test"})); }

Whereabouts locate(const Api& app) {
    const auto answer = app.call({.method = "apps.connections.open", .idempotent = false});
    if (answer.ok) {
        if (auto url = decode_socket_url(answer.body); url && !url->empty()) return {std::move(*url), "", false, {}};
        return {"", "the platform does not say where to connect", false, {}};
    }
    if (is_over(answer)) {
        return {"",
                fmt::format("the app token is not valid ({}); make one at api.slack.com/apps with the scope connections:write, and restart", answer.error),
                true,
                {}};
    }
    return {"", "the platform gives no connection: " + in_words(answer), false, patience_of(answer)};
}

}  // namespace adapters::slack
