// The route behind the real HTTP server, on the loopback: what the wire and the server make of signed calls.
#include <memory>
#include <mutex>
#include <string>

#include "adapters/net/http_client.h"
#include "adapters/net/http_server.h"
#include "adapters/slack/events_route.h"
#include "adapters/slack/signature.h"
#include "tests/support/catch.h"
#include "tests/unit/slack/describe.h"
#include "tests/unit/slack/intake_fakes.h"

namespace {

using namespace adapters;
using namespace adapters::slack;

const std::string kStamp = std::to_string(slack_test::kNow);

struct Served {
    Served() {
        end.open(intake, slack_test::kSelf);
        auto opened = net::HttpServer::open({}, {end.route()});
        REQUIRE(opened);
        server = std::move(*opened);
        auto connected = net::HttpClient::open("http://127.0.0.1:" + std::to_string(server->port()));
        REQUIRE(connected);
        client = std::move(*connected);
    }

    // more: headers besides the two of the signature.
    int post(const std::string& body, const net::HttpHeaders& more = {}, const std::string& type = "application/x-www-form-urlencoded") {
        net::HttpCall call;
        call.path = "/slack/events";
        call.content_type = type;
        call.body = body;
        call.headers = {{"X-Slack-Request-Timestamp", kStamp}, {"X-Slack-Signature", sign_v0("s3cret", kStamp, body)}};
        call.headers.insert(call.headers.end(), more.begin(), more.end());
        const auto reply = client->exchange(call);
        return reply ? reply->status : 0;
    }

    slack_test::FixedClock clock;
    slack_test::KeepingIntake intake;  // used on the server's thread while a call is under way only
    EventsRoute end{{.path = "/slack/events", .secrets = {"s3cret"}}, clock};
    std::unique_ptr<net::HttpServer> server;
    std::unique_ptr<net::HttpClient> client;
};

// A press out of a view of so many bytes, once it is encoded.
std::string long_press(std::size_t bytes) {
    std::string body =
        "payload=%7B%22type%22%3A%22block_actions%22%2C%22user%22%3A%7B%22id%22%3A%22U1%22%7D%2C%22container%22%3A%7B%22view_id%22%3A%22V1%22%7D%2C"
        "%22actions%22%3A%5B%7B%22type%22%3A%22button%22%2C%22action_id%22%3A%22v%3Ahint%3A0%22%2C%22value%22%3A%22d%22%2C%22action_ts%22%3A%221.6%22%7D%5D%2C"
        "%22view%22%3A%7B%22id%22%3A%22V1%22%2C%22x%22%3A%22";
    const std::string end = "%22%7D%7D";
    body.append(bytes - body.size() - end.size(), 'x');
    return body + end;
}

}  // namespace

TEST_CASE("bodies up to 512 KiB come in over the wire, longer ones do not") {
    Served served;
    CHECK(served.post(long_press(9 * 1024)) == 200);
    CHECK(served.post(long_press(kMaxEventBytes)) == 200);
    CHECK(served.post(long_press(kMaxEventBytes + 1)) == 413);
    served.server->stop(bot::Duration(0));
    REQUIRE(served.intake.taken.size() == 1);
    CHECK(slack_test::describe(served.intake.taken[0]) == "press:U1:V1:v:hint:0:1.6 direct U1 by U1: pressed [d] handle ");
    CHECK(served.intake.again.size() == 1);
}

TEST_CASE("headers doubled on the wire are refused, in any case of letters") {
    Served served;
    const auto body = long_press(1'000);
    CHECK(served.post(body, {{"x-slack-signature", sign_v0("s3cret", kStamp, body)}}) == 401);
    CHECK(served.post(body, {{"X-SLACK-SIGNATURE", "v0=0"}}) == 401);
    CHECK(served.post(body, {{"x-slack-request-timestamp", kStamp}}) == 401);
    CHECK(served.intake.asked == 0);
    CHECK(served.post(body) == 200);
    CHECK(served.intake.asked == 1);
}

TEST_CASE("bytes that are no text are signed as they are") {
    Served served;
    const std::string event =
        R"({"type":"event_callback","event_id":"Ev1","event":{"type":"message","channel":"D1","channel_type":"im","user":"U1","ts":"1.1","text":")"
        "\xFF\xC3"
        R"("}})";
    CHECK(served.post(event, {}, "application/json") == 200);
    served.server->stop(bot::Duration(0));
    REQUIRE(served.intake.taken.size() == 1);
    CHECK(slack_test::describe(served.intake.taken[0]).ends_with("said [\uFFFD\uFFFD]"));
}
