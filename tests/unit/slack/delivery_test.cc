// What the platform's answers mean: each error's outcome, patience, and answers of something in between.
#include "adapters/slack/delivery.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/slack/slack_calls.h"

namespace {

using namespace adapters::slack;
using bot::app::Delivery;
using Outcome = Delivery::Outcome;

Delivery of(int status, std::string body, adapters::net::HttpHeaders headers = {}) {
    return judge(decode_answer({status, std::move(headers), std::move(body)}));
}

Delivery of(const std::string& error) { return of(200, R"({"ok":false,"error":")" + error + "\"}"); }

}  // namespace

TEST_CASE("each failure of the platform has its outcome") {
    struct Case {
        const char* error;
        Outcome outcome;
    };
    const Case cases[] = {
        {"invalid_auth", Outcome::kStopped},
        {"not_authed", Outcome::kStopped},
        {"account_inactive", Outcome::kStopped},
        {"token_revoked", Outcome::kStopped},
        {"token_expired", Outcome::kStopped},
        {"team_disabled", Outcome::kStopped},
        {"org_login_required", Outcome::kStopped},
        {"channel_not_found", Outcome::kGone},
        {"not_in_channel", Outcome::kGone},
        {"is_archived", Outcome::kGone},
        {"is_inactive", Outcome::kGone},
        {"restricted_action", Outcome::kGone},
        {"restricted_action_read_only_channel", Outcome::kGone},
        {"messages_tab_disabled", Outcome::kGone},
        {"user_not_found", Outcome::kGone},
        {"user_disabled", Outcome::kGone},
        {"restricted_action_non_threadable_channel", Outcome::kRefused},
        {"restricted_action_thread_locked", Outcome::kRefused},
        {"cannot_reply_to_message", Outcome::kRefused},
        {"thread_not_found", Outcome::kRefused},
        {"invalid_blocks", Outcome::kRefused},
        {"msg_too_long", Outcome::kRefused},
        {"no_text", Outcome::kRefused},
        {"missing_scope", Outcome::kRefused},
        {"expired_trigger_id", Outcome::kRefused},
        {"exchanged_trigger_id", Outcome::kRefused},
        {"message_not_found", Outcome::kRefused},
        {"cant_update_message", Outcome::kRefused},
        {"edit_window_closed", Outcome::kRefused},
        {"not_enabled", Outcome::kRefused},
        {"something_new", Outcome::kRefused},
        {"ratelimited", Outcome::kSlower},
        {"rate_limited", Outcome::kSlower},
        {"message_limit_exceeded", Outcome::kSlower},
        {"internal_error", Outcome::kPassing},
        {"fatal_error", Outcome::kPassing},
        {"service_unavailable", Outcome::kPassing},
        {"request_timeout", Outcome::kPassing},
        {"team_added_to_org", Outcome::kPassing},
    };
    for (const auto& one : cases) {
        INFO(one.error);
        const auto delivery = of(one.error);
        CHECK(delivery.outcome == one.outcome);
        CHECK(delivery.reason == one.error);
    }
}

TEST_CASE("a success names the message") {
    const auto delivery = of(200, R"({"ok":true,"channel":"C1","ts":"1700000000.000100","message":{"text":"x"}})");
    CHECK(delivery.outcome == Outcome::kSent);
    CHECK(delivery.message == "1700000000.000100");
    CHECK(delivery.reason.empty());
    CHECK(of(200, R"({"ok":true,"message_ts":"1.2"})").message == "1.2");
    CHECK(of(200, R"({"ok":true,"ts":"no id!"})").message.empty());
}

TEST_CASE("patience is as long as asked for") {
    CHECK(of(429, R"({"ok":false,"error":"ratelimited"})", {{"retry-after", "17"}}).after == bot::Duration(17'000));
    CHECK(of(429, "slow down", {{"retry-after", "30"}}).after == bot::Duration(30'000));
    CHECK(of(429, "").outcome == Outcome::kSlower);
    CHECK(of(429, "").after == bot::Duration(5'000));
    CHECK(of(429, "", {{"retry-after", "0"}}).after == bot::Duration(1'000));
    CHECK(of(429, "", {{"retry-after", "99999999999"}}).after == bot::Duration(86'400'000));
    CHECK(of(429, "", {{"retry-after", "soon"}}).after == bot::Duration(5'000));
    CHECK(of("rate_limited").after == bot::Duration(5'000));
}

TEST_CASE("what stands between us and the platform does not speak for it") {
    for (const int status : {200, 302, 401, 403, 404, 500, 502}) {
        INFO(status);
        CHECK(of(status, "<html>no</html>").outcome == Outcome::kPassing);
        CHECK(of(status, "").outcome == Outcome::kPassing);
    }
    CHECK(of(503, R"({"ok":true})").outcome == Outcome::kPassing);
    CHECK(of(413, "").outcome == Outcome::kRefused);
    CHECK(of(200, std::string(10'000, '[')).outcome == Outcome::kPassing);
}

TEST_CASE("a missing scope is named, and reasons repeat nothing that was sent") {
    CHECK(of(200, R"({"ok":false,"error":"missing_scope","needed":"files:write","provided":"chat:write"})").reason == "missing_scope: needs files:write");
    CHECK(of(200, R"({"ok":false,"error":"bad <b> my secret answer"})").reason == "200 refused");
    CHECK(of(200, R"({"ok":false,"error":"invalid_blocks","response_metadata":{"messages":["my secret answer"]}})").reason == "invalid_blocks");
}

TEST_CASE("posting is limited by room, other methods for all, and two rooms at once mean all") {
    Patience patience;
    const bot::Instant start{bot::Duration(1'000'000)};
    CHECK_FALSE(patience.whole_account("chat.postMessage", "C1", start));
    CHECK_FALSE(patience.whole_account("chat.postMessage", "C1", start + bot::Duration(1'000)));
    CHECK(patience.whole_account("chat.postMessage", "C2", start + bot::Duration(2'000)));
    CHECK_FALSE(patience.whole_account("chat.postMessage", "C3", start + bot::Duration(60'000)));
    CHECK(patience.whole_account("chat.postEphemeral", "C1", start));
    CHECK(patience.whole_account("views.publish", "U1", start));
}

TEST_CASE("answers to questions are read whatever they hold") {
    const auto profile = decode_profile(R"({"ok":true,"team":"Team","team_id":"T1","user":"viva","user_id":"UB","bot_id":"B1"})");
    REQUIRE(profile);
    CHECK(profile->team == "T1");
    CHECK(profile->bot == "B1");
    CHECK_FALSE(decode_profile(R"({"ok":true,"team_id":7})"));
    const auto member = decode_member(R"({"user":{"name":"al","is_owner":true,"profile":{"display_name":"Al\n"}}})");
    REQUIRE(member);
    CHECK(member->name == "Al ");
    CHECK(member->administers);
    CHECK_FALSE(decode_member(R"({"user":{"name":"al","is_admin":"yes"}})")->administers);
    CHECK(decode_member(R"({"user":{"name":"al","tz":"../etc passwd"}})")->zone.empty());
    CHECK_FALSE(decode_member("[]"));
    CHECK(decode_channel(R"({"channel":{"id":"C1","creator":"U1","is_member":true}})")->creator == "U1");
    CHECK_FALSE(decode_channel(R"({"channel":"C1"})"));
    CHECK(decode_upload_place(R"({"upload_url":"https://files.slack.com/u","file_id":"F1"})")->file == "F1");
    CHECK_FALSE(decode_socket_url("{}"));
    for (const auto* text : {"", "{", "null", "[[[[", R"({"ok":1})", "\xFF"}) {
        CHECK_FALSE(decode_answer({200, {}, text}).understood);
        CHECK_FALSE(decode_channel(text));
    }
}
