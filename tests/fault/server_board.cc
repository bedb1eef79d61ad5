// The rooms' pages of the real server: an address from a chat opens the page over HTTP until it is revoked, and stands in no log.
#include "tests/fakes/stage.h"
#include "tests/support/catch.h"
#include "tests/unit/net/raw_peer.h"
#include "tests/unit/net/raw_text.h"

using namespace tests;

namespace {

const Someone kAnna{101, "Anna"};

std::string asked(Stage& stage, const std::string& request) {
    RawPeer peer(stage.server().port());
    REQUIRE(peer.send(request));
    return peer.read_all();
}

void tell(Stage& stage, std::int64_t number, const std::string& text) {
    stage.api().add(says(kAnna, direct(kAnna), text));
    INFO(stage.server().log());
    REQUIRE(stage.settle(number));
}

// The path of the last message's address; "" if there is none.
std::string path_in(Stage& stage) {
    const auto messages = stage.api().messages(kAnna.id);
    const auto text = messages.empty() ? std::string() : messages.back().text;
    const auto at = text.find("/board/");
    return at == std::string::npos ? "" : text.substr(at, 7 + 32);
}

}  // namespace

TEST_CASE("an address from the chat opens the board's page until it is revoked") {
    Stage stage({.folder = {}, .api_base = {}, .config = "public_url: https://viva.example.org\nlog: {level: debug}\n"});
    stage.start();
    tell(stage, 1, "/daily on 09:30 mon-fri Europe/Berlin tiny");
    tell(stage, 2, "/board link");
    const auto path = path_in(stage);
    REQUIRE(path.size() == 39);
    const auto page = asked(stage, get(path));
    CHECK(status(page) == 200);
    CHECK(page.find("content-security-policy: default-src 'none'") != std::string::npos);
    CHECK(page.find("cache-control: private, no-store\r\n") != std::string::npos);
    CHECK(body(page).starts_with("<!doctype html>"));
    const auto unknown = asked(stage, get("/board/" + std::string(32, '0')));
    CHECK(status(unknown) == 404);
    CHECK(status(asked(stage, post(path, "x"))) == 405);
    CHECK(status(asked(stage, get("/board"))) == 404);
    tell(stage, 3, "/board link off");
    CHECK(body(asked(stage, get(path))) == body(unknown));
    CHECK(stage.end() == 0);
    CHECK(stage.server().log().find(path.substr(7)) == std::string::npos);
}

TEST_CASE("without a public address there are no pages") {
    Stage stage;
    stage.start();
    tell(stage, 1, "/daily on 09:30 mon-fri Europe/Berlin tiny");
    tell(stage, 2, "/board link");
    CHECK(path_in(stage).empty());
    CHECK(status(asked(stage, get("/board/" + std::string(32, '0')))) == 404);
    CHECK(body(asked(stage, get("/board/" + std::string(32, '0')))).find("no such page") == std::string::npos);
    CHECK(stage.end() == 0);
}
