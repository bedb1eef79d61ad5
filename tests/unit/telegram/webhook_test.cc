// The webhook's end: who gets in, what is acknowledged when, and with what.
#include "adapters/telegram/webhook.h"

#include "tests/support/catch.h"
#include "tests/unit/telegram/telegram_fakes.h"

namespace {

using namespace adapters;
using namespace adapters::telegram;
using namespace telegram_test;

constexpr const char* kUpdate = R"({"update_id":5,"message":{"message_id":1,"date":1,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":"hi"}})";

struct Bench {
    std::optional<net::HttpResponse> post(const std::string& body, std::vector<std::string> secrets = {"s3cret"}) {
        net::HttpRequest request;
        request.method = "POST";
        request.path = "/hook";
        request.body = body;
        for (auto& secret : secrets) request.headers.emplace_back("x-telegram-bot-api-secret-token", std::move(secret));
        auto answer = std::make_shared<std::optional<net::HttpResponse>>();
        route.handle(request, [answer](const net::HttpResponse& response) { *answer = response; });
        last = answer;
        return *answer;
    }

    HandClock clock;
    std::shared_ptr<Pulse> pulse = std::make_shared<Pulse>(4242);
    std::vector<std::string> refused;
    Webhook webhook{{"/hook", "s3cret", [this](std::string_view why) { refused.emplace_back(why); }}, pulse, clock};
    net::Route route = webhook.route();
    KeepingIntake intake;
    std::shared_ptr<std::optional<net::HttpResponse>> last;
};

}  // namespace

TEST_CASE("an update is acknowledged once it is durable, with an empty body and the connection kept") {
    Bench bench;
    bench.webhook.open(bench.intake);
    bench.intake.hold = true;
    CHECK_FALSE(bench.post(kUpdate));
    REQUIRE(bench.intake.held.size() == 1);
    CHECK(bench.intake.taken[0].size() == 1);
    CHECK(bench.intake.cursors[0] == std::nullopt);
    bench.intake.held[0](true);
    REQUIRE(*bench.last);
    CHECK((*bench.last)->status == 200);
    CHECK((*bench.last)->body.empty());
    CHECK((*bench.last)->content_type.find("json") == std::string::npos);
    CHECK((*bench.last)->keep_alive);
    CHECK(bench.pulse->liveness().last_heard == bench.clock.now());
}

TEST_CASE("without the one right secret nothing gets in") {
    Bench bench;
    bench.webhook.open(bench.intake);
    for (const auto& secrets :
         std::vector<std::vector<std::string>>{{}, {""}, {"wrong"}, {"s3cre"}, {"s3cretx"}, {"S3cret"}, {"s3cret", "s3cret"}, {"s3cret", "x"}}) {
        const auto answer = bench.post(kUpdate, secrets);
        REQUIRE(answer);
        CHECK(answer->status == 401);
        CHECK_FALSE(answer->keep_alive);
        CHECK(answer->body.empty());
    }
    CHECK(bench.intake.asked == 0);
    CHECK(bench.refused == std::vector<std::string>(8, "secret"));
    CHECK_FALSE(bench.pulse->liveness().last_heard);
}

TEST_CASE("a full intake and a failed commit are answered 503 with a time to come again") {
    Bench bench;
    bench.webhook.open(bench.intake);
    bench.intake.full = 1;
    bench.intake.failing = 1;
    for (int i = 0; i < 2; ++i) {
        const auto answer = bench.post(kUpdate);
        REQUIRE(answer);
        CHECK(answer->status == 503);
        CHECK(*net::only_header(answer->headers, "retry-after") == "1");
    }
    CHECK(bench.post(kUpdate)->status == 200);
    CHECK(bench.refused == std::vector<std::string>{"full"});
}

TEST_CASE("before start and after stop calls are put off") {
    Bench bench;
    CHECK(bench.post(kUpdate)->status == 503);
    bench.webhook.open(bench.intake);
    CHECK(bench.post(kUpdate)->status == 200);
    bench.webhook.close();
    CHECK(bench.post(kUpdate)->status == 503);
    CHECK(bench.intake.asked == 1);
}

TEST_CASE("what cannot be read is refused, what means nothing is acknowledged at once") {
    Bench bench;
    bench.webhook.open(bench.intake);
    CHECK(bench.post("{")->status == 400);
    CHECK(bench.post("[]")->status == 400);
    CHECK(bench.post(R"({"update_id":6,"something_new":1})")->status == 200);
    CHECK(bench.post(R"({"update_id":7,"message":"hi"})")->status == 200);
    CHECK(bench.intake.asked == 0);
    CHECK(bench.refused == std::vector<std::string>{"body", "body", "shape"});
}

TEST_CASE("what the HTTP server refuses on the way to us is told as well") {
    Bench bench;
    for (const int status : {413, 408, 400, 411, 415}) bench.route.refused(status);
    CHECK(bench.refused == std::vector<std::string>{"size", "slow", "form", "form", "form"});
}

TEST_CASE("secrets are compared whole") {
    CHECK(same_secret("abc", "abc"));
    CHECK_FALSE(same_secret("abc", "abd"));
    CHECK_FALSE(same_secret("abc", "abcd"));
    CHECK_FALSE(same_secret("abcd", "abc"));
    CHECK_FALSE(same_secret("", "abc"));
    CHECK_FALSE(same_secret("", ""));
    CHECK_FALSE(same_secret(std::string("abc\0", 4), "abc"));
}
