// Owns what checks.h promises.
#include "adapters/slack/checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "adapters/net/http_date.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

using bot::app::Check;
using Verdict = bot::app::Check::Verdict;

constexpr bot::Duration kPatience{10'000};
constexpr std::int64_t kSkew = 5;       // seconds between the clocks that still mean nothing
constexpr std::int64_t kMostSkew = 60;  // beyond it signatures of requests will be refused sooner or later: the window is 300 s

std::string said(const Answer& answer) {
    return answer.error.empty() ? fmt::format("{} {}", answer.status, answer.details) : answer.error + (answer.details.empty() ? "" : ", " + answer.details);
}

Check unreachable(std::string subject, const Answer& answer) {
    return {Verdict::kBad, std::move(subject), "the platform cannot be reached: " + answer.details, "check the network and slack.api_base"};
}

Check token(const Answer& answer, const std::optional<Profile>& profile) {
    if (answer.status == 0) return unreachable("bot token", answer);
    if (!answer.ok || !profile) {
        const bool unknown = answer.error == "invalid_auth" || answer.error == "token_revoked" || answer.error == "account_inactive";
        return {Verdict::kBad, "bot token", unknown ? "the platform does not know it any more (" + answer.error + ")" : "the platform answers " + said(answer),
                unknown ? "install the app again and take the token that OAuth & Permissions shows" : "try again; check slack.api_base"};
    }
    if (profile->bot.empty()) return {Verdict::kBad, "bot token", "it is a person's, not the bot's", "take the Bot User OAuth Token (xoxb-)"};
    return {Verdict::kGood, "bot token", fmt::format("valid, the bot is @{} in workspace {} ({})", profile->user_name, profile->team_name, profile->team), ""};
}

std::optional<Check> clocks(const Answer& answer, bot::Instant now) {
    const auto theirs = net::read_http_date(answer.date);
    if (!theirs) return std::nullopt;
    const auto apart = std::chrono::duration_cast<std::chrono::seconds>(now - *theirs).count();
    const auto size = apart < 0 ? -apart : apart;
    if (size <= kSkew) return Check{Verdict::kGood, "clock", "agrees with the platform's", ""};
    return Check{size > kMostSkew ? Verdict::kBad : Verdict::kWarning, "clock", fmt::format("{} s {} the platform's", size, apart < 0 ? "behind" : "ahead of"),
                 "let the machine set its clock by NTP; signed requests are refused when it is 300 s off"};
}

void add_scopes(std::vector<Check>& checks, std::string_view granted, const CheckOptions& options) {
    if (granted.empty()) {
        checks.push_back({Verdict::kWarning, "scopes", "the platform does not name them", "see OAuth & Permissions"});
        return;
    }
    const auto list = bot::split(granted, ',');
    const auto before = checks.size();
    for (const auto& [scope, reason] : options.scopes) {
        if (std::any_of(list.begin(), list.end(), [&, name = scope](std::string_view one) { return bot::trim(one) == name; })) continue;
        checks.push_back({Verdict::kBad, "scopes", fmt::format("{} is missing: {}", scope, reason),
                          "add it under OAuth & Permissions (or take the manifest of viva slack manifest) and install the app again"});
    }
    if (checks.size() == before) checks.push_back({Verdict::kGood, "scopes", "all that are needed", ""});
}

Check socket_mode(const Api& app, const CheckOptions& options) {
    constexpr auto kSubject = "socket mode";
    if (const auto kind = check_app_token(options.app_token); !kind) {
        return {Verdict::kBad, "app token", kind.error().message, "make one with the scope connections:write under Basic Information, App-Level Tokens"};
    }
    const auto answer = app.call({"apps.connections.open", "", kPatience});
    if (answer.ok && decode_socket_url(answer.body)) return {Verdict::kGood, kSubject, "a connection may be opened", ""};
    if (answer.status == 0) return unreachable(kSubject, answer);
    const auto says = [&](std::string_view word) { return answer.error.find(word) != std::string::npos; };
    if (says("missing_scope")) return {Verdict::kBad, "app token", "it lacks the scope connections:write", "make a new app-level token with it"};
    if (says("not_allowed_token_type") || says("invalid_auth") || says("not_authed") || says("token_revoked")) {
        return {Verdict::kBad, "app token", "the platform does not take it for Socket Mode (" + answer.error + ")",
                "give the app-level token (xapp-) of the same app as slack.app_token"};
    }
    if (says("socket_mode") || says("link_disabled") || says("not_enabled")) {
        return {Verdict::kBad, kSubject, "it is switched off for the app (" + answer.error + ")", "switch it on under Socket Mode, or set slack.mode to http"};
    }
    return {Verdict::kWarning, kSubject, "the platform answers " + said(answer), "see that it is switched on under Socket Mode; try again"};
}

}  // namespace

std::vector<Check> check_account(const Api& api, const Api* app, bot::app::Clock& clock, const CheckOptions& options) {
    std::vector<Check> checks;
    if (const auto kind = check_bot_token(options.bot_token); !kind) {
        checks.push_back({Verdict::kBad, "bot token", kind.error().message, "take the Bot User OAuth Token that OAuth & Permissions shows"});
    } else {
        const auto answer = api.call({"auth.test", "", kPatience});
        const auto profile = answer.ok ? decode_profile(answer.body) : std::nullopt;
        checks.push_back(token(answer, profile));
        if (auto check = clocks(answer, clock.now())) checks.push_back(std::move(*check));
        if (profile) add_scopes(checks, answer.scopes, options);
    }
    if (options.socket_mode && app) checks.push_back(socket_mode(*app, options));
    return checks;
}

Check check_channel(const Api& api, std::string_view channel) {
    constexpr auto kSubject = "channel";
    const auto body = form_body({{"channel", channel}});
    const auto answer = api.call({"conversations.info", body, kPatience});
    if (answer.status == 0) return unreachable(kSubject, answer);
    if (answer.error == "channel_not_found") {
        return {Verdict::kBad, kSubject, "there is none with this id, or it is private and the bot is not in it",
                "take the id from the channel's details; type /invite with the bot's name in the channel"};
    }
    const auto found = answer.ok ? decode_channel(answer.body) : std::nullopt;
    if (!found) return {Verdict::kBad, kSubject, "the platform answers " + said(answer), "see the scopes"};
    const auto name = found->name.empty() ? found->id : "#" + found->name;
    if (found->archived) return {Verdict::kBad, kSubject, name + " is archived", "unarchive it, or choose another"};
    if (!found->is_member) return {Verdict::kBad, kSubject, "the bot is not in " + name, "type /invite with the bot's name in the channel"};
    return {Verdict::kGood, kSubject, "the bot is in " + name, ""};
}

}  // namespace adapters::slack
