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

void converse(Stage& stage) {
    stage.start();
    std::int64_t received = 0;
    for (const auto& text : conversation()) {
        stage.api().add(says(kAnna, direct(kAnna), text));
        INFO(stage.server().log());
        REQUIRE(stage.settle(++received));
    }
    CHECK(stage.end() == 0);
    CHECK(stage.found({}) == "");
    CHECK(stage.api().messages(kAnna.id).size() >= conversation().size());
    CHECK(stage.book().attempts.size() >= 1);
}

}  // namespace

TEST_CASE("a session runs over long polls and leaves nothing behind") {
    Stage stage;
    converse(stage);
    CHECK(stage.api().calls("setWebhook") == 0);
}

TEST_CASE("a session runs over a webhook that the server sets itself") {
    Stage stage(over_webhook());
    converse(stage);
    CHECK(stage.api().last_call("setWebhook")["secret_token"] == kWebhookSecret);
    CHECK(stage.api().calls(kWebhookCall) == int(conversation().size()));
}
