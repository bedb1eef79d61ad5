// Bringing parcels: the calls made, what is left out when the platform refuses a detail, parts, presses, files.
#include "adapters/telegram/sender.h"

#include "adapters/telegram/call_json.h"
#include "tests/support/catch.h"
#include "tests/unit/telegram/telegram_fakes.h"

namespace {

using namespace adapters::telegram;
using namespace telegram_test;
using bot::app::Delivery;
using bot::app::Parcel;
using Outcome = Delivery::Outcome;

std::string failure(int code, const std::string& description, const std::string& parameters = "") {
    return R"({"ok":false,"error_code":)" + std::to_string(code) + R"(,"description":")" + description + "\"" +
           (parameters.empty() ? "" : R"(,"parameters":{)" + parameters + "}") + "}";
}

Parcel parcel(std::string text = "So <you> say") {
    Parcel one;
    one.id = 3;
    one.place = {"4242", "-1001", "7"};
    one.kind = bot::RoomKind::kGroup;
    one.reply_to = "55";
    bot::Block block;
    block.runs = {{bot::Style::kPlain, std::move(text)}};
    one.message.blocks = {block};
    one.message.choices = {{"hint", "Hint", "1:hint:a:1"}};
    return one;
}

struct Bench {
    ScriptedPlatform platform;
    HandClock clock;
    Pulse pulse{4242};
    Api api = platform.api();
    Sender sender{api, pulse, clock, nullptr};
};

}  // namespace

TEST_CASE("a message goes with markup, topic, reply and buttons, and without a preview of links") {
    Bench bench;
    CHECK(bench.sender.deliver(parcel()).outcome == Outcome::kSent);
    REQUIRE(bench.platform.seen.size() == 1);
    const auto& call = bench.platform.seen[0];
    CHECK(call.path == "/bot4242:secret-Token_x/sendMessage");
    CHECK_FALSE(call.idempotent);
    CHECK(
        call.body ==
        R"({"chat_id":-1001,"message_thread_id":7,"text":"So &lt;you&gt; say","parse_mode":"HTML","link_preview_options":{"is_disabled":true},)"
        R"("reply_parameters":{"message_id":55,"allow_sending_without_reply":true},"reply_markup":{"inline_keyboard":[[{"text":"Hint","callback_data":"1:hint:a:1"}]]}})");
}

TEST_CASE("what the platform refuses to parse goes again as plain text") {
    Bench bench;
    bench.platform.next(400, failure(400, "Bad Request: can't parse entities: Unsupported start tag"));
    CHECK(bench.sender.deliver(parcel()).outcome == Outcome::kSent);
    REQUIRE(bench.platform.seen.size() == 2);
    CHECK(bench.platform.seen[1].body.find(R"("text":"So <you> say")") != std::string::npos);
    CHECK(bench.platform.seen[1].body.find("parse_mode") == std::string::npos);
    CHECK(bench.platform.seen[1].body.find("inline_keyboard") != std::string::npos);
}

TEST_CASE("a lost topic, a lost reply and a bad button are left out") {
    Bench bench;
    bench.platform.next(400, failure(400, "Bad Request: message thread not found"));
    bench.platform.next(400, failure(400, "Bad Request: message to be replied not found"));
    bench.platform.next(400, failure(400, "Bad Request: BUTTON_DATA_INVALID"));
    CHECK(bench.sender.deliver(parcel()).outcome == Outcome::kSent);
    REQUIRE(bench.platform.seen.size() == 4);
    CHECK(bench.platform.seen[3].body == R"({"chat_id":-1001,"text":"So &lt;you&gt; say","parse_mode":"HTML","link_preview_options":{"is_disabled":true}})");
}

TEST_CASE("what is refused bare is refused for good") {
    Bench bench;
    for (int i = 0; i < 9; ++i) bench.platform.next(400, failure(400, "Bad Request: something new"));
    const auto delivery = bench.sender.deliver(parcel());
    CHECK(delivery.outcome == Outcome::kRefused);
    CHECK(delivery.reason == "400 bad request: something new");
    CHECK(bench.platform.seen.size() == 3);

    Bench other;
    for (int i = 0; i < 9; ++i) other.platform.next(400, failure(400, "Bad Request: message thread not found"));
    CHECK(other.sender.deliver(parcel()).outcome == Outcome::kRefused);
    CHECK(other.platform.seen.size() == 2);
}

TEST_CASE("trouble is told, not retried") {
    Bench bench;
    bench.platform.silence("connection refused");
    const auto delivery = bench.sender.deliver(parcel());
    CHECK(delivery.outcome == Outcome::kPassing);
    CHECK(delivery.reason == "no answer: connection refused");
    CHECK(bench.platform.seen.size() == 1);
}

TEST_CASE("a moved group is named with its new key") {
    Bench bench;
    bench.platform.next(400, failure(400, "Bad Request: group chat was upgraded to a supergroup chat", R"("migrate_to_chat_id":-1009)"));
    const auto delivery = bench.sender.deliver(parcel());
    CHECK(delivery.outcome == Outcome::kMoved);
    CHECK(delivery.room == "-1009");
}

TEST_CASE("patience of one room, then of all") {
    Bench bench;
    bench.platform.next(429, failure(429, "Too Many Requests: retry after 3", R"("retry_after":3)"));
    bench.platform.next(429, failure(429, "Too Many Requests: retry after 4", R"("retry_after":4)"));
    const auto first = bench.sender.deliver(parcel());
    CHECK(first.outcome == Outcome::kSlower);
    CHECK_FALSE(first.whole_account);
    auto elsewhere = parcel();
    elsewhere.place.room = "8";
    const auto second = bench.sender.deliver(elsewhere);
    CHECK(second.whole_account);
    CHECK(second.after == bot::Duration(4'000));
}

TEST_CASE("a long message goes part by part; the reply is with the first, the buttons with the last") {
    Bench bench;
    auto long_one = parcel(std::string(9'000, 'a'));
    for (int part = 0; part < 3; ++part) {
        long_one.part = part;
        const auto delivery = bench.sender.deliver(long_one);
        CHECK(delivery.outcome == Outcome::kSent);
        CHECK(delivery.more == (part < 2));
        const auto& body = bench.platform.seen.back().body;
        CHECK((body.find("reply_parameters") != std::string::npos) == (part == 0));
        CHECK((body.find("inline_keyboard") != std::string::npos) == (part == 2));
    }
    long_one.part = 3;
    CHECK(bench.sender.deliver(long_one).outcome == Outcome::kSent);
    CHECK(bench.platform.seen.size() == 3);
}

TEST_CASE("a file follows the text as a part of its own") {
    Bench bench;
    auto with_file = parcel("Your data");
    with_file.message.file = bot::Attachment{"my \"data\"\r\n.json", std::string("{\"a\":\0}", 7)};
    CHECK(bench.sender.deliver(with_file).more);
    with_file.part = 1;
    const auto delivery = bench.sender.deliver(with_file);
    CHECK(delivery.outcome == Outcome::kSent);
    CHECK_FALSE(delivery.more);
    const auto& call = bench.platform.seen.back();
    CHECK(call.method == "sendDocument");
    CHECK(call.content_type == "multipart/form-data; boundary=viva-part");
    CHECK(call.body == std::string("--viva-part\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n-1001\r\n"
                                   "--viva-part\r\nContent-Disposition: form-data; name=\"message_thread_id\"\r\n\r\n7\r\n"
                                   "--viva-part\r\nContent-Disposition: form-data; name=\"document\"; filename=\"my__data___.json\"\r\nContent-Type: "
                                   "application/octet-stream\r\n\r\n") +
                           std::string("{\"a\":\0}", 7) + "\r\n--viva-part--\r\n");
}

TEST_CASE("a file that holds the boundary gets another one") {
    const auto form = send_document({"1"}, {"x", "--viva-part--"}, nullptr);
    CHECK(form.content_type != "multipart/form-data; boundary=viva-part");
}

TEST_CASE("an empty message is refused without a call") {
    Bench bench;
    Parcel empty;
    empty.place = {"4242", "1", ""};
    CHECK(bench.sender.deliver(empty).outcome == Outcome::kRefused);
    CHECK(bench.platform.seen.empty());
}

TEST_CASE("a press is acknowledged, with a note if there is one; too late is as good as done") {
    Bench bench;
    auto press = parcel("That was earlier.");
    press.handle = "q1";
    CHECK(bench.sender.deliver(press).outcome == Outcome::kSent);
    CHECK(bench.platform.seen.back().method == "answerCallbackQuery");
    CHECK(bench.platform.seen.back().body == R"({"callback_query_id":"q1","text":"That was earlier."})");
    press.message = {};
    bench.platform.next(400, failure(400, "Bad Request: query is too old and response timeout expired or query ID is invalid"));
    CHECK(bench.sender.deliver(press).outcome == Outcome::kSent);
    CHECK(bench.platform.seen.back().body == R"({"callback_query_id":"q1"})");
    bench.platform.next(403, failure(403, "Forbidden: bot was blocked by the user"));
    CHECK(bench.sender.deliver(press).outcome == Outcome::kRefused);
}

TEST_CASE("the token never shows in a reason") {
    Bench bench;
    bench.platform.silence("cannot reach /bot4242:secret-Token_x/sendMessage");
    CHECK(bench.sender.deliver(parcel()).reason == "no answer: cannot reach /bot<token>/sendMessage");
    bench.platform.next(403, failure(403, "Forbidden: 4242:secret-Token_x"));
    CHECK(bench.sender.deliver(parcel()).reason.find("secret") == std::string::npos);
}

TEST_CASE("a message that replaces an earlier one is an edit, and says which message it is") {
    Bench bench;
    bench.platform.next(200, R"({"ok":true,"result":{"message_id":811,"chat":{"id":-1001},"text":"x"}})");
    auto one = parcel();
    CHECK(bench.sender.deliver(one).message == "811");
    one.message.replaces = "811";
    bench.platform.next(400, failure(400, "Bad Request: message is not modified: specified new message content"));
    CHECK(bench.sender.deliver(one).outcome == Outcome::kSent);
    REQUIRE(bench.platform.seen.size() == 2);
    CHECK(bench.platform.seen[1].method == "editMessageText");
    CHECK(bench.platform.seen[1].body.find(R"("chat_id":-1001,"message_id":811,"text":"So)") != std::string::npos);
    CHECK(bench.platform.seen[1].idempotent);
}

TEST_CASE("a link into a direct chat waits for our name, which is asked for if nobody has told it yet") {
    Bench bench;
    auto post = parcel();
    post.message.choices = {{"answer", "Answer", "1:answer:0:9k", bot::Choice::Opens::kPrivate}};
    bench.platform.next(502, "<html>");
    CHECK(bench.sender.deliver(post).outcome == Outcome::kPassing);
    REQUIRE(bench.platform.seen.size() == 1);
    bench.platform.next(200, R"({"ok":true,"result":{"id":4242,"is_bot":true,"username":"Viva_Bot"}})");
    CHECK(bench.sender.deliver(post).outcome == Outcome::kSent);
    REQUIRE(bench.platform.seen.size() == 3);
    CHECK(bench.platform.seen[1].method == "getMe");
    CHECK(bench.platform.seen[2].body.find(R"("url":"https://t.me/viva_bot?start=1_answer_0_9k")") != std::string::npos);
    // Once known, it is known; and nothing else waits for it.
    CHECK(bench.sender.deliver(post).outcome == Outcome::kSent);
    CHECK(bench.platform.seen.size() == 4);
    Bench other;
    CHECK(other.sender.deliver(parcel()).outcome == Outcome::kSent);
    CHECK(other.platform.seen.size() == 1);
}

TEST_CASE("whether somebody administers a chat is asked of the platform; who cannot be looked up does not") {
    const auto asked = [](int status, const std::string& body) {
        Bench bench;
        bench.platform.next(status, body);
        Parcel one;
        one.place = {"4242", "-1001", ""};
        one.message.person = "77";
        one.message.inquiry = bot::Inquiry{"Anna", "daily on"};
        const auto delivery = bench.sender.deliver(one);
        REQUIRE(bench.platform.seen.size() == 1);
        CHECK(bench.platform.seen[0].method == "getChatMember");
        CHECK(bench.platform.seen[0].body == R"({"chat_id":-1001,"user_id":77})");
        return delivery;
    };
    const auto member = [](const std::string& status) { return R"({"ok":true,"result":{"status":")" + status + R"(","user":{"id":77}}})"; };
    CHECK(asked(200, member("creator")).administers);
    CHECK(asked(200, member("administrator")).administers);
    CHECK_FALSE(asked(200, member("member")).administers);
    CHECK_FALSE(asked(200, member("kicked")).administers);
    CHECK_FALSE(asked(400, failure(400, "Bad Request: user not found")).administers);
    CHECK(asked(400, failure(400, "Bad Request: user not found")).outcome == Outcome::kSent);
    CHECK(asked(502, "<html>").outcome == Outcome::kPassing);
    CHECK(asked(429, failure(429, "Too Many Requests", R"("retry_after":3)")).outcome == Outcome::kSlower);
}

TEST_CASE("a person's page is not sent: there is none here") {
    Bench bench;
    auto one = parcel();
    one.message.manner = bot::Manner::kPage;
    CHECK(bench.sender.deliver(one).outcome == Outcome::kSent);
    CHECK(bench.platform.seen.empty());
}
