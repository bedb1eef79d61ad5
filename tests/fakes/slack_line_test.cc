// The fake hands events over as Slack does, disturbed as a test wants it: over sockets and pushed to a port.
#include <atomic>

#include "tests/fakes/slack_app.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

const SlackPerson kAnna{"U701", "Anna"};
const SlackPerson kBoris{"U702", "Boris"};

LineOptions quick() {
    LineOptions options;
    options.resend_after = std::chrono::milliseconds(30);
    return options;
}

std::string said(const Json& envelope) { return envelope["payload"]["event"].value("text", ""); }

// The first handing over is disturbed.
HandOvers first(HandOver::Kind kind, std::chrono::milliseconds wait = {}) {
    return [=](const SeenEnvelope& seen) { return HandOver{seen.nth == 1 ? kind : HandOver::Kind::kNone, wait, nullptr}; };
}

std::size_t confirmed(const SlackApi& slack) {
    const auto log = slack.log();
    return std::size_t(std::count_if(log.begin(), log.end(), [](const Record& record) { return record.kind == Record::Kind::kConfirmed; }));
}

struct Connected {
    explicit Connected(LineOptions options = {}) {
        slack.set_line(options);
        socket = std::make_unique<SlackSocket>(slack);
        if (socket->next()["type"] != "hello") throw std::runtime_error("no hello");
    }
    SlackApi slack;
    std::unique_ptr<SlackSocket> socket;
};

}  // namespace

TEST_CASE("an acknowledgement is told of when it is there, also one that goes under or comes after a second sending") {
    Connected now(quick());
    std::atomic<int> acks = 0;
    now.slack.set_hand_overs([&](const SeenEnvelope& seen) {
        return HandOver{seen.nth == 1 ? HandOver::Kind::kNoAck : HandOver::Kind::kNone, {}, nullptr, seen.nth == 1 ? [&] { ++acks; } : std::function<void()>()};
    });
    now.slack.add(says(kAnna, direct(kAnna), "one"));
    const auto one = now.socket->next();
    CHECK(acks == 0);
    const auto again = now.socket->next();
    REQUIRE(again["retry_attempt"] == 1);
    now.socket->acknowledge(again);
    CHECK(now.slack.wait_until_heard());
    CHECK(acks == 1);
}

TEST_CASE("of what is pushed and goes under only events come again") {
    SlackApi slack;
    slack.set_line(quick());
    slack.push_to(1, "/slack/events");  // nobody listens there
    slack.set_hand_overs(first(HandOver::Kind::kLost));
    slack.slash(kAnna, direct(kAnna), "packs");
    CHECK(slack.wait_until_heard());
    CHECK(confirmed(slack) == 0);
}

TEST_CASE("an event comes in an envelope until it is acknowledged") {
    Connected now(quick());
    const auto update = now.slack.add(says(kAnna, direct(kAnna), "1 < 2"));
    const auto one = now.socket->next();
    REQUIRE(one["retry_attempt"] == 0);
    CHECK(said(one) == "1 &lt; 2");
    CHECK(now.slack.update_of(one["payload"]["event_id"].get<std::string>()) == update);
    const auto again = now.socket->next();
    CHECK(again["envelope_id"] == one["envelope_id"]);
    CHECK(again["retry_attempt"] == 1);
    CHECK(again["retry_reason"] == "timeout");
    CHECK(now.slack.waiting() == 1);
    now.socket->acknowledge(again);
    CHECK(now.slack.wait_until_heard());
    REQUIRE(now.slack.ack_times().size() == 1);
    CHECK(now.slack.ack_times()[0].took >= std::chrono::milliseconds(30));
    CHECK(confirmed(now.slack) == 1);
}

TEST_CASE("a mention is two events of one message") {
    Connected now;
    const auto update = now.slack.add(mentions(kAnna, {"C5001"}, "round"));
    const auto one = now.socket->next();
    now.socket->acknowledge(one);
    const auto other = now.socket->next();
    now.socket->acknowledge(other);
    CHECK(one["payload"]["event"]["type"] == "message");
    CHECK(other["payload"]["event"]["type"] == "app_mention");
    CHECK(one["payload"]["event"]["ts"] == other["payload"]["event"]["ts"]);
    CHECK(one["payload"]["event_id"] != other["payload"]["event_id"]);
    CHECK(now.slack.update_of(other["payload"]["event_id"].get<std::string>()) == update);
}

TEST_CASE("one event comes twice in two envelopes") {
    Connected now;
    now.slack.set_hand_overs(first(HandOver::Kind::kTwice));
    now.slack.add(says(kAnna, direct(kAnna), "hello"));
    const auto one = now.socket->next();
    const auto other = now.socket->next();
    CHECK(one["envelope_id"] != other["envelope_id"]);
    CHECK(one["payload"]["event_id"] == other["payload"]["event_id"]);
}

TEST_CASE("what is late waits with its conversation, and others overtake it") {
    Connected now;
    now.slack.set_hand_overs(first(HandOver::Kind::kLater, std::chrono::milliseconds(300)));
    now.slack.add(says(kAnna, direct(kAnna), "one"));
    now.slack.add(says(kAnna, direct(kAnna), "two"));
    now.slack.add(says(kBoris, direct(kBoris), "other"));
    CHECK(said(now.socket->next()) == "other");
    CHECK(said(now.socket->next()) == "one");
    CHECK(said(now.socket->next()) == "two");
}

TEST_CASE("an acknowledgement that goes under, and an event that does, come again") {
    Connected now(quick());
    now.slack.set_hand_overs(first(HandOver::Kind::kNoAck));
    now.slack.add(says(kAnna, direct(kAnna), "one"));
    now.socket->acknowledge(now.socket->next());
    auto again = now.socket->next();
    CHECK(again["retry_attempt"] == 1);
    now.socket->acknowledge(again);
    CHECK(now.slack.wait_until_heard());

    Connected other(quick());
    other.slack.set_hand_overs(first(HandOver::Kind::kLost));
    other.slack.add(says(kAnna, direct(kAnna), "one"));
    CHECK(other.socket->next()["retry_attempt"] == 1);
}

TEST_CASE("where order is to be sure, the next event waits for the acknowledgement") {
    LineOptions options;
    options.one_at_a_time = true;
    Connected now(options);
    now.slack.add(says(kAnna, direct(kAnna), "one"));
    now.slack.add(says(kAnna, direct(kAnna), "two"));
    now.slack.add(says(kBoris, direct(kBoris), "other"));
    const auto one = now.socket->next();
    CHECK(said(one) == "one");
    CHECK(said(now.socket->next()) == "other");
    CHECK(now.socket->next(std::chrono::milliseconds(30)).is_null());
    now.socket->acknowledge(one);
    CHECK(said(now.socket->next()) == "two");
}

TEST_CASE("a connection that breaks loses nothing: what it had comes over the next one") {
    Connected now;
    now.slack.set_hand_overs(first(HandOver::Kind::kCut));
    now.slack.add(says(kAnna, direct(kAnna), "one"));
    REQUIRE(now.slack.wait_for_sockets(0));
    SlackSocket next(now.slack);
    CHECK(next.next()["type"] == "hello");
    const auto envelope = next.next();
    CHECK(said(envelope) == "one");
    next.acknowledge(envelope);
    CHECK(now.slack.wait_until_heard());
    CHECK(now.slack.hellos() == 2);
}

TEST_CASE("what an app may not do on its sockets is remarked") {
    Connected now;
    SlackSocket other(now.slack);
    CHECK(other.next()["num_connections"] == 2);
    other.write("{\"envelope_id\":\"never\"}");
    REQUIRE(now.slack.wait_for_remarks(1));
    CHECK(now.slack.remarks() == std::vector<std::string>{"acknowledged what was never sent: never"});

    Connected alone;
    alone.slack.add(says(kAnna, direct(kAnna), "one"));
    const auto envelope = alone.socket->next();
    SlackSocket second(alone.slack);
    CHECK(second.next()["type"] == "hello");
    second.acknowledge(envelope);
    second.write_binary("x");
    alone.socket->acknowledge(envelope, Json{{"text", "hi"}});
    CHECK(alone.slack.wait_until_heard());
    alone.socket->acknowledge(envelope);  // once more changes nothing
    REQUIRE(alone.slack.wait_for_remarks(3));
    const auto remarks = alone.slack.remarks();
    const auto has = [&](const std::string& what) { return std::count(remarks.begin(), remarks.end(), what) == 1; };
    CHECK(has("acknowledged on another connection: " + envelope["envelope_id"].get<std::string>()));
    CHECK(has("a frame that is no JSON in a text"));
    CHECK(has("an answer where none is accepted"));
    CHECK(remarks.size() == 3);
}

TEST_CASE("a ticket is good for one connection, and ten may be open") {
    SlackApi slack;
    const auto url = call(slack, "apps.connections.open", Json::object(), SlackApi::kAppToken)["url"].get<std::string>();
    SlackSocket one(slack, url);
    CHECK(one.is_open());
    SlackSocket same(slack, url);
    CHECK_FALSE(same.is_open());
    std::vector<std::unique_ptr<SlackSocket>> more;
    for (int i = 0; i < 9; ++i) more.push_back(std::make_unique<SlackSocket>(slack));
    SlackSocket eleventh(slack);
    CHECK(eleventh.next()["reason"] == "too_many_websockets");
    CHECK(eleventh.next().is_null());
    CHECK(slack.sockets() == 10);
    CHECK(slack.remarks().size() == 2);
}

TEST_CASE("Slack says that it will close a connection, goes on there, and closes it") {
    Connected now;
    now.slack.disconnect("warning", std::chrono::milliseconds(500));
    const auto order = now.socket->next();
    CHECK(order["type"] == "disconnect");
    CHECK(order["reason"] == "warning");
    CHECK_FALSE(order.contains("envelope_id"));
    now.slack.add(says(kAnna, direct(kAnna), "late"));
    CHECK(said(now.socket->next()) == "late");
    SlackSocket next(now.slack);
    CHECK(next.next()["type"] == "hello");
    CHECK(said(next.next()) == "late");
    while (!now.socket->next().is_null()) {
    }
    CHECK_FALSE(now.socket->is_open());
    CHECK(now.slack.wait_for_sockets(1));
}

TEST_CASE("pings come with their words, and a frozen connection says nothing any more") {
    LineOptions options;
    options.ping_every = std::chrono::milliseconds(10);
    Connected now(options);
    while (now.socket->pings().empty()) CHECK(now.socket->next(std::chrono::milliseconds(10)).is_null());
    CHECK(now.socket->pings()[0] == "Ping from applink-1");
    now.slack.freeze_sockets();
    now.slack.settle();
    now.slack.add(says(kAnna, direct(kAnna), "unheard"));
    CHECK(now.socket->next(std::chrono::milliseconds(60)).is_null());
    CHECK(now.socket->is_open());
    CHECK(now.slack.waiting() == 1);
}

TEST_CASE("messages may come in pieces") {
    LineOptions options;
    options.piece = 7;
    Connected now(options);
    now.slack.add(says(kAnna, direct(kAnna), std::string(70'000, 'a')));
    CHECK(said(now.socket->next()).size() == 70'000);
}

TEST_CASE("an app hears its own messages") {
    Connected now;
    REQUIRE(error_of(now.slack, "chat.postMessage", {{"channel", "U701"}, {"text", "x"}}) == "channel_not_found");
    now.slack.with_world([](SlackWorld& world) { world.learn(kAnna); });
    REQUIRE(error_of(now.slack, "chat.postMessage", {{"channel", "U701"}, {"text", "mine"}}) == "");
    const auto echo = now.socket->next();
    CHECK(said(echo) == "mine");
    CHECK(echo["payload"]["event"]["bot_id"] == SlackWorld::kBotId);
    CHECK(now.slack.echoes().size() == 1);
}

TEST_CASE("calls meet the faults a test wants") {
    using Kind = Fault::Kind;
    SlackApi slack;
    slack.with_world([](SlackWorld& world) { world.learn(kAnna); });
    const auto meet = [&](Kind kind) {
        slack.set_faults([kind](const SeenCall& seen) { return Fault{seen.method == "chat.postMessage" ? kind : Kind::kNone, {}, 7}; });
        return post(slack, "/api/chat.postMessage", Json{{"channel", "U701"}, {"text", "x"}}.dump(), "application/json", SlackApi::kBotToken);
    };
    const auto slower = meet(Kind::kTooMany);
    CHECK(slower.status == 429);
    CHECK(slower.head.find("Retry-After: 7") != std::string::npos);
    CHECK(slower.body["error"] == "ratelimited");
    CHECK(meet(Kind::kServerError).status == 503);
    CHECK(meet(Kind::kServerError).text.starts_with("<html>"));
    CHECK(meet(Kind::kGarbage).body.is_discarded());
    CHECK(meet(Kind::kCut).status == 0);
    CHECK(slack.messages(701).empty());
    CHECK(meet(Kind::kDropAnswer).status == 0);
    CHECK(slack.messages(701).size() == 1);
    CHECK_FALSE(slack.messages(701)[0].answered);
    CHECK(error_of(slack, "auth.test", Json::object()) == "");
}

TEST_CASE("events are pushed with a signature, and again until they are taken") {
    std::mutex mutex;
    std::vector<FakeRequest> requests;
    std::unique_ptr<HttpLoop> app;
    app = std::make_unique<HttpLoop>([&](HttpLoop::Peer peer, const FakeRequest& request) {
        const std::lock_guard lock(mutex);
        requests.push_back(request);
        app->reply(peer, {requests.size() == 1 ? 503 : 200, {}, ""});
    });
    SlackApi slack;
    slack.push_to(app->port(), "/slack");
    slack.add(says(kAnna, direct(kAnna), "one"));
    REQUIRE(slack.wait_until_heard());
    slack.slash(kAnna, {"C5001"}, "round & go");
    REQUIRE(slack.wait_until_heard());
    const std::lock_guard lock(mutex);
    REQUIRE(requests.size() == 3);
    CHECK(requests[0].target == "/slack");
    CHECK(requests[1].headers["x-slack-retry-num"] == "1");
    CHECK(requests[0].body == requests[1].body);
    CHECK(requests[2].body.find("text=round+%26+go") != std::string::npos);
    for (const auto& request : requests) {
        CHECK(request.headers.at("x-slack-signature") ==
              slack_signature(SlackApi::kSigningSecret, request.headers.at("x-slack-request-timestamp"), request.body));
    }
}

TEST_CASE("a signature is Slack's") {
    CHECK(slack_signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618",
                          "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id="
                          "U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J"
                          "%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c") ==
          "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503");
}
