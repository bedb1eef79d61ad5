// Owns what checks.h promises.
#include "adapters/telegram/checks.h"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "adapters/net/http_date.h"

namespace adapters::telegram {
namespace {

using bot::app::Check;
using Verdict = bot::app::Check::Verdict;

constexpr bot::Duration kPatience{10'000};
constexpr std::int64_t kSkew = 5;        // seconds between the clocks that still mean nothing
constexpr std::int64_t kRecent = 3'600;  // seconds in which an error of the webhook is still of interest
constexpr std::int64_t kManyPending = 100;

Check token(const Answer& answer, const std::optional<Profile>& profile) {
    if (answer.code == 0) return {Verdict::kBad, "token", "the platform cannot be reached: " + answer.description, "check the network and telegram.api_base"};
    if (answer.ok && profile) return {Verdict::kGood, "token", "valid, the bot is @" + profile->self.username, ""};
    if (answer.understood && (answer.code == 401 || answer.code == 404)) {
        return {Verdict::kBad, "token", "the platform does not know it", "take the token that @BotFather shows under API Token"};
    }
    return {Verdict::kBad, "token", fmt::format("the platform answers {} {}", answer.code, answer.description), "try again; check telegram.api_base"};
}

Check privacy_mode(const Profile& profile) {
    if (!profile.joins_groups) return {Verdict::kWarning, "groups", "the bot cannot be added to groups", "allow it at @BotFather with /setjoingroups"};
    if (profile.reads_groups) return {Verdict::kGood, "privacy mode", "off: in groups all messages reach the bot", ""};
    return {Verdict::kGood, "privacy mode", "on: in groups only commands, replies and buttons reach the bot; answers must be replies", ""};
}

std::optional<Check> clocks(const Answer& answer, bot::Instant now) {
    const auto theirs = net::read_http_date(answer.date);
    if (!theirs) return std::nullopt;
    const auto apart = std::chrono::duration_cast<std::chrono::seconds>(now - *theirs).count();
    if (apart <= kSkew && apart >= -kSkew) return Check{Verdict::kGood, "clock", "agrees with the platform's", ""};
    return Check{Verdict::kWarning, "clock", fmt::format("{} s {} the platform's", apart < 0 ? -apart : apart, apart < 0 ? "behind" : "ahead of"),
                 "let the machine set its clock by NTP"};
}

// A URL without what may be secret in it.
std::string host_of(const std::string& url) {
    const auto begin = url.find("://");
    const auto from = begin == std::string::npos ? 0 : begin + 3;
    return url.substr(from, url.find_first_of("/?#", from) - from);
}

Check receiver(const WebhookState& state, const CheckOptions& options) {
    if (!options.webhook) {
        if (state.url.empty()) return {Verdict::kGood, "updates", "by polling, no webhook is set", ""};
        return {Verdict::kBad, "updates", "mode is poll, but a webhook is set at " + host_of(state.url),
                "set telegram.mode to webhook, or telegram.take_over to true to remove the webhook at start"};
    }
    if (state.url.empty()) return {Verdict::kBad, "updates", "mode is webhook, but none is set", "start viva serve with public_url, or set it by hand"};
    if (!options.url.empty() && state.url != options.url) {
        return {Verdict::kWarning, "updates", "the webhook points elsewhere, to " + host_of(state.url), "start viva serve to set it, or correct public_url"};
    }
    return {Verdict::kGood, "updates", "by webhook at " + host_of(state.url), ""};
}

void add_state(std::vector<Check>& checks, const WebhookState& state, const CheckOptions& options, bot::Instant now) {
    checks.push_back(receiver(state, options));
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() - state.last_error_date;
    if (options.webhook && !state.last_error.empty() && age < kRecent) {
        checks.push_back({Verdict::kWarning, "webhook", fmt::format("failed {} s ago: {}", age < 0 ? 0 : age, state.last_error),
                          "see that the proxy reaches this server and the secret is the same"});
    }
    if (state.pending > kManyPending)
        checks.push_back({Verdict::kWarning, "updates", fmt::format("{} wait to be fetched", state.pending), "start the server; they expire after 24 h"});
}

}  // namespace

std::vector<Check> check_account(const Api& api, bot::app::Clock& clock, const CheckOptions& options) {
    std::vector<Check> checks;
    const auto me = api.call({"getMe", "{}", kPatience});
    const auto profile = me.ok ? decode_profile(me.body) : std::nullopt;
    checks.push_back(token(me, profile));
    if (!profile) return checks;
    if (auto check = clocks(me, clock.now())) checks.push_back(std::move(*check));
    checks.push_back(privacy_mode(*profile));
    const auto info = api.call({"getWebhookInfo", "{}", kPatience});
    if (const auto state = info.ok ? decode_webhook_state(info.body) : std::nullopt) {
        add_state(checks, *state, options, clock.now());
    } else {
        checks.push_back({Verdict::kWarning, "updates", "the platform does not say who gets them", "try again"});
    }
    return checks;
}

}  // namespace adapters::telegram
