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

TEST_CASE("a button may open a link of the web or of the app, and nothing else") {
    const auto with_link = [](const std::string& url) {
        return check_message({{"text", "x"}, {"reply_markup", {{"inline_keyboard", Json::array({Json::array({{{"text", "Go"}, {"url", url}}})})}}}}).refusal;
    };
    for (const char* url :
         {"https://t.me/viva_bot?start=1_answer_0_9k", "http://example.org", "t.me/viva_bot", "tg://resolve?domain=viva_bot", "HTTPS://T.ME/x"}) {
        INFO(url);
        CHECK(with_link(url) == "");
    }
    CHECK(with_link("ftp://example.com") == "Bad Request: inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol");
    CHECK(with_link("not-a-url") == "Bad Request: inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL");
    CHECK(with_link("http://localhost:8081") == "Bad Request: inline keyboard button URL 'http://localhost:8081' is invalid: Wrong HTTP URL");
    CHECK(says_about(with_link("tg://"), "Wrong tg URL"));
    CHECK(says_about(with_link(""), "Wrong HTTP URL"));
    CHECK(with_link("https://t.me/" + std::string(2035, 'x')) == "");
    CHECK(with_link("https://t.me/" + std::string(2036, 'x')) == "Bad Request: BUTTON_URL_INVALID");
    CHECK(buttons_of(Json{{"inline_keyboard", Json::array({Json::array({{{"text", "Go"}, {"url", "https://t.me/x"}}})})}}) ==
          std::vector<SeenButton>{{"Go", "", "https://t.me/x"}});
}

TEST_CASE("a button that does nothing is refused") {
    const Json markup{{"inline_keyboard", Json::array({Json::array({{{"text", "Go"}}})})}};
    CHECK(says_about(check_keyboard(markup), "Text buttons are unallowed in the inline keyboard"));
}

TEST_CASE("what somebody is in a chat is told of whom the bot has heard, where it can be asked") {
    const Someone anna{7, "Anna"}, boris{8, "Boris"}, carl{9, "Carl"};
    BotChats chats;
    const auto asked = [&](std::int64_t chat, std::int64_t user) { return chats.look_up("getChatMember", {{"chat_id", chat}, {"user_id", user}})->body; };
    const auto status = [&](std::int64_t chat, std::int64_t user) { return asked(chat, user)["result"].value("status", ""); };
    const auto refusal = [&](std::int64_t chat, std::int64_t user) { return asked(chat, user).value("description", ""); };
    CHECK(refusal(-5, 7) == "Bad Request: chat not found");
    chats.learn(says(anna, group(-5), "hi"));
    chats.learn(says(carl, direct(carl), "hi"));
    CHECK(status(-5, 7) == "member");
    CHECK(asked(-5, 7)["result"]["user"]["first_name"] == "Anna");
    CHECK(refusal(-5, 8) == "Bad Request: user not found");
    CHECK(status(-5, 9) == "left");
    for (const char* each : {"creator", "administrator", "restricted", "left", "kicked"}) {
        chats.set_member(-5, 8, each);
        CHECK(status(-5, 8) == each);
    }
    chats.learn(says(anna, group(-5), "still a member, if nothing else was said"));
    CHECK(status(-5, 7) == "member");
    CHECK(refusal(-5, 0) == "Bad Request: invalid user_id specified");
    CHECK(refusal(0, 7) == "Bad Request: chat_id is empty");
    CHECK(status(9, 9) == "member");
    CHECK(refusal(9, 7) == "Bad Request: member not found");
    chats.set_member(-5, 8, "creator");
    chats.upgrade(-5, -6);
    CHECK(says_about(refusal(-5, 8), "upgraded to a supergroup"));
    CHECK(asked(-5, 8)["parameters"]["migrate_to_chat_id"] == -6);
    CHECK(status(-6, 8) == "creator");
    chats.block(-6, true);
    CHECK(refusal(-6, 8) == "Forbidden: bot was kicked from the supergroup chat");
    CHECK_FALSE(chats.look_up("getChatMemberCount", {{"chat_id", -6}}));
}

TEST_CASE("who administers a group is listed without bots, and a private chat has nobody") {
    BotChats chats;
    const auto asked = [&](std::int64_t chat) { return chats.look_up("getChatAdministrators", {{"chat_id", chat}})->body; };
    const Someone anna{7, "Anna"};
    chats.learn(says(anna, direct(anna), "hi"));
    auto of_bot = says({55, "Robot"}, group(-5), "hi");
    of_bot["message"]["from"]["is_bot"] = true;
    chats.learn(of_bot);
    chats.learn(says(anna, group(-5), "hi"));
    CHECK(asked(-5)["result"].empty());
    chats.set_member(-5, 55, "administrator");
    chats.set_member(-5, 7, "administrator");
    chats.set_member(-5, 8, "creator");
    REQUIRE(asked(-5)["result"].size() == 2);
    CHECK(asked(-5)["result"][0]["user"]["id"] == 7);
    CHECK(asked(-5)["result"][1]["status"] == "creator");
    CHECK(asked(7)["description"] == "Bad Request: there are no administrators in the private chat");
    CHECK(asked(-99)["description"] == "Bad Request: chat not found");
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
