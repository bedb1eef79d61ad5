// Owns the tests of Socket Mode's rules: connections that nobody makes, a clock moved by hand.
#include "adapters/slack/socket_mode.h"

#include <sstream>
#include <thread>

#include "adapters/slack/envelope_codec.h"
#include "tests/support/catch.h"
#include "tests/unit/slack/socket_fakes.h"

namespace {

using namespace adapters;
using namespace adapters::slack;
using namespace slack_test;
using bot::Duration;
using namespace std::chrono_literals;

struct Taken {
    std::string type;
    std::string payload;
    Ack ack;
};

class Stage {
   public:
    explicit Stage(int connections = 2, std::uint64_t seed = 7) {
        SocketModeOptions options;
        options.connections = connections;
        options.seed = seed;
        options.refused = [this](std::string_view why) { refused.emplace_back(why); };
        mode = std::make_unique<SocketMode>(
            [this] {
                asked.push_back(clock.now());
                if (answers.empty()) return Whereabouts{"wss://x/?ticket=hunter2", "", false, {}};
                auto answer = answers.front();
                if (!stuck) answers.pop_front();
                return answer;
            },
            [this](const std::string&) -> bot::Result<std::unique_ptr<net::WebSocket>> {
                if (no_network) return bot::fail(bot::Code::kUnavailable, "no websocket to x: connection refused");
                wires.push_back(std::make_shared<Wire>());
                return std::unique_ptr<net::WebSocket>(std::make_unique<FakeSocket>(wires.back()));
            },
            [this](Envelope envelope, Ack ack) {
                taken.push_back({std::move(envelope.type), std::move(envelope.payload), std::move(ack)});
            },
            clock, &log, options);
    }

    // Lets time pass as run() would; on_wire sees each connection once it is open.
    void pass(Duration time, const std::function<void(Wire&)>& on_wire = nullptr) {
        const auto until = clock.now() + time;
        std::size_t known = wires.size();
        for (;;) {
            const auto wait = mode->step();
            for (; known < wires.size(); ++known) {
                if (on_wire) on_wire(*wires[known]);
            }
            finish_goodbyes();
            if (clock.now() >= until) return;
            clock.forward(std::clamp<Duration>(wait.value_or(1h), 1ms, std::min<Duration>(50ms, until - clock.now())));
        }
    }
    static void greet(Wire& wire) { wire.hello(); }
    // Two connections, greeted, for as long.
    void settle(Duration time = 70s) { pass(time, greet); }

    std::size_t open() const {
        return std::size_t(std::count_if(wires.begin(), wires.end(), [](const auto& wire) { return wire->open(); }));
    }
    bool ready() const { return mode->liveness().ready; }
    std::string trouble() const { return mode->liveness().trouble; }
    std::size_t asked_since(bot::Instant when) const {
        return std::size_t(std::count_if(asked.begin(), asked.end(), [&](auto at) { return at >= when; }));
    }

    HandClock clock;
    std::ostringstream lines;
    bot::app::Log log{bot::app::LogFormat::kPlain, bot::app::LogLevel::kDebug, lines};
    std::deque<Whereabouts> answers;
    bool stuck = false;  // the first answer stays
    bool no_network = false;
    std::vector<bot::Instant> asked;
    std::vector<std::shared_ptr<Wire>> wires;
    std::vector<Taken> taken;
    std::vector<std::string> refused;
    std::unique_ptr<SocketMode> mode;

   private:
    void finish_goodbyes() const {
        for (const auto& wire : wires) {
            if (wire->closing) wire->close();
        }
    }
};

}  // namespace

TEST_CASE("two connections are opened, the second when the first is greeted") {
    Stage stage;
    stage.pass(5s);
    CHECK(stage.wires.size() == 1);
    CHECK_FALSE(stage.ready());
    stage.wires[0]->hello();
    CHECK(stage.ready());
    stage.pass(0s);
    CHECK(stage.wires.size() == 2);
    stage.wires[1]->hello();
    stage.pass(3h);
    CHECK(stage.wires.size() == 2);
    CHECK(stage.open() == 2);
    CHECK(stage.mode->liveness().last_heard);
}

TEST_CASE("an envelope is acknowledged on the socket that brought it, when its taker says so") {
    Stage stage;
    stage.settle();
    stage.wires[1]->envelope("e1", "events_api", R"({"event":{"text":"a \" } ] b"}})");
    stage.wires[0]->envelope("e2", "slash_commands");
    REQUIRE(stage.taken.size() == 2);
    CHECK(stage.taken[0].type == "events_api");
    CHECK(stage.taken[0].payload == R"({"event":{"text":"a \" } ] b"}})");
    CHECK(stage.wires[1]->sent.empty());
    stage.taken[0].ack();
    stage.taken[0].ack();
    CHECK(stage.wires[1]->sent == std::vector<std::string>{R"({"envelope_id":"e1"})"});
    CHECK(stage.wires[0]->sent.empty());
    stage.wires[0]->close();
    stage.taken[1].ack();
    CHECK(stage.wires[0]->sent.empty());
}

TEST_CASE("an acknowledgement may come after everything is gone") {
    Ack late;
    {
        Stage stage;
        stage.settle();
        stage.wires[0]->envelope("e1");
        late = stage.taken[0].ack;
    }
    late();
}

TEST_CASE("an unknown kind of envelope is acknowledged and logged, what is no envelope is counted") {
    Stage stage;
    stage.settle();
    stage.wires[0]->envelope("e1", "workflow_steps");
    CHECK(stage.taken.empty());
    CHECK(stage.wires[0]->sent.size() == 1);
    CHECK(stage.lines.str().find("workflow_steps") != std::string::npos);
    for (const char* text :
         {"", "x", "[]", "{}", R"({"type":"events_api","payload":{}})", R"({"type":"events_api","envelope_id":"a\"b"})", R"({"type":"hello")"})
        stage.wires[0]->say(text);
    CHECK(stage.refused.size() == 7);
    CHECK(stage.open() == 2);
}

TEST_CASE("a connection is refreshed without a deaf moment: the next first, both read, then the old one dropped") {
    Stage stage;
    stage.settle();
    stage.wires[0]->envelope("e1");
    stage.wires[0]->disconnect("warning");
    CHECK(stage.open() == 2);
    stage.pass(0s);
    REQUIRE(stage.wires.size() == 3);
    CHECK(stage.wires[0]->open());
    stage.wires[0]->envelope("e2");
    stage.taken[1].ack();
    CHECK(stage.wires[0]->sent.size() == 1);
    stage.wires[2]->hello();
    stage.pass(0s);
    // An envelope is in hand: the old one waits for its acknowledgement.
    CHECK(stage.wires[0]->open());
    stage.taken[0].ack();
    stage.taken.clear();
    CHECK(stage.wires[0]->sent.back() == R"({"envelope_id":"e1"})");
    stage.pass(100ms);
    CHECK_FALSE(stage.wires[0]->open());
    CHECK(stage.open() == 2);
    stage.wires[2]->envelope("e3");
    CHECK(stage.taken.size() == 1);
    stage.pass(1h);
    CHECK(stage.wires.size() == 3);
}

TEST_CASE("an acknowledgement that never comes does not keep a replaced connection") {
    Stage stage(1);
    stage.settle();
    stage.wires[0]->envelope("e1");
    stage.wires[0]->disconnect("refresh_requested");
    stage.pass(1s, Stage::greet);
    CHECK(stage.wires[0]->open());
    stage.pass(6s);
    CHECK_FALSE(stage.wires[0]->open());
    CHECK(stage.open() == 1);
}

TEST_CASE("while no replacement can be had, the warned connection is read until it ends") {
    Stage stage(1);
    stage.settle();
    stage.no_network = true;
    stage.wires[0]->disconnect("warning");
    stage.pass(9s);
    CHECK(stage.wires[0]->open());
    CHECK(stage.ready());
    stage.wires[0]->envelope("e1");
    CHECK(stage.taken.size() == 1);
    stage.wires[0]->close();
    CHECK_FALSE(stage.ready());
    stage.no_network = false;
    stage.pass(20s, Stage::greet);
    CHECK(stage.ready());
    CHECK(stage.trouble().empty());
}

TEST_CASE("a connection that is not greeted is given up") {
    Stage stage(1);
    stage.pass(9s);
    CHECK(stage.open() == 1);
    stage.pass(1500ms);
    CHECK_FALSE(stage.wires[0]->open());
    CHECK(stage.trouble() == "a connection was not greeted");
    stage.pass(2s, Stage::greet);
    CHECK(stage.ready());
}

TEST_CASE("Socket Mode that is switched off ends all, with a line that says what to do") {
    Stage stage;
    stage.settle();
    stage.wires[1]->disconnect("link_disabled");
    CHECK(stage.mode->step() == std::nullopt);
    CHECK(stage.open() == 0);
    CHECK_FALSE(stage.ready());
    CHECK(stage.trouble().find("switch it on") != std::string::npos);
    CHECK(stage.lines.str().find("socket mode has ended") != std::string::npos);
    const auto before = stage.asked.size();
    stage.pass(1h);
    CHECK(stage.asked.size() == before);
}

TEST_CASE("one connection too many is closed, and no other opened for a minute") {
    Stage stage;
    stage.settle();
    const auto when = stage.clock.now();
    stage.wires[1]->disconnect("too_many_websockets");
    stage.pass(59s, Stage::greet);
    CHECK(stage.open() == 1);
    CHECK(stage.asked_since(when) == 0);
    CHECK(stage.ready());
    stage.pass(3s, Stage::greet);
    CHECK(stage.open() == 2);
    // Again and again: never more than one a minute.
    const auto from = stage.clock.now();
    stage.pass(10min, [](Wire& wire) {
        wire.hello();
        wire.disconnect("too_many_websockets");
    });
    stage.wires.back()->disconnect("too_many_websockets");
    stage.pass(10min, [](Wire& wire) {
        wire.hello();
        wire.disconnect("too_many_websockets");
    });
    CHECK(stage.asked_since(from) <= 11);
}

TEST_CASE("a token that is not valid ends the trying, but not what still listens") {
    Stage stage;
    stage.settle();
    stage.answers.push_back({"", "the app token is not valid", true, {}});
    stage.wires[0]->close();
    stage.pass(10s);
    CHECK(stage.ready());
    CHECK(stage.trouble() == "the app token is not valid");
    const auto asked = stage.asked.size();
    stage.pass(1h);
    CHECK(stage.asked.size() == asked);
    stage.wires[1]->close();
    CHECK_FALSE(stage.ready());
    CHECK(stage.mode->step() == std::nullopt);
}

TEST_CASE("the platform's request for patience is honoured") {
    Stage stage;
    stage.answers.push_back({"", "the platform asks for patience", false, 45s});
    stage.pass(44s, Stage::greet);
    CHECK(stage.asked.size() == 1);
    stage.pass(2s, Stage::greet);
    CHECK(stage.asked.size() == 3);
    CHECK(stage.ready());
}

TEST_CASE("permanent trouble of any kind makes no storm") {
    const auto kind = GENERATE(as<std::string>{}, "refused", "unreachable", "closed", "greeted and closed", "refreshed at once", "one of two", "too many");
    INFO(kind);
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Stage stage(2, seed);
        if (kind == "refused") {
            stage.answers.push_back({"", "internal_error", false, {}});
            stage.stuck = true;
        }
        stage.no_network = kind == "unreachable";
        int number = 0;
        const auto on_wire = [&](Wire& wire) {
            if (kind == "one of two" && number++ == 0) return wire.hello();
            if (kind != "closed") wire.hello();
            if (kind == "too many") return wire.disconnect("too_many_websockets");
            if (kind == "refreshed at once") return wire.disconnect("refresh_requested");
            wire.close();
        };
        const auto begun = stage.clock.now();
        stage.pass(60s, on_wire);
        CHECK(stage.asked.size() <= 10);
        stage.pass(240s, on_wire);
        // In any minute after the first few there are at most two.
        CHECK(stage.asked_since(begun + 120s) <= 8);
        CHECK(stage.asked.size() >= 6);
    }
}

TEST_CASE("many connections lost together come back one by one, and soon") {
    Stage stage(4);
    stage.settle();
    CHECK(stage.open() == 4);
    for (const auto& wire : stage.wires) wire->close();
    CHECK_FALSE(stage.ready());
    const auto lost = stage.clock.now();
    stage.pass(2s, Stage::greet);
    CHECK(stage.open() == 4);
    CHECK(stage.asked_since(lost) == 4);
}

TEST_CASE("cut again as soon as it is back, it is deaf for less than a second each time, and then takes its time") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Stage stage(2, seed);
        stage.settle();
        for (int cut = 0; cut < 3; ++cut) {
            for (const auto& wire : stage.wires) wire->close();
            CHECK_FALSE(stage.ready());
            stage.pass(700ms, Stage::greet);
            CHECK(stage.ready());
        }
        for (const auto& wire : stage.wires) wire->close();
        stage.pass(700ms, Stage::greet);
        CHECK_FALSE(stage.ready());
        stage.settle();
        for (const auto& wire : stage.wires) wire->close();
        stage.pass(700ms, Stage::greet);
        CHECK(stage.ready());
    }
}

TEST_CASE("no hurry shortens the patience that the platform asked for") {
    Stage stage;
    stage.answers.push_back({"wss://x/?ticket=1", "", false, {}});
    stage.answers.push_back({"", "the platform asks for patience", false, 45s});
    stage.pass(1s, Stage::greet);
    REQUIRE(stage.wires.size() == 1);
    stage.wires[0]->close();
    stage.pass(43s, Stage::greet);
    CHECK(stage.asked.size() == 2);
    stage.pass(3s, Stage::greet);
    CHECK(stage.ready());
}

TEST_CASE("after a good minute trouble begins small again") {
    Stage stage(1);
    stage.no_network = true;
    stage.pass(5min);
    stage.no_network = false;
    stage.pass(3min, Stage::greet);
    REQUIRE(stage.ready());
    const auto lost = stage.clock.now();
    stage.wires.back()->close();
    stage.pass(1500ms, Stage::greet);
    CHECK(stage.ready());
    CHECK(stage.asked_since(lost) == 1);
}

TEST_CASE("a clock that is set back does not delay the next try by that") {
    Stage stage(1);
    stage.no_network = true;
    stage.pass(30s);
    stage.clock.forward(-24h);
    stage.no_network = false;
    stage.pass(61s, Stage::greet);
    CHECK(stage.ready());
}

TEST_CASE("after stop nothing is handed over, and what was is still acknowledged") {
    Stage stage;
    stage.settle();
    stage.wires[0]->envelope("e1");
    auto ack = std::move(stage.taken[0].ack);
    stage.taken.clear();
    const auto wire = stage.wires[0];
    std::thread acking([&] {
        ack();
        ack = nullptr;
    });
    stage.mode->stop(10s);
    acking.join();
    CHECK(wire->sent.size() == 1);
    CHECK(stage.open() == 0);
    wire->envelope("e2");
    CHECK(stage.taken.empty());
    CHECK_FALSE(stage.ready());
}

TEST_CASE("no ticket shows in the log") {
    Stage stage;
    stage.settle();
    stage.no_network = true;
    stage.wires[0]->close();
    stage.pass(1min);
    CHECK(stage.lines.str().find("hunter2") == std::string::npos);
}

TEST_CASE("frames are read whatever stands around, behind and inside the members") {
    const auto frame = decode_frame(
        " { \"payload\" : [ {\"a\":\"]}\\\"\"} , 2 ] ,\n\"retry_attempt\":1, "
        "\"accepts_response_payload\":true,\"envelope_id\":\"e-1\",\"type\":\"interactive\" } ");
    REQUIRE(frame);
    CHECK(frame->type == "interactive");
    CHECK(frame->envelope == "e-1");
    CHECK(frame->payload == "[ {\"a\":\"]}\\\"\"} , 2 ]");
    CHECK(frame->answerable);
    CHECK(frame->again);
    CHECK(ack_json(frame->envelope) == R"({"envelope_id":"e-1"})");
    CHECK(decode_frame(std::string(1'000'000, '[')) == std::nullopt);
    CHECK(decode_frame("{\"a\":" + std::string(1'000'000, '[')) == std::nullopt);
    CHECK(decode_frame(R"({"type":"hello)") == std::nullopt);
    CHECK(decode_frame(R"({"type":"x"} {)").has_value());
}

TEST_CASE("no cut or changed byte of a frame does harm") {
    const std::string whole = R"({"envelope_id":"e1","type":"events_api","retry_attempt":0,"payload":{"a":["x\\",{"b":"\u00e4"}],"c":null}})";
    for (std::size_t i = 0; i < whole.size(); ++i) {
        CHECK_FALSE(decode_frame(whole.substr(0, i)));
        for (const char c : {'"', '\\', '{', '}', '[', ']', ',', ':', '\0', '\xff'}) {
            auto changed = whole;
            changed[i] = c;
            (void)decode_frame(changed);
        }
    }
}
