// The server over long polls and over a webhook, from the first word to the end of a session.
#include "tests/fakes/stage.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

const Someone kAnna{101, "Anna"};

std::vector<std::string> conversation() {
    return {"/start", "/practice tiny 2", "It waits until a receiver takes the value; with a buffer only when the buffer is full.", "hint", "skip", "/stop",
            "/me"};
}

}  // namespace

TEST_CASE("a session runs over long polls and leaves nothing behind") {
    Stage stage;
    stage.start();
    std::int64_t received = 0;
    for (const auto& text : conversation()) {
        stage.api().add(says(kAnna, direct(kAnna), text));
        INFO(stage.server().log());
        REQUIRE(stage.settle(++received));
    }
    CHECK(stage.end() == 0);
    CHECK(stage.found({}) == "");
    CHECK(stage.api().messages(kAnna.id).size() >= 7);
    CHECK(stage.book().attempts.size() >= 1);
}

TEST_CASE("a session runs over a webhook that the server sets itself") {
    const int port = free_port();
    ServerOptions options;
    options.port = port;
    options.config = "public_url: https://127.0.0.1:" + std::to_string(port) + "\ntelegram: {mode: webhook, webhook_path: /hook}\n";
    Stage stage(options);
    stage.start();
    std::int64_t received = 0;
    for (const auto& text : conversation()) {
        stage.api().add(says(kAnna, direct(kAnna), text));
        INFO(stage.server().log());
        REQUIRE(stage.settle(++received));
    }
    CHECK(stage.api().last_call("setWebhook")["secret_token"] == "s3cret");
    CHECK(stage.end() == 0);
    CHECK(stage.found({}) == "");
    CHECK(stage.api().messages(kAnna.id).size() >= 7);
}
