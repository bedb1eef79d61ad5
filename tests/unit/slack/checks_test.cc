// What doctor finds: tokens of the wrong kind, missing scopes, Socket Mode off, clocks, channels without the bot.
#include "adapters/slack/checks.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/unit/slack/slack_calls.h"

namespace {

using namespace adapters::slack;
using namespace slack_test;
using bot::app::Check;

constexpr const char* kMe = R"({"ok":true,"team":"Team","team_id":"T1","user":"viva","user_id":"UB","bot_id":"B1"})";
constexpr const char* kNow = "Tue, 14 Nov 2023 22:13:20 GMT";  // the clock of these tests

std::string shown(const Check& check) {
    const char* const verdict = check.verdict == Check::Verdict::kGood ? "good: " : check.verdict == Check::Verdict::kWarning ? "warning: " : "bad: ";
    return verdict + check.finding;
}

std::string finding(const std::vector<Check>& checks, std::string_view subject) {
    std::string all;
    for (const auto& check : checks) {
        if (check.subject == subject) all += (all.empty() ? "" : "; ") + shown(check);
    }
    return all;
}

struct Bench {
    ScriptedSlack slack;
    CallClock clock;
    CheckOptions options{true, ScriptedSlack::kToken, "xapp-1-x", {{"chat:write", "to post"}, {"files:write", "to send files"}}};

    std::vector<Check> check() {
        const auto api = slack.api();
        const auto app = slack.api("xapp-1-x");
        return check_account(api, &app, clock, options);
    }
};

}  // namespace

TEST_CASE("doctor finds nothing where all is well") {
    Bench bench;
    bench.slack.next(200, kMe, {{"date", kNow}, {"x-oauth-scopes", "chat:write, files:write,extra"}});
    bench.slack.next(200, R"({"ok":true,"url":"wss://wss-primary.slack.com/link/?ticket=secret"})");
    const auto checks = bench.check();
    CHECK(finding(checks, "bot token") == "good: valid, the bot is @viva in workspace Team (T1)");
    CHECK(finding(checks, "clock") == "good: agrees with the platform's");
    CHECK(finding(checks, "scopes") == "good: all that are needed");
    CHECK(finding(checks, "socket mode") == "good: a connection may be opened");
    CHECK(bench.slack.seen[1].authorization == "Bearer xapp-1-x");
    for (const auto& check : checks) CHECK(check.finding.find("secret") == std::string::npos);
}

TEST_CASE("doctor says which kind of token was given instead, without the token") {
    for (const std::string given : {"xapp-1-secret", "xoxp-1-secret", "secret", ""}) {
        Bench bench;
        bench.options.bot_token = given;
        bench.slack.next(200, R"({"ok":true,"url":"wss://x"})");
        const auto said = finding(bench.check(), "bot token");
        INFO(given);
        CHECK(said.starts_with("bad: "));
        CHECK(said.find("secret") == std::string::npos);
        CHECK(bench.slack.seen.size() == 1);
    }
    CHECK(check_bot_token("xapp-1").error().message == "the Slack bot token is an app-level token (xapp-); it reads xoxb-..., as OAuth & Permissions shows it");
    CHECK(check_app_token("xoxb-1").error().message ==
          "the Slack app-level token is a bot token (xoxb-); it reads xapp-..., as Basic Information, App-Level Tokens shows it");
    CHECK(check_bot_token("xoxb-1"));
    CHECK(check_app_token("xapp-1"));
    CHECK_FALSE(check_bot_token("xoxb-1\r\nx: y"));
}

TEST_CASE("doctor names each missing scope with its reason") {
    Bench bench;
    bench.slack.next(200, kMe, {{"x-oauth-scopes", "commands,chat:writer"}});
    CHECK(finding(bench.check(), "scopes") == "bad: chat:write is missing: to post; bad: files:write is missing: to send files");
    bench.slack.next(200, kMe);
    CHECK(finding(bench.check(), "scopes").starts_with("warning"));
}

TEST_CASE("doctor says that Socket Mode is off, or that the app token is not for it") {
    const auto with = [](const std::string& error) {
        Bench bench;
        bench.slack.next(200, kMe);
        bench.slack.error(error);
        return bench.check();
    };
    CHECK(finding(with("socket_mode_not_enabled"), "socket mode").starts_with("bad: it is switched off"));
    CHECK(finding(with("link_disabled"), "socket mode").starts_with("bad: it is switched off"));
    CHECK(finding(with("not_allowed_token_type"), "app token").starts_with("bad: the platform does not take it"));
    CHECK(finding(with("missing_scope"), "app token") == "bad: it lacks the scope connections:write");
    CHECK(finding(with("internal_error"), "socket mode").starts_with("warning"));
    Bench bench;
    bench.options.app_token = "xoxb-1-x";
    bench.slack.next(200, kMe);
    CHECK(finding(bench.check(), "app token").starts_with("bad: the Slack app-level token is a bot token"));
    CHECK(bench.slack.seen.size() == 1);
}

TEST_CASE("doctor compares the clocks") {
    const auto at = [](const char* date) {
        Bench bench;
        bench.slack.next(200, kMe, {{"date", date}});
        return finding(bench.check(), "clock");
    };
    CHECK(at("Tue, 14 Nov 2023 22:13:40 GMT") == "warning: 20 s behind the platform's");
    CHECK(at("Tue, 14 Nov 2023 22:03:20 GMT") == "bad: 600 s ahead of the platform's");
    CHECK(at("now") == "");
}

TEST_CASE("doctor says why nothing can be asked") {
    Bench bench;
    bench.slack.error("invalid_auth");
    CHECK(finding(bench.check(), "bot token") == "bad: the platform does not know it any more (invalid_auth)");
    bench.slack.silence("connection refused");
    bench.slack.silence("connection refused");
    const auto checks = bench.check();
    CHECK(finding(checks, "bot token") == "bad: the platform cannot be reached: connection refused");
    CHECK(finding(checks, "socket mode") == "bad: the platform cannot be reached: connection refused");
    bench.slack.next(200, R"({"ok":true,"team":"Team","team_id":"T1","user":"al","user_id":"U1"})");
    CHECK(finding(bench.check(), "bot token") == "bad: it is a person's, not the bot's");
}

TEST_CASE("doctor says whether the bot is in a channel") {
    ScriptedSlack slack;
    const auto api = slack.api();
    slack.next(200, R"({"ok":true,"channel":{"id":"C1","name":"general","is_member":true}})");
    CHECK(shown(check_channel(api, "C1")) == "good: the bot is in #general");
    slack.next(200, R"({"ok":true,"channel":{"id":"C1","name":"general","is_member":false}})");
    CHECK(shown(check_channel(api, "C1")) == "bad: the bot is not in #general");
    slack.next(200, R"({"ok":true,"channel":{"id":"C1","name":"general","is_member":true,"is_archived":true}})");
    CHECK(shown(check_channel(api, "C1")) == "bad: #general is archived");
    slack.error("channel_not_found");
    CHECK(shown(check_channel(api, "C1")).starts_with("bad: there is none with this id"));
    slack.next(200, R"({"ok":false,"error":"missing_scope","needed":"channels:read"})");
    CHECK(shown(check_channel(api, "C 1")) == "bad: the platform answers missing_scope, needs channels:read");
    CHECK(slack.seen.back().body == "channel=C%201");
}

TEST_CASE("no address but the allowed ones is posted to") {
    ScriptedSlack slack;
    const auto outside = slack.outside();
    CHECK(outside.allows("https://hooks.slack.com/commands/x"));
    for (const auto* url : {"https://hooks.slack.com", "https://hooks.slack.com.evil.example/x", "http://hooks.slack.com/x", "https://hooks.slack.com/a b",
                            "https://hooks.slack.com/a\r\nhost: b", "https://hooks.slack.com@evil.example/", ""})
        CHECK_FALSE(outside.allows(url));
    CHECK(outside.post("https://evil.example/", kJson, "{}", bot::Duration(1)).status == 0);
    CHECK(slack.seen.empty());
    CHECK_FALSE(Outside({{"https://a.example", [](const auto&) { return bot::Result<adapters::net::HttpReply>{}; }}}).allows("https://a.example.evil/"));
}

TEST_CASE("no trouble of the network shows the token") {
    ScriptedSlack slack;
    slack.silence("could not send xoxb-1-secret to there");
    CHECK(slack.api().call({"auth.test"}).details == "could not send <token> to there");
}
