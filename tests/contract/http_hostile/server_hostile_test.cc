// Owns the sieges of the real server behind its webhook: whom it serves meanwhile, and that its inbox holds nothing of an attacker's.
#include "tests/contract/http_hostile/siege.h"
#include "tests/contract/http_hostile/signed_caller.h"
#include "tests/support/catch.h"

using namespace tests;
using namespace tests::hostile;

namespace {

constexpr std::int64_t kSmuggledUpdate = 666'000;
constexpr std::size_t kBodyCap = 1 << 20;  // what the webhook takes

// What would do harm if it were ever read as a request: it is signed and true.
std::string smuggled() {
    const Someone attacker{666, "Mallory"};
    auto update = says(attacker, direct(attacker), "/start");
    update["update_id"] = kSmuggledUpdate;
    update["message"]["message_id"] = 1;
    update["message"]["date"] = 1'700'000'000;
    return signed_post(update.dump());
}

struct Fortress {
    Stage stage{over_webhook()};
    SignedCaller caller{stage};

    Fortress() {
        stage.start();
        REQUIRE(stage.server().wait_until_serving());
        for (int i = 0; i < 20; ++i) REQUIRE(caller.ask());  // what the first turns fetch and keep is no attacker's doing
    }
    Besieged besieged() {
        return {{stage.server().port(), kWebhookPath, smuggled()}, kBodyCap, "/metrics", stage.server().pid(), [this] { return caller.ask(); }};
    }
    void conclude() {
        INFO(stage.server().log().substr(0, 3000));
        CHECK(stage.end() == 0);
        const auto book = stage.book();
        CHECK(book.received == caller.asked());
        CHECK_FALSE(book.received.contains(kSmuggledUpdate));
        CHECK(book.unsent == 0);
        CHECK(book.integrity == "ok");
        const auto log = stage.api().log();
        CHECK(std::size_t(std::count_if(log.begin(), log.end(), [](const Record& record) { return record.kind == Record::Kind::kMessage; })) ==
              caller.asked().size());
        CHECK(std::none_of(log.begin(), log.end(), [](const Record& record) { return record.kind == Record::Kind::kRefused; }));
    }
};

}  // namespace

TEST_CASE("under siege viva serve answers who is true, and takes in nothing of who is not") {
    for (const Siege& siege : sieges()) {
        DYNAMIC_SECTION(siege.name) {
            Fortress fortress;
            withstand(siege, fortress.besieged());
            fortress.conclude();
        }
    }
}

TEST_CASE("what follows a true update unasked is not taken in, however it is hidden") {
    Fortress fortress;
    const auto hidden = smuggled();
    const std::string body = R"({"update_id":1,"something_new":1})";
    const auto begin = std::string("POST ") + kWebhookPath + " HTTP/1.1\r\nHost: x\r\n" + secret_header();
    const auto length = [](std::size_t size) { return "Content-Length: " + std::to_string(size) + "\r\n"; };
    struct Trick {
        std::string bytes;
        int status;
    };
    const std::vector<Trick> tricks{
        {signed_post(body) + hidden, 200},
        {begin + "Transfer-Encoding: chunked\r\n\r\n21\r\n" + body + "\r\n0\r\n\r\n" + hidden, 200},
        {begin + length(body.size()) + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden, 400},
        {begin + length(0) + length(hidden.size()) + "\r\n" + hidden, 400},
        {begin + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + hidden, 400},
        {begin + "\r\n" + hidden, 411},
        {std::string("GET ") + kWebhookPath + " HTTP/1.1\r\nHost: x\r\n" + secret_header() + length(hidden.size()) + "\r\n" + hidden, 405},
        {"HEAD /metrics HTTP/1.1\r\nHost: x\r\n" + length(hidden.size()) + "\r\n" + hidden, 405},
        {"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n" + hidden, 200},
    };
    for (const auto& trick : tricks) {
        INFO(trick.bytes.substr(0, 200));
        RawPeer peer(fortress.stage.server().port());
        REQUIRE(peer.send(trick.bytes));
        const auto response = peer.read_all();
        CHECK(status(response) == trick.status);
        CHECK(responses(response) == 1);
        CHECK(peer.is_closed());
        CHECK(fortress.caller.ask());
    }
    fortress.conclude();
}

TEST_CASE("the request that is smuggled everywhere is one that the server would take") {
    Fortress fortress;
    RawPeer peer(fortress.stage.server().port());
    REQUIRE(peer.send(smuggled()));
    CHECK(status(peer.read_response()) == 200);
    CHECK(fortress.stage.end() == 0);
    CHECK(fortress.stage.book().received.contains(kSmuggledUpdate));
}
