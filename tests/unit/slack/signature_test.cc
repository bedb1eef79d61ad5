// Signatures, version 0: the platform's own example, and everything that is not quite it.
#include "adapters/slack/signature.h"

#include <string>

#include "tests/support/catch.h"

namespace {

using namespace adapters::slack;

const std::string kSecret = "8f742231b10e8888abcd99yyyzzz85a5";
const std::string kStamp = "1531420618";
const std::string kBody =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&"
    "command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id="
    "398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
const std::string kGood = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

Signature check(const std::string& signature, std::int64_t offset = 0, const std::string& body = kBody, const std::string& stamp = kStamp) {
    return check_signature({kSecret}, &stamp, &signature, body, bot::Instant(std::chrono::seconds(1531420618 + offset)));
}

}  // namespace

TEST_CASE("the platform's example is good") {
    CHECK(sign_v0(kSecret, kStamp, kBody) == kGood);
    CHECK(check(kGood) == Signature::kGood);
}

TEST_CASE("every other signature is wrong") {
    for (std::size_t i = 0; i < kGood.size(); ++i) {
        auto other = kGood;
        other[i] = other[i] == '0' ? '1' : '0';
        CHECK(check(other) == Signature::kWrong);
        CHECK(check(kGood.substr(0, i)) == Signature::kWrong);
    }
    CHECK(check(kGood + "0") == Signature::kWrong);
    CHECK(check(kGood + " ") == Signature::kWrong);
    CHECK(check("v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503") == Signature::kWrong);
    CHECK(check("v1=" + kGood.substr(3)) == Signature::kWrong);
    CHECK(check(kGood + "," + kGood) == Signature::kWrong);
}

TEST_CASE("one byte of the body is enough") {
    for (std::size_t i = 0; i < kBody.size(); ++i) {
        auto other = kBody;
        other[i] = char(other[i] ^ 1);
        CHECK(check(kGood, 0, other) == Signature::kWrong);
    }
    CHECK(check(kGood, 0, kBody + "\n") == Signature::kWrong);
}

TEST_CASE("five minutes both ways, to the second") {
    CHECK(check(kGood, 300) == Signature::kGood);
    CHECK(check(kGood, 301) == Signature::kStale);
    CHECK(check(kGood, -300) == Signature::kGood);
    CHECK(check(kGood, -301) == Signature::kStale);
    CHECK(check(kGood, 86'400 * 365) == Signature::kStale);
    CHECK(check("v0=0", 301) == Signature::kWrong);
}

TEST_CASE("a time is digits and nothing else, whatever was signed") {
    for (const std::string stamp :
         {"", " 1531420618", "1531420618 ", "+1531420618", "-1531420618", "1531420618.0", "0x5b47a0ca", "15314206189999999999", "1531420618a"}) {
        INFO(stamp);
        CHECK(check(sign_v0(kSecret, stamp, kBody), 0, kBody, stamp) == Signature::kWrong);
    }
    CHECK(check(sign_v0(kSecret, "999999999999", kBody), 0, kBody, "999999999999") == Signature::kStale);
}

TEST_CASE("while the secret is changed both sign") {
    const bot::Instant now{std::chrono::seconds(1531420618)};
    CHECK(check_signature({"new", kSecret}, &kStamp, &kGood, kBody, now) == Signature::kGood);
    CHECK(check_signature({kSecret, "old"}, &kStamp, &kGood, kBody, now) == Signature::kGood);
    CHECK(check_signature({"new", "old"}, &kStamp, &kGood, kBody, now) == Signature::kWrong);
}

TEST_CASE("without headers or without a secret nothing is good") {
    const bot::Instant now{std::chrono::seconds(1531420618)};
    CHECK(check_signature({kSecret}, nullptr, &kGood, kBody, now) == Signature::kWrong);
    CHECK(check_signature({kSecret}, &kStamp, nullptr, kBody, now) == Signature::kWrong);
    CHECK(check_signature({}, &kStamp, &kGood, kBody, now) == Signature::kWrong);
    const auto with_nothing = sign_v0("", kStamp, kBody);
    CHECK(check_signature({""}, &kStamp, &with_nothing, kBody, now) == Signature::kWrong);
}
