// Owns what the real server makes of bad input at its webhook: the answer, the count by reason at /metrics, an inbox without it, and others served meanwhile.
#include <array>

#include "tests/contract/http_hostile/signed_caller.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

constexpr std::size_t kBodyCap = 1 << 20;
constexpr std::array<const char*, 7> kReasons{"secret", "body", "shape", "full", "size", "slow", "form"};

struct BadInput {
    std::string what;
    std::string bytes;
    int status;
    std::string why;  // counted under this reason; "" = under none
};

std::string an_update(const std::string& rest) { return R"({"update_id":777,)" + rest + "}"; }
const std::string kText =
    R"("message":{"message_id":1,"date":1,"from":{"id":7,"first_name":"X"},"chat":{"id":7,"type":"private","first_name":"X"},"text":"hi"})";

std::vector<BadInput> strangers() {
    const auto body = an_update(kText);
    std::vector<BadInput> all{
        {"no secret", post(kWebhookPath, body), 401, "secret"},
        {"the right secret twice", post(kWebhookPath, body, secret_header() + secret_header()), 401, "secret"},
        {"a wrong secret before the right one", post(kWebhookPath, body, secret_header("x") + secret_header()), 401, "secret"},
        {"a wrong secret behind the right one", post(kWebhookPath, body, secret_header() + secret_header("x")), 401, "secret"},
        {"the secret under another name", post(kWebhookPath, body, std::string("Authorization: Bearer ") + kWebhookSecret + "\r\n"), 401, "secret"},
        {"the secret in the query", post(std::string(kWebhookPath) + "?secret_token=" + kWebhookSecret, body), 401, "secret"}};
    for (const std::string secret : {"", "x", "s3cre", "s3crett", "S3CRET", "s3cret,s3cret", "s3cret%00", "\"s3cret\""})
        all.push_back({"the secret '" + secret + "'", post(kWebhookPath, body, secret_header(secret)), 401, "secret"});
    return all;
}

std::vector<BadInput> too_long() {
    const auto padded = [](std::size_t size) {
        auto body = an_update(R"("something_new":1)");
        body.insert(body.size() - 1, size - body.size(), ' ');
        return body;
    };
    const auto begin = std::string("POST ") + kWebhookPath + " HTTP/1.1\r\nHost: x\r\n" + secret_header();
    return {{"a body of a mebibyte", signed_post(padded(kBodyCap)), 200, ""},
            {"a body one byte longer", signed_post(padded(kBodyCap + 1)), 413, "size"},
            {"a body of that length in chunks", begin + "Transfer-Encoding: chunked\r\n\r\n100001\r\n" + padded(kBodyCap + 1) + "\r\n0\r\n\r\n", 413, "size"},
            {"a body of which 300 MB are announced", begin + "Content-Length: 300000000\r\n\r\n", 413, "size"},
            {"a long body without the secret", post(kWebhookPath, padded(kBodyCap + 1)), 413, "size"}};
}

std::vector<BadInput> of_a_form_not_read() {
    const auto begin = std::string("POST ") + kWebhookPath + " HTTP/1.1\r\nHost: x\r\n" + secret_header();
    return {{"no length", begin + "\r\n", 411, "form"},
            {"a compressed body", signed_post("xx", "Content-Encoding: gzip\r\n"), 415, "form"},
            {"a form with files", signed_post("xx", "Content-Type: multipart/form-data; boundary=b\r\n"), 415, "form"},
            {"chunks without a size", begin + "Transfer-Encoding: chunked\r\n\r\nno\r\n", 400, "form"},
            {"another path", post("/hooks", an_update(kText), secret_header()), 404, ""},
            {"another method", std::string("GET ") + kWebhookPath + " HTTP/1.1\r\nHost: x\r\n" + secret_header() + "\r\n", 405, ""}};
}

std::vector<BadInput> no_updates() {
    std::vector<BadInput> all;
    const auto add = [&](const std::string& body, int status, const std::string& why) { all.push_back({body.substr(0, 100), signed_post(body), status, why}); };
    std::string deep = an_update(R"("message":)");
    deep.insert(deep.size() - 1, std::string(200'000, '['));
    for (const std::string& body : {std::string(), std::string("{"), std::string("nonsense"), std::string("[]"), std::string("null"), std::string("7"),
                                    std::string("\"{}\""), std::string(1, '\0'), std::string("{}"), std::string(R"({"update_id":"777"})"),
                                    an_update(kText) + "x", std::string(200'000, '['), deep, std::string("\xff\xfe{\0}\0", 6)}) {
        add(body, 400, "body");
    }
    // They come from the platform and will not get better: acknowledged, so that they do not come again.
    for (const char* rest : {R"("message":"hi")", R"("message":[])", R"("message":7)", R"("message":{})", R"("callback_query":{"id":5})",
                             R"("my_chat_member":"x")", R"("message":null)", R"("message":{"chat":{"id":"seven"},"text":"hi"})"}) {
        add(an_update(rest), 200, "shape");
    }
    for (const char* rest : {R"("something_new":{"message":{"text":"hi"}})", R"("poll":{"id":"1"})"}) add(an_update(rest), 200, "");
    add(R"({"update_id":777})", 200, "");
    return all;
}

class Counts {
   public:
    explicit Counts(const ServerProcess& server) {
        for (const char* why : kReasons) {
            const auto count = server.metric("viva_webhook_refused_total{why=\"" + std::string(why) + "\"}");
            REQUIRE(count);
            counts_[why] = int(*count);
        }
    }
    // What was counted since, as "reason reason".
    std::string since(const Counts& before) const {
        std::string words;
        for (const auto& [why, count] : counts_) {
            for (int i = before.counts_.at(why); i < count; ++i) words += (words.empty() ? "" : " ") + why;
        }
        return words;
    }

   private:
    std::map<std::string, int> counts_;
};

struct Door {
    Stage stage{over_webhook()};
    SignedCaller caller{stage};

    Door() {
        stage.start();
        REQUIRE(stage.server().wait_until_serving());
    }
    void conclude() {
        INFO(stage.server().log());
        CHECK(stage.end() == 0);
        CHECK(stage.book().received == caller.asked());
        CHECK(stage.book().integrity == "ok");
        // Nor does the log repeat what strangers say.
        CHECK(stage.server().log().find(kWebhookSecret) == std::string::npos);
    }
};

}  // namespace

TEST_CASE("bad input at the webhook is answered, counted by its reason and not kept, and the next one is served") {
    Door door;
    REQUIRE(door.caller.ask());
    for (const auto& list : {strangers(), too_long(), of_a_form_not_read(), no_updates()}) {
        for (const auto& bad : list) {
            INFO(bad.what);
            const Counts before(door.stage.server());
            RawPeer peer(door.stage.server().port());
            (void)peer.send(bad.bytes);
            CHECK(status(peer.read_response()) == bad.status);
            CHECK(Counts(door.stage.server()).since(before) == bad.why);
        }
        CHECK(door.caller.ask());
    }
    CHECK(door.stage.server().metric("viva_events_total") == double(door.caller.asked().size()));
    door.conclude();
}

TEST_CASE("a call that never comes to its end is counted as slow") {
    Door door;
    const Counts before(door.stage.server());
    RawPeer peer(door.stage.server().port());
    REQUIRE(peer.send(std::string("POST ") + kWebhookPath + " HTTP/1.1\r\nHost: x\r\n" + secret_header() + "Content-Length: 50\r\n\r\n{"));
    CHECK(door.caller.ask());
    CHECK(status(peer.read_response(10'000)) == 408);
    CHECK(Counts(door.stage.server()).since(before) == "slow");
    door.conclude();
}
