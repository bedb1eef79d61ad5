// What people are called: who waits for a name, for how long, and that nobody's events overtake one another for it.
#include "adapters/slack/naming.h"

#include "tests/support/catch.h"
#include "tests/unit/slack/intake_fakes.h"
#include "tests/unit/slack/slack_calls.h"

namespace {

using namespace adapters::slack;
using namespace slack_test;

struct Bench {
    ScriptedSlack slack;
    CallClock clock;
    bot::Duration takes{50};  // each question to the platform
    Api api{ScriptedSlack::kToken, [this, inner = slack.exchange()](const adapters::net::HttpCall& call) {
                clock.forward(takes);
                return inner(call);
            }};
    People people{api, clock};
    KeepingIntake intake;
    int news = 0;
    Naming naming{intake, people, clock, [this] { ++news; }};
    int events = 0;
    std::vector<std::string> acknowledged;
    std::vector<std::string> dropped;

    void happens(const std::string& person, bool in_channel = true) {
        bot::Inbound event;
        event.event = person + "." + std::to_string(++events);
        event.kind = in_channel ? bot::RoomKind::kGroup : bot::RoomKind::kDirect;
        event.author.key = person;
        event.what = bot::Said{"hello"};
        const auto name = event.event;
        REQUIRE(naming.submit({std::move(event)}, std::nullopt, [this, name](bool durable) { (durable ? acknowledged : dropped).push_back(name); }));
    }
    void is_called(const std::string& name) { slack.next(200, R"({"ok":true,"user":{"id":"U7","profile":{"display_name":")" + name + R"("}}})"); }
    // What was taken in: the event and its author's name.
    std::vector<std::string> taken() const {
        std::vector<std::string> all;
        for (const auto& event : intake.taken) all.push_back(event.event + " " + event.author.name);
        return all;
    }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("in a channel somebody's first words wait for their name") {
    Bench bench;
    bench.happens("U7");
    CHECK(bench.news == 1);
    CHECK(bench.taken().empty());
    bench.is_called("Ada");
    CHECK(bench.naming.look_up());
    CHECK(bench.taken() == Lines{"U7.1 Ada"});
    CHECK(bench.acknowledged == Lines{"U7.1"});
    bench.happens("U7");
    CHECK(bench.taken() == Lines{"U7.1 Ada", "U7.2 Ada"});
    CHECK_FALSE(bench.naming.look_up());
    CHECK(bench.news == 1);
}

TEST_CASE("what somebody does meanwhile waits behind, what others do does not") {
    Bench bench;
    bench.happens("U7");
    bench.happens("U7", false);
    bench.happens("U8", false);
    CHECK(bench.taken() == Lines{"U8.3 "});
    bench.is_called("Ada");
    CHECK(bench.naming.look_up());
    CHECK(bench.taken() == Lines{"U8.3 ", "U7.1 Ada", "U7.2 Ada"});
}

TEST_CASE("in a direct chat nothing waits for a name") {
    Bench bench;
    bench.happens("U7", false);
    CHECK(bench.taken() == Lines{"U7.1 "});
    CHECK(bench.news == 1);
    bench.is_called("Ada");
    CHECK(bench.naming.look_up());
    bench.happens("U7", false);
    CHECK(bench.taken() == Lines{"U7.1 ", "U7.2 Ada"});
}

TEST_CASE("who has no name goes on without one, and is not asked about again soon") {
    Bench bench;
    bench.happens("U7");
    bench.slack.silence("nobody answers");
    CHECK(bench.naming.look_up());
    bench.happens("U7");
    CHECK(bench.taken() == Lines{"U7.1 ", "U7.2 "});
    CHECK(bench.slack.seen.size() == 1);
}

TEST_CASE("nobody waits for longer than a second behind others whom the platform is slow to name") {
    Bench bench;
    bench.takes = bot::Duration(1'000);
    bench.happens("U7");
    bench.happens("U8");
    bench.slack.silence("too slow");
    CHECK(bench.naming.look_up());
    CHECK(bench.taken() == Lines{"U7.1 ", "U8.2 "});
}

TEST_CASE("what waited and finds no room is not acknowledged") {
    Bench bench;
    bench.happens("U7");
    bench.intake.full = 1;
    bench.is_called("Ada");
    CHECK(bench.naming.look_up());
    CHECK(bench.taken().empty());
    CHECK(bench.dropped == Lines{"U7.1"});
}

TEST_CASE("at the end what waits is not taken in, so that it comes again") {
    Bench bench;
    bench.happens("U7");
    bench.naming.close();
    CHECK(bench.dropped == Lines{"U7.1"});
    bench.happens("U8");
    CHECK(bench.taken() == Lines{"U8.2 "});
}
