// Owns the tests of the account as a whole, against a small Slack on loopback: who we are, listening in both modes, sending, ending at once.
#include "adapters/slack/platform.h"

#include <sstream>
#include <thread>

#include "adapters/slack/signature.h"
#include "tests/unit/slack/small_slack.h"
#include "tests/unit/slack/socket_fakes.h"

namespace {

using namespace adapters;
using namespace adapters::slack;
using namespace slack_test;
using bot::Duration;

class SystemTime : public bot::app::Clock {
   public:
    bot::Instant now() override { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }
};

const std::string kBotToken = "xoxb-1-hunter2";
const std::string kAppToken = "xapp-1-hunter2";

struct Bench {
    SystemTime clock;
    SmallSlack slack;
    WaitingIntake intake;
    std::ostringstream lines;
    bot::app::Log log{bot::app::LogFormat::kPlain, bot::app::LogLevel::kDebug, lines};
    std::unique_ptr<Slack> account;

    Options options() {
        Options made;
        made.bot_token = kBotToken;
        made.app_token = kAppToken;
        made.api_base = slack.base();
        made.connections = 1;
        made.allow_plain_websocket = true;
        made.log = &log;
        return made;
    }
    Slack& open(Options made) {
        auto opened = Slack::open(std::move(made), clock);
        INFO((opened ? "" : opened.error().message));
        REQUIRE(opened);
        account = std::move(*opened);
        return *account;
    }
    Slack& open() { return open(options()); }
    bool wait_for_trouble(const std::string& part) {
        for (int i = 0; i < 2'000; ++i) {
            if (account->liveness().trouble.find(part) != std::string::npos) return true;
            std::this_thread::sleep_for(Duration(5));
        }
        return false;
    }
};

std::string message(const std::string& id, const std::string& text, const std::string& team = "T1") {
    return R"({"type":"event_callback","team_id":")" + team + R"(","event_id":")" + id + R"(","event_time":1700000000,)" +
           R"("event":{"type":"message","channel":"D1","channel_type":"im","user":"U7","ts":")" + "17." + id.substr(1) + R"(","text":")" + text + R"("}})";
}

std::string said_in_channel(const std::string& id, const std::string& text) {
    return R"({"type":"event_callback","team_id":"T1","event_id":")" + id + R"(","event_time":1700000000,)" +
           R"("event":{"type":"message","channel":"C1","channel_type":"channel","user":"U7","ts":"17.1","text":")" + text + R"("}})";
}

std::string envelope(const std::string& id, const std::string& payload, const std::string& type = "events_api") {
    return R"({"envelope_id":")" + id + R"(","type":")" + type + R"(","accepts_response_payload":false,"payload":)" + payload + "}";
}

std::string ack(const std::string& id) { return R"({"envelope_id":")" + id + R"("})"; }

std::string text_of(const bot::Inbound& event) { return std::get<bot::Said>(event.what).text; }

}  // namespace

TEST_CASE("an account first learns who it is, hands in the workspace once, and then listens") {
    Bench bench;
    SocketEnd socket;
    bench.slack.connect_to({socket.url()});
    bench.intake.hold();
    auto& account = bench.open();
    CHECK(account.account() == "slack");
    CHECK(account.routes().empty());
    CHECK_FALSE(account.liveness().ready);
    REQUIRE(account.start(bench.intake, std::nullopt));
    socket.say(envelope("e1", message("E1", "one")));
    socket.say(envelope("e2", message("E2", "two")));
    socket.say(envelope("e3", message("E3", "three")));
    CHECK(text_of(bench.intake.event(0)) == "one");
    CHECK(text_of(bench.intake.event(1)) == "two");
    CHECK(bench.intake.event(2).place == bot::Place{"slack", "U7", ""});
    CHECK(account.liveness().ready);
    CHECK(account.liveness().last_heard);
    CHECK(bench.intake.cursors() == std::vector<bot::app::Cursor>{{"slack", "T1"}});
    CHECK(bench.slack.token_of("auth.test") == "Bearer " + kBotToken);
    CHECK(bench.slack.token_of("apps.connections.open") == "Bearer " + kAppToken);
    // The acknowledgement comes after the commit, and not without one.
    CHECK(socket.acks().empty());
    bench.intake.settle(1, true);
    bench.intake.settle(0, false);
    bench.intake.settle(2, true);
    REQUIRE(socket.wait_for_acks(2));
    CHECK(socket.acks() == std::vector<std::string>{ack("e2"), ack("e3")});
    account.stop();
    CHECK(bench.lines.str().find("hunter2") == std::string::npos);
}

TEST_CASE("what does not concern us is acknowledged at once, what the intake has no room for is not") {
    Bench bench;
    SocketEnd socket;
    bench.slack.connect_to({socket.url()});
    std::vector<std::string> refused;
    auto options = bench.options();
    options.refused = [&](std::string_view why) { refused.emplace_back(why); };
    auto& account = bench.open(std::move(options));
    REQUIRE(account.start(bench.intake, "T1"));
    REQUIRE(socket.wait_for_connection());
    socket.say(envelope("e1", message("E1", "of another workspace", "T2")));
    REQUIRE(socket.wait_for_acks(1));
    CHECK(bench.intake.events() == 0);
    bench.intake.fill();
    socket.say(envelope("e2", message("E2", "no room")));
    socket.say(envelope("e3", message("E3", "room again")));
    REQUIRE(socket.wait_for_acks(2));
    CHECK(socket.acks() == std::vector<std::string>{ack("e1"), ack("e3")});
    CHECK(text_of(bench.intake.event(0)) == "room again");
    account.stop();
    CHECK(refused == std::vector<std::string>{"full"});
    CHECK(bench.intake.cursors().empty());
}

TEST_CASE("a token of another workspace than the database's stops the account") {
    Bench bench;
    auto& account = bench.open();
    REQUIRE(account.start(bench.intake, "T0"));
    CHECK(bench.wait_for_trouble("this database belongs to workspace T0, the token to T1"));
    CHECK_FALSE(account.liveness().ready);
    CHECK(bench.slack.calls("apps.connections.open") == 0);
    CHECK(bench.intake.cursors().empty());
}

TEST_CASE("a token that is not valid stops the account, other trouble is tried again") {
    Bench bench;
    auto& account = bench.open();
    SECTION("not valid") {
        bench.slack.answer("auth.test", R"({"ok":false,"error":"invalid_auth"})");
        REQUIRE(account.start(bench.intake, std::nullopt));
        CHECK(bench.wait_for_trouble("the bot token is not valid (invalid_auth)"));
        CHECK(bench.slack.calls("auth.test") == 1);
    }
    SECTION("passing") {
        SocketEnd socket;
        bench.slack.connect_to({socket.url()});
        bench.slack.answer("auth.test", R"({"ok":false,"error":"internal_error"})");
        REQUIRE(account.start(bench.intake, std::nullopt));
        CHECK(bench.wait_for_trouble("internal_error"));
        bench.slack.answer("auth.test", R"({"ok":true,"team_id":"T1","user_id":"UBOT","bot_id":"BBOT"})");
        CHECK(socket.wait_for_connection());
        account.stop();
    }
}

TEST_CASE("a refreshed connection is taken over by the next, and order stays") {
    Bench bench;
    SocketEnd first;
    SocketEnd second;
    bench.slack.connect_to({first.url(), second.url()});
    auto& account = bench.open();
    REQUIRE(account.start(bench.intake, std::nullopt));
    first.say(envelope("e1", message("E1", "one")));
    (void)bench.intake.event(0);
    first.say(R"({"type":"disconnect","reason":"refresh_requested","debug_info":{"host":"h"}})");
    REQUIRE(second.wait_for_connection());
    REQUIRE(first.wait_for_end());
    second.say(envelope("e2", message("E2", "two")));
    CHECK(text_of(bench.intake.event(1)) == "two");
    CHECK(account.liveness().ready);
    account.stop();
}

TEST_CASE("a withdrawn token is asked about, and ends the account if it is true") {
    Bench bench;
    SocketEnd socket;
    bench.slack.connect_to({socket.url()});
    auto& account = bench.open();
    REQUIRE(account.start(bench.intake, "T1"));
    const auto revoked =
        R"({"type":"event_callback","team_id":"T1","event_id":"E1","event_time":1,"event":{"type":"tokens_revoked","tokens":{"bot":["UBOT"]}}})";
    socket.say(envelope("e1", revoked));
    REQUIRE(bench.slack.wait_for("auth.test", 2));
    REQUIRE(socket.wait_for_acks(1));
    socket.say(envelope("e2", message("E2", "a re-install came before")));
    (void)bench.intake.event(0);
    bench.slack.answer("auth.test", R"({"ok":false,"error":"account_inactive"})");
    socket.say(envelope("e3", revoked));
    CHECK(bench.wait_for_trouble("removed from the workspace"));
    REQUIRE(socket.wait_for_end());
    CHECK_FALSE(account.liveness().ready);
    CHECK(bench.lines.str().find("the account has ended") != std::string::npos);
    account.stop();
}

TEST_CASE("in a channel somebody's first event has their name") {
    Bench bench;
    SocketEnd socket;
    bench.slack.connect_to({socket.url()});
    auto& account = bench.open();
    REQUIRE(account.start(bench.intake, std::nullopt));
    socket.say(envelope("e1", said_in_channel("E1", "<@UBOT> hello")));
    CHECK(bench.intake.event(0).author.name == "Ada");
    REQUIRE(socket.wait_for_acks(1));
    account.stop();
}

TEST_CASE("in a direct chat nobody's first event waits for a name, and later ones have it") {
    Bench bench;
    SocketEnd socket;
    bench.slack.connect_to({socket.url()});
    auto& account = bench.open();
    REQUIRE(account.start(bench.intake, std::nullopt));
    std::string name;
    std::size_t n = 0;
    for (; n < 1'000 && name.empty(); ++n) {
        const auto id = std::to_string(n + 1);
        socket.say(envelope("e" + id, message("E" + id, "hello")));
        name = bench.intake.event(n).author.name;
        if (n == 0) CHECK(name.empty());
    }
    CHECK(name == "Ada");
    CHECK(bench.slack.calls("users.info") == 1);
    account.stop();
}

TEST_CASE("stopping ends at once, whatever the platform is doing, and the account can start again") {
    Bench bench;
    SocketEnd socket;
    bench.slack.connect_to({socket.url()});
    auto& account = bench.open();
    SECTION("it does not say who we are") { bench.slack.hang("auth.test"); }
    SECTION("it gives no connection") {
        bench.slack.connect_to({});
        bench.slack.hang("apps.connections.open");
    }
    SECTION("it listens") {}
    REQUIRE(account.start(bench.intake, std::nullopt));
    REQUIRE(bench.slack.wait_for("auth.test", 1));
    const auto begun = std::chrono::steady_clock::now();
    account.stop();
    account.stop();
    CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(3));
    CHECK_FALSE(account.liveness().ready);
    bench.slack.answer("auth.test", R"({"ok":true,"team_id":"T1","user_id":"UBOT","bot_id":"BBOT"})");
    bench.slack.connect_to({socket.url()});
    REQUIRE(account.start(bench.intake, std::nullopt));
    socket.say(envelope("e1", message("E1", "one")));
    CHECK(text_of(bench.intake.event(0)) == "one");
    account.stop();
}

TEST_CASE("over HTTP calls are answered once the account is known, if they are signed") {
    Bench bench;
    auto options = bench.options();
    options.mode = Mode::kHttp;
    options.app_token.clear();
    options.signing_secrets = {"old-secret", "new-secret"};
    auto& account = bench.open(std::move(options));
    REQUIRE(account.routes().size() == 1);
    const auto route = account.routes().front();
    CHECK(route.path == "/slack/events");
    const auto call = [&](const std::string& secret, const std::string& body) {
        const auto time = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(bench.clock.now().time_since_epoch()).count());
        net::HttpRequest request{"POST", route.path, "", {}, body, "127.0.0.1"};
        request.headers = {{"content-type", "application/json"}, {"x-slack-request-timestamp", time}, {"x-slack-signature", sign_v0(secret, time, body)}};
        int status = 0;
        route.handle(request, [&](const net::HttpResponse& response) { status = response.status; });
        return status;
    };
    CHECK(call("new-secret", message("E1", "too early")) == 503);
    REQUIRE(account.start(bench.intake, std::nullopt));
    REQUIRE(bench.intake.wait_for_cursors(1));
    for (int i = 0; i < 2'000 && !account.liveness().ready; ++i) std::this_thread::sleep_for(Duration(5));
    CHECK(call("new-secret", message("E2", "two")) == 200);
    CHECK(call("old-secret", message("E3", "three")) == 200);
    CHECK(call("no-secret", message("E4", "four")) == 401);
    CHECK(bench.intake.events() == 2);
    CHECK(bench.slack.calls("apps.connections.open") == 0);
    account.stop();
    CHECK(call("new-secret", message("E5", "too late")) == 503);
}

TEST_CASE("parcels leave with the bot's token, also when nobody listens, and not after hanging up") {
    Bench bench;
    auto& account = bench.open();
    bot::app::Parcel parcel;
    parcel.place = {"slack", "C1", "1.1"};
    parcel.kind = bot::RoomKind::kGroup;
    bot::Block words;
    words.runs.push_back({bot::Style::kPlain, "hello"});
    parcel.message.blocks.push_back(words);
    const auto delivery = account.deliver(parcel);
    CHECK(delivery.outcome == bot::app::Delivery::Outcome::kSent);
    CHECK(delivery.message == "1.2");
    CHECK(bench.slack.token_of("chat.postMessage") == "Bearer " + kBotToken);
    account.hang_up();
    CHECK(account.deliver(parcel).outcome == bot::app::Delivery::Outcome::kPassing);
}

TEST_CASE("options that cannot work are refused, naming the option and no secret") {
    Bench bench;
    const auto said = [&](const std::function<void(Options&)>& change) {
        auto options = bench.options();
        change(options);
        auto opened = Slack::open(std::move(options), bench.clock);
        REQUIRE_FALSE(opened);
        CHECK(opened.error().message.find("hunter2") == std::string::npos);
        return opened.error().message;
    };
    CHECK_FALSE(said([](auto& o) { o.bot_token = kAppToken; }).empty());
    CHECK_FALSE(said([](auto& o) { o.bot_token = "hunter2"; }).empty());
    CHECK_FALSE(said([](auto& o) { o.app_token = kBotToken; }).empty());
    CHECK_FALSE(said([](auto& o) { o.app_token = ""; }).empty());
    CHECK(said([](auto& o) { o.connections = 11; }).find("slack.connections") != std::string::npos);
    CHECK(said([](auto& o) { o.mode = Mode::kHttp; }).find("SLACK_SIGNING_SECRET") != std::string::npos);
    CHECK(said([](auto& o) {
              o.mode = Mode::kHttp;
              o.signing_secrets = {"hunter2"};
              o.events_path = "events?hunter2";
          }).find("slack.events_path") != std::string::npos);
    CHECK(said([](auto& o) { o.api_base = "ftp://hunter2"; }).find("slack.api_base") != std::string::npos);
    CHECK_FALSE(said([](auto& o) { o.ca_file = "/nowhere"; }).empty());
}
