// Owns what delivery.h promises, as a table of the platform's failures.
#include "adapters/slack/delivery.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace adapters::slack {
namespace {

using bot::app::Delivery;
using Outcome = Delivery::Outcome;

constexpr std::int64_t kUsualPatience = 5;                       // seconds, if the platform asks for patience and names none
constexpr std::int64_t kMostPatience = std::int64_t{24} * 3600;  // seconds
constexpr bot::Duration kSameTrouble{10'000};                    // two rooms refused within this time: all are meant

struct Row {
    std::string_view error;
    Outcome outcome;
};

// What is not here is our mistake, or about this one message: refused.
constexpr auto kRows = std::to_array<Row>({
    {"invalid_auth", Outcome::kStopped},
    {"not_authed", Outcome::kStopped},
    {"account_inactive", Outcome::kStopped},
    {"token_revoked", Outcome::kStopped},
    {"token_expired", Outcome::kStopped},
    {"team_disabled", Outcome::kStopped},
    {"org_login_required", Outcome::kStopped},
    {"user_removed_from_team", Outcome::kStopped},
    {"not_allowed_token_type", Outcome::kStopped},
    {"channel_not_found", Outcome::kGone},
    {"not_in_channel", Outcome::kGone},
    {"is_archived", Outcome::kGone},
    {"is_inactive", Outcome::kGone},
    {"messages_tab_disabled", Outcome::kGone},
    {"user_not_found", Outcome::kGone},
    {"user_disabled", Outcome::kGone},
    {"user_not_visible", Outcome::kGone},
    {"cannot_dm_bot", Outcome::kGone},
    {"ratelimited", Outcome::kSlower},
    {"rate_limited", Outcome::kSlower},
    {"message_limit_exceeded", Outcome::kSlower},
    {"internal_error", Outcome::kPassing},
    {"fatal_error", Outcome::kPassing},
    {"service_unavailable", Outcome::kPassing},
    {"request_timeout", Outcome::kPassing},
    {"team_added_to_org", Outcome::kPassing},
    {"update_failed", Outcome::kPassing},
    {"external_channel_migrating", Outcome::kPassing},
});

constexpr auto kClosed = std::to_array<std::string_view>({"user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"});
constexpr auto kBlocks = std::to_array<std::string_view>({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"});

Outcome outcome_of(std::string_view error) {
    const auto* const row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& one) { return one.error == error; });
    if (row != kRows.end()) return row->outcome;
    // Who may post in the channel, as its owners set it. About threads there, it is about this message only.
    if (error.starts_with("restricted_action") && error.find("thread") == std::string_view::npos) return Outcome::kGone;
    return Outcome::kRefused;
}

Delivery slower(const Answer& answer, std::string reason) {
    Delivery delivery;
    delivery.outcome = Outcome::kSlower;
    delivery.after = std::chrono::seconds(std::clamp<std::int64_t>(answer.retry_after.value_or(kUsualPatience), 1, kMostPatience));
    delivery.reason = std::move(reason);
    return delivery;
}

}  // namespace

Delivery judge(const Answer& answer) {
    Delivery delivery;
    if (answer.ok) {
        delivery.outcome = Outcome::kSent;
        delivery.message = answer.ts;
        return delivery;
    }
    delivery.outcome = Outcome::kPassing;
    if (answer.status == 0) {
        delivery.reason = "no answer: " + answer.details;
        return delivery;
    }
    if (answer.status == 429) return slower(answer, "429 too many requests");
    const std::string status = std::to_string(answer.status);
    if (answer.status == 413) {
        delivery.outcome = Outcome::kRefused;
        delivery.reason = status + " too large";
        return delivery;
    }
    if (answer.status >= 500 || !answer.understood) {
        delivery.reason = status + " " + (answer.understood ? "server error" : answer.details);
        return delivery;
    }
    const std::string reason = answer.error.empty() ? status + " refused" : answer.error + (answer.details.empty() ? "" : ": " + answer.details);
    delivery.outcome = outcome_of(answer.error);
    if (delivery.outcome == Outcome::kSlower) return slower(answer, reason);
    delivery.reason = reason;
    return delivery;
}

bool is_closed_to_us(const Answer& answer) { return !answer.ok && std::find(kClosed.begin(), kClosed.end(), answer.error) != kClosed.end(); }

bool is_about_blocks(const Answer& answer) { return !answer.ok && std::find(kBlocks.begin(), kBlocks.end(), answer.error) != kBlocks.end(); }

bool Patience::whole_account(std::string_view method, const std::string& room, bot::Instant now) {
    if (method != "chat.postMessage") return true;
    const std::lock_guard lock(mutex_);
    const bool another = !room_.empty() && room_ != room && now - at_ < kSameTrouble;
    room_ = room;
    at_ = now;
    return another;
}

}  // namespace adapters::slack
