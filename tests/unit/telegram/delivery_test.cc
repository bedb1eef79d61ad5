// What each failure of the platform means: the table of its answers, one line each.
#include <string>
#include <vector>

#include "adapters/telegram/delivery.h"
#include "tests/support/catch.h"

namespace {

using namespace adapters::telegram;
using Outcome = bot::app::Delivery::Outcome;

Verdict of(int status, const std::string& description, const std::string& parameters = "") {
    std::string body = R"({"ok":false,"error_code":)" + std::to_string(status) + R"(,"description":")" + description + "\"";
    if (!parameters.empty()) body += R"(,"parameters":{)" + parameters + "}";
    return judge(decode_answer(status, body + "}"));
}

struct Case {
    int status;
    const char* description;
    Outcome outcome;
    Without retry = Without::kNothing;
};

}  // namespace

TEST_CASE("each answer of the platform has its outcome") {
    const std::vector<Case> cases{
        {401, "Unauthorized", Outcome::kStopped},
        {404, "Not Found", Outcome::kStopped},
        {403, "Forbidden: bot was blocked by the user", Outcome::kGone},
        {403, "Forbidden: user is deactivated", Outcome::kGone},
        {403, "Forbidden: bot can't initiate conversation with a user", Outcome::kGone},
        {403, "Forbidden: bot can't send messages to the bot", Outcome::kGone},
        {403, "Forbidden: bot was kicked from the supergroup chat", Outcome::kGone},
        {403, "Forbidden: bot is not a member of the supergroup chat", Outcome::kGone},
        {403, "Forbidden: the group chat was deleted", Outcome::kGone},
        {400, "Bad Request: chat not found", Outcome::kGone},
        {400, "Bad Request: PEER_ID_INVALID", Outcome::kGone},
        {400, "Bad Request: private chat not found", Outcome::kGone},
        {400, "Bad Request: not enough rights to send text messages to the chat", Outcome::kGone},
        {400, "Bad Request: CHAT_WRITE_FORBIDDEN", Outcome::kGone},
        {400, "Bad Request: have no rights to send a message", Outcome::kGone},
        {400, "Bad Request: message to be replied not found", Outcome::kRefused, Without::kReply},
        {400, "Bad Request: message thread not found", Outcome::kRefused, Without::kTopic},
        {400, "Bad Request: TOPIC_CLOSED", Outcome::kRefused, Without::kTopic},
        {400, "Bad Request: TOPIC_DELETED", Outcome::kRefused, Without::kTopic},
        {400, "Bad Request: can't parse entities: Unsupported start tag", Outcome::kRefused, Without::kMarkup},
        {400, "Bad Request: BUTTON_DATA_INVALID", Outcome::kRefused, Without::kKeyboard},
        {400, "Bad Request: message is too long", Outcome::kRefused},
        {400, "Bad Request: message text is empty", Outcome::kRefused},
        {400, "Bad Request: something new", Outcome::kRefused, Without::kMarkup},
        {400, "Bad Request: query is too old and response timeout expired or query ID is invalid", Outcome::kSent},
        {400, "Bad Request: message is not modified: specified new message content", Outcome::kSent},
        {409, "Conflict: terminated by setWebhook request", Outcome::kPassing},
        {413, "Request Entity Too Large", Outcome::kRefused},
        {429, "Too Many Requests: retry after 5", Outcome::kSlower},
        {500, "Internal Server Error: restart", Outcome::kPassing},
        {502, "Bad Gateway", Outcome::kPassing},
        {504, "Gateway Timeout", Outcome::kPassing},
    };
    for (const auto& one : cases) {
        INFO(one.status << " " << one.description);
        const auto verdict = of(one.status, one.description);
        CHECK(verdict.delivery.outcome == one.outcome);
        CHECK(verdict.retry == one.retry);
        CHECK(verdict.delivery.reason.empty() == (one.outcome == Outcome::kSent));
    }
}

TEST_CASE("a group that became a supergroup is followed") {
    const auto verdict = of(400, "Bad Request: group chat was upgraded to a supergroup chat", R"("migrate_to_chat_id":-100123)");
    CHECK(verdict.delivery.outcome == Outcome::kMoved);
    CHECK(verdict.delivery.room == "-100123");
    CHECK(of(400, "Bad Request: group chat was upgraded to a supergroup chat").delivery.outcome == Outcome::kGone);
}

TEST_CASE("patience is as long as asked for") {
    CHECK(of(429, "Too Many Requests", R"("retry_after":17)").delivery.after == bot::Duration(17'000));
    CHECK(of(429, "Too Many Requests").delivery.after == bot::Duration(5'000));
    CHECK(of(429, "Too Many Requests", R"("retry_after":0)").delivery.after == bot::Duration(1'000));
    CHECK(of(429, "Too Many Requests", R"("retry_after":99999999999)").delivery.after == bot::Duration(86'400'000));
}

TEST_CASE("a second room refused within a short time means all rooms") {
    Patience patience;
    const bot::Instant start{bot::Duration(1'000'000)};
    CHECK_FALSE(patience.whole_account("1", start));
    CHECK_FALSE(patience.whole_account("1", start + bot::Duration(1'000)));
    CHECK(patience.whole_account("2", start + bot::Duration(2'000)));
    CHECK_FALSE(patience.whole_account("3", start + bot::Duration(60'000)));
}

TEST_CASE("what stands between us and the platform does not speak for it") {
    for (const int status : {200, 302, 401, 403, 404, 500, 502}) {
        INFO(status);
        CHECK(judge(decode_answer(status, "<html>no</html>")).delivery.outcome == Outcome::kPassing);
        CHECK(judge(decode_answer(status, "")).delivery.outcome == Outcome::kPassing);
    }
    CHECK(judge(decode_answer(200, R"({"ok": true, "result": 1})")).delivery.outcome == Outcome::kSent);
}

TEST_CASE("reasons repeat nothing that was sent") {
    CHECK(of(400, R"(Bad Request: something about \"my secret answer\" here)").delivery.reason.find("secret") == std::string::npos);
    CHECK(of(400, R"(Bad Request: can't parse entities: Unsupported start tag \"answer\")").delivery.reason == "400 can't parse entities");
}
