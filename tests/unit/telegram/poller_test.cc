// Long polling: what is asked, what is confirmed when, and how long trouble is waited out. No thread but in the last tests, no sleep.
#include "adapters/telegram/poller.h"

#include <thread>

#include "tests/support/catch.h"
#include "tests/unit/telegram/telegram_fakes.h"

namespace {

using namespace adapters::telegram;
using namespace telegram_test;
using bot::Duration;

struct Bench {
    explicit Bench(PollerOptions options = {}) : poller(api, pulse, clock, nullptr, options) {}

    // An answer that took as long as the platform holds a poll.
    void held(const std::string& body) {
        platform.next([this, body] {
            clock.forward(Duration(30'000));
            return ScriptedPlatform::reply(200, body);
        });
    }
    std::optional<Duration> step() { return poller.step(intake); }

    ScriptedPlatform platform;
    HandClock clock;
    Pulse pulse{4242};
    KeepingIntake intake;
    Api api = platform.api();
    Poller poller;
};

std::string updates(const std::vector<int>& ids) {
    std::string list;
    for (const int id : ids) {
        list += (list.empty() ? "" : ",") + (R"({"update_id":)" + std::to_string(id)) +
                R"(,"message":{"message_id":1,"date":1,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":"hi"}})";
    }
    return R"({"ok":true,"result":[)" + list + "]}";
}

std::string failure(int code, const std::string& description, const std::string& more = "") {
    return R"({"ok":false,"error_code":)" + std::to_string(code) + R"(,"description":")" + description + "\"" + more + "}";
}

bool asked_from(const Seen& call, const std::string& offset) { return call.body.find("\"offset\":" + offset + ",") != std::string::npos; }

}  // namespace

TEST_CASE("a poll begins at the stored cursor, is held, and outlives the hold") {
    Bench bench;
    bench.poller.begin_at("812");
    bench.held(updates({}));
    CHECK(bench.step() == Duration(0));
    const auto& call = bench.platform.seen.at(0);
    CHECK(call.method == "getUpdates");
    CHECK(call.body == R"({"offset":812,"limit":100,"timeout":30,"allowed_updates":["message","edited_message","callback_query","my_chat_member"]})");
    CHECK(call.total == Duration(45'000));
    CHECK(bench.intake.asked == 0);
    CHECK(bench.pulse.liveness().ready);
    CHECK(bench.pulse.liveness().last_heard == bench.clock.now());
}

TEST_CASE("a cursor that is none of ours begins with what is not confirmed") {
    for (const auto* cursor : {"", "-5", "12x", "99999999999999999999"}) {
        Bench bench;
        bench.poller.begin_at(std::string(cursor));
        bench.step();
        CHECK(bench.platform.seen.at(0).body.find("offset") == std::string::npos);
    }
}

TEST_CASE("events and the cursor behind them are handed in together, and only then is more asked for") {
    Bench bench;
    bench.platform.next(200, updates({5, 6}));
    CHECK(bench.step() == Duration(0));
    REQUIRE(bench.intake.taken.size() == 1);
    CHECK(bench.intake.taken[0].size() == 2);
    CHECK(bench.intake.cursors[0] == bot::app::Cursor{"4242", "7"});
    bench.step();
    CHECK(asked_from(bench.platform.seen.at(1), "7"));
}

TEST_CASE("the offset follows the last update received, also backwards") {
    Bench bench;
    bench.poller.begin_at("900");
    bench.platform.next(200, updates({12, 11, 3}));
    bench.step();
    bench.step();
    CHECK(asked_from(bench.platform.seen.at(1), "4"));
}

TEST_CASE("updates that mean nothing to us still move the cursor") {
    Bench bench;
    bench.platform.next(200, R"({"ok":true,"result":[{"update_id":8,"something_new":{}}]})");
    CHECK(bench.step() == Duration(0));
    REQUIRE(bench.intake.taken.size() == 1);
    CHECK(bench.intake.taken[0].empty());
    CHECK(bench.intake.cursors[0]->value == "9");
}

TEST_CASE("a full intake gets the same again, later, without another poll") {
    Bench bench;
    bench.intake.full = 3;
    bench.platform.next(200, updates({5}));
    Duration waited{0};
    for (int i = 0; i < 3; ++i) {
        const auto wait = bench.step();
        REQUIRE(wait);
        CHECK(*wait > waited / 2);
        CHECK(*wait >= Duration(40));
        waited = *wait;
    }
    CHECK(bench.step() == Duration(0));
    CHECK(bench.platform.seen.size() == 1);
    CHECK(bench.intake.asked == 4);
    CHECK(bench.intake.taken.at(0).size() == 1);
}

TEST_CASE("what could not be stored is handed in again and not confirmed") {
    Bench bench;
    bench.intake.failing = 2;
    bench.platform.next(200, updates({5}));
    CHECK(*bench.step() > Duration(0));
    CHECK(*bench.step() > Duration(0));
    CHECK(bench.step() == Duration(0));
    CHECK(bench.platform.seen.size() == 1);
    CHECK(bench.intake.taken.size() == 3);
    bench.step();
    CHECK(asked_from(bench.platform.seen.at(1), "6"));
}

TEST_CASE("after trouble the next poll is short, to learn soon that it is over") {
    Bench bench;
    bench.platform.silence("connection refused");
    bench.step();
    bench.held(updates({}));
    bench.step();
    bench.step();
    CHECK(bench.platform.seen.at(0).body.find("\"timeout\":30,") != std::string::npos);
    CHECK(bench.platform.seen.at(1).body.find("\"timeout\":3,") != std::string::npos);
    CHECK(bench.platform.seen.at(2).body.find("\"timeout\":30,") != std::string::npos);
}

TEST_CASE("updates of a wrong shape are counted") {
    PollerOptions options;
    int wrong = 0;
    options.refused = [&](std::string_view why) { wrong += why == "shape"; };
    Bench bench(options);
    bench.intake.full = 2;
    bench.platform.next(200, R"({"ok":true,"result":[{"update_id":8,"message":1},{"update_id":9,"message":[]}]})");
    for (int i = 0; i < 3; ++i) bench.step();
    CHECK(wrong == 2);
    CHECK(bench.intake.cursors.at(0)->value == "10");
}

TEST_CASE("another poller is named, and waited for at least five seconds, longer each time") {
    Bench bench;
    Duration last{0};
    for (int i = 0; i < 4; ++i) {
        bench.platform.next(409, failure(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"));
        const auto wait = bench.step();
        REQUIRE(wait);
        CHECK(*wait >= Duration(5'000));
        CHECK(*wait > last);
        last = *wait;
    }
    CHECK_FALSE(bench.pulse.liveness().ready);
    CHECK(bench.pulse.liveness().trouble.find("another program polls") != std::string::npos);
    bench.held(updates({}));
    bench.step();
    CHECK(bench.pulse.liveness().ready);
    CHECK(bench.pulse.liveness().trouble.empty());
}

TEST_CASE("a webhook in the way is named; it is removed only if that was asked for") {
    const auto conflict = failure(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    Bench bench;
    bench.platform.next(409, conflict);
    CHECK(*bench.step() >= Duration(5'000));
    CHECK(bench.platform.seen.size() == 1);
    CHECK(bench.pulse.liveness().trouble.find("webhook") != std::string::npos);

    PollerOptions options;
    options.take_over = true;
    Bench taker(options);
    taker.platform.next(409, conflict);
    CHECK(*taker.step() > Duration(0));
    REQUIRE(taker.platform.seen.size() == 2);
    CHECK(taker.platform.seen[1].method == "deleteWebhook");
    CHECK(taker.platform.seen[1].body == R"({"drop_pending_updates":false})");
}

TEST_CASE("a token that is no longer valid ends polling with an alarm") {
    for (const int code : {401, 404}) {
        Bench bench;
        bench.platform.next(code, failure(code, "Unauthorized"));
        CHECK(bench.step() == std::nullopt);
        CHECK_FALSE(bench.pulse.liveness().ready);
        CHECK(bench.pulse.liveness().trouble.find("token") != std::string::npos);
    }
}

TEST_CASE("a 404 or 401 of something in between is trouble, not the end") {
    Bench bench;
    bench.platform.next(404, "<html>no such page</html>");
    CHECK(bench.step().has_value());
    CHECK_FALSE(bench.pulse.liveness().last_heard);
}

TEST_CASE("polling waits as long as it is asked to") {
    Bench bench;
    bench.platform.next(429, failure(429, "Too Many Requests: retry after 9", R"(,"parameters":{"retry_after":9})"));
    CHECK(*bench.step() == Duration(9'000));
}

TEST_CASE("network trouble, server errors and garbage are waited out, longer each time and never without a pause") {
    Bench bench;
    std::vector<Duration> waits;
    bench.platform.silence("connection refused");
    bench.platform.next(502, "<html>bad gateway</html>");
    bench.platform.next(500, failure(500, "Internal Server Error"));
    bench.platform.next(200, "garbage");
    bench.platform.next(200, R"({"ok":true,"result":"no list"})");
    bench.platform.next(200, "");
    for (int i = 0; i < 6; ++i) waits.push_back(*bench.step());
    for (std::size_t i = 0; i < waits.size(); ++i) {
        CHECK(waits[i] >= Duration(800));
        CHECK(waits[i] <= Duration(60'000));
        if (i > 0) CHECK(waits[i] > waits[i - 1]);
    }
    CHECK(bench.intake.asked == 0);
    bench.held(updates({}));
    bench.step();
    bench.platform.silence("connection refused");
    CHECK(*bench.step() <= Duration(1'000));
}

TEST_CASE("a platform that does not hold polls is not asked in a spin") {
    Bench bench;
    for (int i = 0; i < 3; ++i) {
        bench.platform.next(200, updates({}));
        CHECK(*bench.step() >= Duration(80));
    }
    bench.platform.next(200, updates({5}));
    CHECK(*bench.step() == Duration(0));
    bench.platform.next(200, updates({5}));
    CHECK(*bench.step() >= Duration(800));
    bench.platform.next(200, R"({"ok":true,"result":[{"message":{}}]})");
    CHECK(*bench.step() > Duration(0));
}

TEST_CASE("the token stands in the path and nowhere else") {
    Bench bench;
    bench.platform.silence("no route to /bot4242:secret-Token_x/getUpdates");
    bench.step();
    CHECK(bench.platform.seen.at(0).path == "/bot4242:secret-Token_x/getUpdates");
    CHECK(bench.platform.seen.at(0).body.find("secret") == std::string::npos);
    CHECK(bench.pulse.liveness().trouble == "no answer: no route to /bot<token>/getUpdates");
}

TEST_CASE("stop ends a poller that waits for the intake, and a late answer of the intake finds nobody") {
    Bench bench;
    bench.intake.hold = true;
    bench.platform.next(200, updates({5}));
    std::thread thread([&] { bench.poller.run(bench.intake); });
    bench.poller.stop();
    thread.join();
    for (const auto& done : bench.intake.held) done(true);
    CHECK(bench.platform.seen.size() <= 1);
}

TEST_CASE("stop ends a poller whose token is dead") {
    Bench bench;
    bench.platform.next(401, failure(401, "Unauthorized"));
    std::thread thread([&] { bench.poller.run(bench.intake); });
    bench.poller.stop();
    thread.join();
    CHECK(bench.platform.seen.size() <= 1);
}
