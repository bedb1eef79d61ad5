// The fake refuses what Telegram refuses, in its words, and takes what it takes.
#include "tests/fakes/bot_rules.h"

#include "tests/fakes/bot_chats.h"
#include "tests/fakes/updates.h"
#include "tests/support/catch.h"

using namespace tests;

namespace {

std::string refusal(const std::string& html) { return check_message({{"text", html}, {"parse_mode", "HTML"}}).refusal; }

Json with_button(const std::string& data) {
    return {{"text", "x"}, {"reply_markup", {{"inline_keyboard", Json::array({Json::array({{{"text", "Go"}, {"callback_data", data}}})})}}}};
}

bool says_about(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

}  // namespace

TEST_CASE("markup is read as a person sees it") {
    const auto parsed = parse_html("<b>a &lt; b</b> &amp; <code class=\"x\">c</code> &nbsp; &#228;");
    CHECK(parsed.refusal == "");
    CHECK(parsed.text == "a < b & c &nbsp; \xC3\xA4");
}

TEST_CASE("markup that does not hold together is refused") {
    CHECK(says_about(refusal("<b>a"), "Can't find end tag corresponding to start tag \"b\""));
    CHECK(says_about(refusal("a</b>"), "Unexpected end tag at byte offset 1"));
    CHECK(says_about(refusal("<b><i>a</b></i>"), "Unmatched end tag"));
    CHECK(says_about(refusal("<h1>a</h1>"), "Unsupported start tag \"h1\" at byte offset 0"));
    CHECK(says_about(refusal("a < b"), "can't parse entities"));
    CHECK(refusal("<pre><code class=\"language-go\">x</code></pre>") == "");
}

TEST_CASE("length is counted in characters after the markup, and nothing is no message") {
    CHECK(refusal("<b>" + std::string(4096, 'a') + "</b>") == "");
    CHECK(refusal(std::string(4097, 'a')) == "Bad Request: message is too long");
    CHECK(refusal(std::string(33'000, 'a')) == "Bad Request: text is too long");
    CHECK(refusal("<b> </b>") == "Bad Request: message text is empty");
    std::string letters;
    for (int i = 0; i < 4096; ++i) letters += "\xC3\xA4";
    CHECK(refusal(letters) == "");
}

TEST_CASE("button data is at most 64 bytes") {
    CHECK(check_message(with_button(std::string(64, 'd'))).refusal == "");
    CHECK(check_message(with_button(std::string(65, 'd'))).refusal == "Bad Request: BUTTON_DATA_INVALID");
    CHECK(check_message(with_button("")).refusal == "Bad Request: BUTTON_DATA_INVALID");
}

TEST_CASE("a message reaches only chats and topics that are there") {
    const Someone anna{7, "Anna"};
    BotChats chats;
    const auto sent = [&](std::int64_t chat, std::int64_t topic = 0) {
        Json call{{"chat_id", chat}, {"text", "hello"}};
        if (topic != 0) call["message_thread_id"] = topic;
        Record record;
        const auto answer = chats.call("sendMessage", call, record);
        return answer->body.value("description", std::string(record.kind == Record::Kind::kMessage ? "" : "no message"));
    };
    CHECK(sent(7) == "Bad Request: chat not found");
    chats.learn(says(anna, direct(anna), "hi"));
    CHECK(sent(7) == "");
    chats.block(7, true);
    CHECK(sent(7) == "Forbidden: bot was blocked by the user");
    chats.learn(says(anna, group(-5, 3), "hi"));
    CHECK(sent(-5, 3) == "");
    CHECK(sent(-5, 4) == "Bad Request: message thread not found");
    chats.upgrade(-5, -6);
    CHECK(says_about(sent(-5), "upgraded to a supergroup"));
    CHECK(sent(-6) == "");
}
