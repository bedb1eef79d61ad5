// What is not signed by Slack, at the real server: refused with 401, counted by its reason, and nothing of it is kept.
#include <chrono>
#include <string>
#include <thread>

#include "tests/fakes/stage.h"
#include "tests/support/catch.h"
#include "tests/unit/net/raw_peer.h"
#include "tests/unit/net/raw_text.h"

using namespace tests;

namespace {

std::string stamp(std::chrono::seconds from_now = {}) {
    const auto now = std::chrono::system_clock::now() + from_now;
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
}

// A message in a direct chat, as Slack would push it.
std::string event_body(int number) {
    return R"({"token":"x","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":"EvX)" + std::to_string(number) +
           R"(","event_time":1700000000,"authorizations":[{"team_id":"T1","user_id":"UVIVA","is_bot":true}],"event":{"type":"message","channel":"D801",)"
           R"("channel_type":"im","user":"U801","text":"/practice tiny 2","ts":"17000000)" +
           std::to_string(10 + number) + R"(.000100"}})";
}

std::string line(const std::string& name, const std::string& value) { return name + ": " + value + "\r\n"; }
const std::string kJson = line("Content-Type", "application/json");
std::string stamp_line(const std::string& time) { return line("X-Slack-Request-Timestamp", time); }
std::string signature_line(const std::string& signature) { return line("X-Slack-Signature", signature); }
std::string sign(const std::string& time, const std::string& body, const std::string& secret = SlackApi::kSigningSecret) {
    return slack_signature(secret, time, body);
}
std::string signed_lines(const std::string& body, std::chrono::seconds from_now = {}) {
    const auto time = stamp(from_now);
    return kJson + stamp_line(time) + signature_line(sign(time, body));
}

class Door {
   public:
    Door() : stage_(over_requests()) {
        stage_.start();
        REQUIRE(stage_.server().wait_until_serving());
        // It is open once the account is known.
        const std::string nothing = R"({"type":"event_callback","team_id":"T1","api_app_id":"A1","event_id":"Ev0","event":{"type":"nothing"}})";
        const auto until = Steady::now() + std::chrono::seconds(20);
        while (post_to(nothing, signed_lines(nothing)) != 200 && Steady::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(2));
        wrong_ = count("secret");
        stale_ = count("clock");
    }
    int post_to(const std::string& body, const std::string& headers) {
        RawPeer peer(stage_.server().port());
        (void)peer.send(post(kSlackPath, body, headers));
        peer.end_of_sending();
        return status(peer.read_all());
    }
    std::int64_t kept() { return stage_.number("SELECT count(*) FROM inbox"); }
    void refuses(const std::string& what, const std::string& body, const std::string& headers) {
        INFO(what);
        ++refused_wrong_;
        CHECK(post_to(body, headers) == 401);
    }
    void refuses_as_stale(const std::string& what, const std::string& body, const std::string& headers) {
        INFO(what);
        ++refused_stale_;
        CHECK(post_to(body, headers) == 401);
    }
    // All refusals were counted, and nothing was kept but so many events.
    void has_kept(std::int64_t events) {
        CHECK(kept() == events);
        CHECK(count("secret") - wrong_ == refused_wrong_);
        CHECK(count("clock") - stale_ == refused_stale_);
    }

   private:
    int count(const std::string& why) { return int(stage_.server().metric("viva_webhook_refused_total{why=\"" + why + "\"}").value_or(-1)); }

    SlackStage stage_;
    int wrong_ = 0;
    int stale_ = 0;
    int refused_wrong_ = 0;
    int refused_stale_ = 0;
};

}  // namespace

TEST_CASE("signatures that are wrong, of another secret, truncated or in another form are refused") {
    Door door;
    const auto body = event_body(1);
    const auto time = stamp();
    const auto good = sign(time, body);
    const auto with = [&](const std::string& signature) { return kJson + stamp_line(time) + signature_line(signature); };
    auto last = good;
    last.back() = last.back() == '0' ? '1' : '0';
    door.refuses("last digit", body, with(last));
    door.refuses("zeros", body, with("v0=" + std::string(64, '0')));
    door.refuses("another secret", body, with(sign(time, body, "another")));
    door.refuses("an empty secret", body, with(sign(time, body, "")));
    for (const std::size_t length : {std::size_t(0), std::size_t(3), std::size_t(4), good.size() / 2, good.size() - 1})
        door.refuses("cut to " + std::to_string(length), body, with(good.substr(0, length)));
    door.refuses("longer", body, with(good + "0"));
    door.refuses("without a version", body, with(good.substr(3)));
    door.refuses("another version", body, with("v1" + good.substr(2)));
    door.refuses("of another time", body, kJson + stamp_line(stamp(std::chrono::seconds(-1))) + signature_line(good));
    door.has_kept(0);
    CHECK(door.post_to(body, with(good)) == 200);
    door.has_kept(1);
}

TEST_CASE("signed calls of more than five minutes ago or ahead are refused, and so is one that is replayed") {
    Door door;
    const auto body = event_body(1);
    door.refuses_as_stale("old", body, signed_lines(body, std::chrono::seconds(-310)));
    door.refuses_as_stale("future", body, signed_lines(body, std::chrono::seconds(310)));
    door.refuses_as_stale("a year ago", body, signed_lines(body, std::chrono::hours(-24 * 365)));
    for (const char* time : {"0", "99999999999"}) door.refuses_as_stale(time, body, kJson + stamp_line(time) + signature_line(sign(time, body)));
    for (const char* time : {"", "-1", "x", "1e9", "18446744073709551616", "1700000000.0"})
        door.refuses(time, body, kJson + stamp_line(time) + signature_line(sign(time, body)));
    door.has_kept(0);
    // Inside the window a copy is taken as what it is: the same event again.
    const auto headers = signed_lines(body, std::chrono::seconds(-250));
    CHECK(door.post_to(body, headers) == 200);
    CHECK(door.post_to(body, headers) == 200);
    door.has_kept(1);
    // Its signature fits no other time and no other event.
    const auto time = stamp(std::chrono::seconds(-250));
    door.refuses("with a fresh time", body, kJson + stamp_line(stamp()) + signature_line(sign(time, body)));
    door.refuses("with another body", event_body(2), headers);
    door.has_kept(1);
}

TEST_CASE("headers that are missing or doubled are refused") {
    Door door;
    const auto body = event_body(1);
    const auto time = stamp();
    const auto good = sign(time, body);
    door.refuses("none", body, kJson);
    door.refuses("no signature", body, kJson + stamp_line(time));
    door.refuses("no time", body, kJson + signature_line(good));
    door.refuses("two signatures", body, kJson + stamp_line(time) + signature_line(good) + signature_line(good));
    door.refuses("a wrong one first", body, kJson + stamp_line(time) + signature_line("v0=0") + signature_line(good));
    door.refuses("a wrong one last", body, kJson + stamp_line(time) + signature_line(good) + signature_line("v0=0"));
    door.refuses("two times", body, kJson + stamp_line(time) + stamp_line(time) + signature_line(good));
    door.refuses("another time last", body, kJson + stamp_line(time) + stamp_line(stamp(std::chrono::seconds(9))) + signature_line(good));
    door.refuses("both in one line", body, kJson + stamp_line(time) + signature_line(good + ", " + good));
    door.has_kept(0);
}

TEST_CASE("a body that is changed by one byte anywhere is refused, and one that is cut or longer") {
    Door door;
    const auto body = event_body(1);
    const auto headers = signed_lines(body);
    for (std::size_t at = 0; at < body.size(); ++at) {
        auto changed = body;
        changed[at] = char(changed[at] ^ 1);
        door.refuses("byte " + std::to_string(at), changed, headers);
    }
    door.refuses("cut", body.substr(0, body.size() - 1), headers);
    door.refuses("longer", body + " ", headers);
    door.refuses("empty", "", headers);
    door.has_kept(0);
    CHECK(door.post_to(body, headers) == 200);
    door.has_kept(1);
}

TEST_CASE("commands and buttons are signed as events are") {
    Door door;
    const std::string body = "token=x&team_id=T1&channel_id=D801&channel_name=directmessage&user_id=U801&command=%2Fviva&text=packs&trigger_id=1.2.a";
    const auto form = line("Content-Type", "application/x-www-form-urlencoded");
    const auto time = stamp();
    door.refuses("not signed", body, form);
    door.refuses("another body", body, form + stamp_line(time) + signature_line(sign(time, body + "&")));
    door.refuses("a check of the certificate in another case", "SSL_CHECK=1", form);
    door.has_kept(0);
    CHECK(door.post_to("ssl_check=1&token=x", form) == 200);
    door.has_kept(0);
    CHECK(door.post_to(body, form + stamp_line(time) + signature_line(sign(time, body))) == 200);
    door.has_kept(1);
}
