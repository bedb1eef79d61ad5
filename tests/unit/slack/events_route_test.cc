// Slack's end on our server: who gets in, what is acknowledged when, and with what.
#include "adapters/slack/events_route.h"

#include "adapters/slack/signature.h"
#include "tests/support/catch.h"
#include "tests/unit/slack/describe.h"
#include "tests/unit/slack/intake_fakes.h"

namespace {

using namespace adapters;
using namespace adapters::slack;
using slack_test::kNow;

const std::string kSecret = "8f742231b10e8888abcd99yyyzzz85a5";
const std::string kJson = "application/json";
const std::string kForm = "application/x-www-form-urlencoded";
const std::string kEvent =
    R"({"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"message","channel":"D1","channel_type":"im","user":"U1","ts":"1.1","text":"hi"}})";
const std::string kSlash = "command=%2Fviva&text=me&user_id=U1&channel_id=C1&team_id=T1&trigger_id=1.2.ab";

std::string encoded(const std::string& text) {
    std::string out;
    constexpr const char* kDigits = "0123456789ABCDEF";
    for (const char c : text) out += {'%', kDigits[static_cast<unsigned char>(c) / 16], kDigits[static_cast<unsigned char>(c) % 16]};
    return out;
}

struct Bench {
    explicit Bench(bool opened = true) {
        if (opened) route_end.open(intake, slack_test::kSelf);
    }

    net::HttpRequest signed_request(const std::string& body, const std::string& type = kJson, std::int64_t at = kNow,
                                    const std::string& secret = kSecret) const {
        net::HttpRequest request;
        request.method = "POST";
        request.path = "/slack/events";
        request.body = body;
        request.headers = {
            {"content-type", type}, {"x-slack-request-timestamp", std::to_string(at)}, {"x-slack-signature", sign_v0(secret, std::to_string(at), body)}};
        return request;
    }

    std::optional<net::HttpResponse> send(const net::HttpRequest& request) {
        auto answer = std::make_shared<std::optional<net::HttpResponse>>();
        route.handle(request, [answer](const net::HttpResponse& response) { *answer = response; });
        last = answer;
        return *answer;
    }

    int post(const std::string& body, const std::string& type = kJson) {
        const auto answer = send(signed_request(body, type));
        return answer ? answer->status : 0;
    }

    // Refused as a stranger, and nothing of it kept.
    bool is_stranger(const net::HttpRequest& request) {
        const auto answer = send(request);
        return answer && answer->status == 401 && answer->body.empty() && !answer->keep_alive && intake.asked == 0 && heard == 0;
    }

    slack_test::FixedClock clock;
    std::vector<std::string> refused;
    int heard = 0;
    int withdrawn = 0;
    EventsRoute route_end{
        {"/slack/events", {"next-secret", kSecret}, [this](std::string_view why) { refused.emplace_back(why); }, [this] { ++heard; }, [this] { ++withdrawn; }},
        clock};
    net::Route route = route_end.route();
    slack_test::KeepingIntake intake;
    std::shared_ptr<std::optional<net::HttpResponse>> last;
};

}  // namespace

TEST_CASE("an event is acknowledged once it is durable, with an empty body and the connection kept") {
    Bench bench;
    bench.intake.hold = true;
    CHECK(bench.post(kEvent) == 0);
    REQUIRE(bench.intake.held.size() == 1);
    REQUIRE(bench.intake.taken.size() == 1);
    CHECK(slack_test::describe(bench.intake.taken[0]) == "Ev1(ts:D1:1.1) direct U1 by U1 m1.1: said [hi]");
    CHECK(bench.intake.with_cursor == 0);
    bench.intake.held[0](true);
    REQUIRE(*bench.last);
    CHECK((*bench.last)->status == 200);
    CHECK((*bench.last)->body.empty());
    CHECK((*bench.last)->keep_alive);
    CHECK(bench.heard == 1);
    CHECK(bench.refused.empty());
}

TEST_CASE("events, commands, presses and forms come in by one door") {
    Bench bench;
    CHECK(bench.post(kEvent, "application/json; charset=utf-8") == 200);
    CHECK(bench.post(kSlash, kForm) == 200);
    CHECK(bench.post(kSlash + "&x=1", "Application/X-WWW-Form-URLencoded; charset=utf-8") == 200);
    const auto press = R"({"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1"},"trigger_id":"1.2","container":{"message_ts":"1.5","channel_id":"D1"},)"
                       R"("message":{"blocks":")" +
                       std::string(100'000, 'x') + R"("},"actions":[{"type":"button","action_id":"v:hint:0","value":"d","action_ts":"1.6"}]})";
    CHECK(bench.post("payload=" + encoded(press), kForm) == 200);
    const auto form =
        R"({"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","hash":"1","callback_id":"answer","private_metadata":"{\"d\":\"x\",\"r\":\"U1\",\"k\":\"d\"}","state":{"values":{"answer":{"text":{"value":"y"}}}}}})";
    CHECK(bench.post("payload=" + encoded(form), kForm) == 200);
    CHECK((*bench.last)->body.empty());
    std::vector<std::string> keys;
    for (const auto& event : bench.intake.taken) keys.push_back(event.event);
    CHECK(keys == std::vector<std::string>{"Ev1", "slash:1.2.ab", "press:U1:1.5:v:hint:0:1.6", "form:V1:1"});
    CHECK(bench.intake.again.size() == 1);
}

TEST_CASE("without a right signature nothing gets in") {
    Bench bench;
    const auto good = bench.signed_request(kEvent);
    const auto with = [&](auto change) {
        auto request = good;
        change(request);
        return request;
    };
    using Request = net::HttpRequest;
    CHECK(bench.is_stranger(bench.signed_request(kEvent, kJson, kNow, "other-secret")));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers.erase(r.headers.begin() + 1); })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers.erase(r.headers.begin() + 2); })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers.push_back(r.headers[1]); })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers.push_back(r.headers[2]); })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers.insert(r.headers.begin(), {"x-slack-signature", "v0=0"}); })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers[2].second.pop_back(); })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers[2].second += '0'; })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers[2].second = ""; })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers[1].second = std::to_string(kNow + 1); })));
    CHECK(bench.is_stranger(with([](Request& r) { r.headers[1].second = ""; })));
    CHECK(bench.is_stranger(with([](Request& r) { r.body += ' '; })));
    CHECK(bench.is_stranger(with([](Request& r) { r.body.pop_back(); })));
    for (std::size_t i = 0; i < kEvent.size(); ++i) REQUIRE(bench.is_stranger(with([i](Request& r) { r.body[i] = char(r.body[i] ^ 1); })));
    CHECK(bench.refused == std::vector<std::string>(13 + kEvent.size(), "secret"));
    CHECK(bench.send(good)->status == 200);
    CHECK(bench.intake.taken.size() == 1);
}

TEST_CASE("old and future signatures are refused and counted as the clock's") {
    Bench bench;
    CHECK(bench.is_stranger(bench.signed_request(kEvent, kJson, kNow - 301)));
    CHECK(bench.is_stranger(bench.signed_request(kEvent, kJson, kNow + 301)));
    CHECK(bench.refused == std::vector<std::string>{"clock", "clock"});
    CHECK(bench.send(bench.signed_request(kEvent, kJson, kNow - 300))->status == 200);
    CHECK(bench.send(bench.signed_request(kEvent, kJson, kNow + 300))->status == 200);
}

TEST_CASE("a signed request that is sent again is acknowledged and counts once") {
    Bench bench;
    for (const auto& [body, type] : {std::pair{kEvent, kJson}, std::pair{kSlash, kForm}}) {
        const auto request = bench.signed_request(body, type);
        CHECK(bench.send(request)->status == 200);
        bench.clock.set(kNow + 299);
        CHECK(bench.send(request)->status == 200);
        bench.clock.set(kNow);
    }
    CHECK(bench.intake.taken.size() == 2);
    CHECK(bench.intake.again.size() == 2);
}

TEST_CASE("each of the secrets signs") {
    Bench bench;
    CHECK(bench.send(bench.signed_request(kEvent, kJson, kNow, "next-secret"))->status == 200);
    CHECK(bench.send(bench.signed_request(kEvent, kJson, kNow, kSecret))->status == 200);
}

TEST_CASE("the address is verified by its challenge, also before the start") {
    Bench bench(false);
    const std::string body = R"({"token":"legacy","challenge":"3eZbrw1aBm2r","type":"url_verification"})";
    const auto answer = bench.send(bench.signed_request(body));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == "3eZbrw1aBm2r");
    CHECK(answer->content_type.starts_with("text/plain"));
    auto request = bench.signed_request(body);
    request.headers.pop_back();
    CHECK(bench.send(request)->status == 401);
}

TEST_CASE("a certificate check is answered and nothing else of it counts") {
    Bench bench;
    auto unsigned_check = bench.signed_request("ssl_check=1&token=x", kForm);
    unsigned_check.headers.resize(1);
    auto answer = bench.send(unsigned_check);
    CHECK(answer->status == 200);
    CHECK(answer->body.empty());
    CHECK_FALSE(answer->keep_alive);
    CHECK(bench.post(kSlash + "&ssl_check=1", kForm) == 200);
    CHECK(bench.post("ssl_check=0&ssl_check=1&" + kSlash, kForm) == 200);
    CHECK(bench.intake.asked == 0);
    CHECK(bench.heard == 0);
    CHECK(bench.post(kSlash + "&ssl_check=0", kForm) == 200);
    CHECK(bench.intake.asked == 1);
}

TEST_CASE("a full intake and a failed commit are answered 503, so that Slack comes again") {
    Bench bench;
    bench.intake.full = 1;
    bench.intake.failing = 1;
    CHECK(bench.post(kEvent) == 503);
    CHECK(net::only_header((*bench.last)->headers, "x-slack-no-retry") == nullptr);
    CHECK(bench.post(kEvent) == 503);
    CHECK(bench.post(kEvent) == 200);
    CHECK(bench.refused == std::vector<std::string>{"full"});
}

TEST_CASE("before the start and after the end calls are put off") {
    Bench bench(false);
    CHECK(bench.post(kEvent) == 503);
    CHECK(bench.post(R"({"type":"event_callback","event_id":"Ev2","event":{"type":"app_uninstalled"}})") == 503);
    CHECK(bench.withdrawn == 0);
    bench.route_end.open(bench.intake, slack_test::kSelf);
    CHECK(bench.post(kEvent) == 200);
    bench.route_end.close();
    CHECK(bench.post(kEvent) == 503);
    CHECK(bench.intake.asked == 1);
}

TEST_CASE("what cannot be read is refused for good, what means nothing is acknowledged at once") {
    Bench bench;
    CHECK(bench.post("{") == 400);
    CHECK(*net::only_header((*bench.last)->headers, "x-slack-no-retry") == "1");
    CHECK(bench.post("a=%", kForm) == 400);
    CHECK(bench.post("a=1", kForm) == 400);
    CHECK(bench.post("payload={", kForm) == 400);
    CHECK(bench.post(kSlash + "&payload={", kForm) == 400);
    CHECK(bench.post(kEvent, "text/plain") == 400);
    CHECK(bench.post(kEvent, "") == 400);
    CHECK(bench.refused == std::vector<std::string>(7, "body"));
    CHECK(bench.post(R"({"type":"event_callback","event_id":"Ev2","event":{"type":"something_new"}})") == 200);
    CHECK(bench.post(R"({"type":"app_rate_limited","team_id":"T1"})") == 200);
    CHECK(bench.post("payload=" + encoded(R"({"type":"view_closed","user":{"id":"U1"}})"), kForm) == 200);
    CHECK(bench.refused.size() == 7);
    CHECK(bench.post(R"({"type":"event_callback","event_id":"Ev2","event":{"type":"message"}})") == 200);
    CHECK(bench.refused.back() == "shape");
    CHECK(bench.intake.asked == 0);
}

TEST_CASE("an installation that ends is told") {
    Bench bench;
    CHECK(bench.post(R"({"type":"event_callback","event_id":"Ev2","event":{"type":"tokens_revoked","tokens":{"bot":["UX"]}}})") == 200);
    CHECK(bench.withdrawn == 0);
    CHECK(bench.post(R"({"type":"event_callback","event_id":"Ev3","event":{"type":"app_uninstalled"}})") == 200);
    CHECK(bench.post(R"({"type":"event_callback","event_id":"Ev4","event":{"type":"tokens_revoked","tokens":{"bot":["UBOT"]}}})") == 200);
    CHECK(bench.withdrawn == 2);
    CHECK(bench.intake.asked == 0);
}

TEST_CASE("Slack's bodies may be long, and what the server refuses on the way is told as well") {
    Bench bench;
    CHECK(bench.route.body_cap == 512 * 1024);
    for (const int status : {413, 408, 400, 411}) bench.route.refused(status);
    CHECK(bench.refused == std::vector<std::string>{"size", "slow", "form", "form"});
}
