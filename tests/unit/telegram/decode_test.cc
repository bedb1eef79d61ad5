// What each kind of update means: payloads as the platform sends them, and the event they become.
#include <string>
#include <utility>
#include <vector>

#include "adapters/telegram/meaning.h"
#include "adapters/telegram/update_codec.h"
#include "tests/support/catch.h"
#include "tests/unit/telegram/describe.h"

namespace {

using namespace adapters::telegram;

const Self kSelf{99, "vivabot"};

// "" = nothing for the bot, "! ..." = refused.
std::string read(const std::string& body, const Self& self = kSelf) {
    const auto updates = decode_update(body);
    if (!updates) return "! " + updates.error().message;
    REQUIRE(updates->list.size() == 1);
    const auto event = meaning(updates->list.front(), self);
    return event ? telegram_test::describe(*event) : "";
}

constexpr const char* kAl = R"("from":{"id":7,"is_bot":false,"first_name":"Al","username":"al","language_code":"de"})";
constexpr const char* kPrivate = R"("chat":{"id":7,"first_name":"Al","type":"private"})";
constexpr const char* kGroup = R"("chat":{"id":-1001,"type":"supergroup","title":"G"})";

std::string message(const std::string& chat, const std::string& rest, const std::string& from = kAl, const std::string& key = "message") {
    return R"({"update_id":10,")" + key + R"(":{"message_id":5,"date":1700000000,)" + from + (from.empty() ? "" : ",") + chat + (rest.empty() ? "" : ",") +
           rest + "}}";
}

std::string command(int length, int offset = 0) {
    return R"("entities":[{"offset":)" + std::to_string(offset) + R"(,"length":)" + std::to_string(length) + R"(,"type":"bot_command"}])";
}

}  // namespace

TEST_CASE("a message in a direct chat is said to us") {
    CHECK(read(message(kPrivate, R"("text":"a mutex is owned")")) == "10 direct 7 by 7 m5: said [a mutex is owned]");
    const auto updates = decode_update(message(kPrivate, R"("text":"x")"));
    const auto event = meaning(updates->list.front(), kSelf);
    CHECK(event->place == bot::Place{"99", "7", ""});
    CHECK(event->author == bot::Author{"7", "Al", "de"});
    CHECK(event->sent == bot::Instant(std::chrono::seconds(1700000000)));
}

TEST_CASE("commands are what the platform marked as one") {
    CHECK(read(message(kPrivate, R"("text":"/round go 5",)" + command(6))) == "10 direct 7 by 7 m5: called [round] [go 5]");
    CHECK(read(message(kPrivate, R"("text":"/Round\n go ",)" + command(6))) == "10 direct 7 by 7 m5: called [round] [go]");
    CHECK(read(message(kPrivate, R"("text":"/start round-go",)" + command(6))) == "10 direct 7 by 7 m5: called [start] [round-go]");
    CHECK(read(message(kPrivate, R"("caption":"/skip","caption_entities":[{"offset":0,"length":5,"type":"bot_command"}],"photo":[{}])")) ==
          "10 direct 7 by 7 m5: called [skip] []");
    CHECK(read(message(kPrivate, R"("text":"/round")")) == "10 direct 7 by 7 m5: called [round] []");
}

TEST_CASE("what merely looks like a command is said") {
    CHECK(read(message(kPrivate, R"("text":"/usr/bin is a folder")")) == "10 direct 7 by 7 m5: said [/usr/bin is a folder]");
    CHECK(read(message(kPrivate, R"("text":"/usr","entities":[{"offset":0,"length":4,"type":"code"}])")) == "10 direct 7 by 7 m5: said [/usr]");
    CHECK(read(message(kPrivate, R"("text":"use /help",)" + command(5, 4))) == "10 direct 7 by 7 m5: said [use /help]");
    CHECK(read(message(kPrivate, R"("text":"/ round")")) == "10 direct 7 by 7 m5: said [/ round]");
    CHECK(read(message(kPrivate, R"("text":"/round go",)" + command(3))) == "10 direct 7 by 7 m5: said [/round go]");
    CHECK(read(message(kPrivate, R"("text":"/round go",)" + command(900))) == "10 direct 7 by 7 m5: said [/round go]");
}

TEST_CASE("in groups commands to us and to nobody count, those to other bots do not") {
    CHECK(read(message(kGroup, R"("text":"/round@VivaBot go",)" + command(14))) == "10 group -1001 by 7 m5: called [round] [go]");
    CHECK(read(message(kGroup, R"("text":"/round go",)" + command(6))) == "10 group -1001 by 7 m5: called [round] [go]");
    CHECK(read(message(kGroup, R"("text":"/round@otherbot go",)" + command(15))) == "");
    CHECK(read(message(kPrivate, R"("text":"/round@otherbot go",)" + command(15))) == "10 direct 7 by 7 m5: called [round] [go]");
}

TEST_CASE("before our name is known, commands that name a bot are left alone") {
    const Self nameless{99, ""};
    CHECK(read(message(kGroup, R"("text":"/round@VivaBot go",)" + command(14)), nameless) == "");
    CHECK(read(message(kGroup, R"("text":"/round go",)" + command(6)), nameless) == "10 group -1001 by 7 m5: called [round] [go]");
}

TEST_CASE("in groups only replies to us and mentions are addressed") {
    const auto reply_to = [](int id) {
        return R"("reply_to_message":{"message_id":4,"from":{"id":)" + std::to_string(id) + R"(,"is_bot":true},"chat":{"id":-1001},"date":1})";
    };
    CHECK(read(message(kGroup, R"("text":"hi all")")) == "10 group -1001 by 7 m5: said [hi all] (not to us)");
    CHECK(read(message(kGroup, R"("text":"locks",)" + reply_to(99))) == "10 group -1001 by 7 m5: said [locks]");
    CHECK(read(message(kGroup, R"("text":"locks",)" + reply_to(98))) == "10 group -1001 by 7 m5: said [locks] (not to us)");
    CHECK(read(message(kGroup, R"("text":"@vivabot, locks","entities":[{"offset":0,"length":8,"type":"mention"}])")) == "10 group -1001 by 7 m5: said [locks]");
    CHECK(read(message(kGroup, R"("text":"locks @VivaBot","entities":[{"offset":6,"length":8,"type":"mention"}])")) == "10 group -1001 by 7 m5: said [locks]");
    CHECK(read(message(kGroup, R"("text":"ask @vivabot now","entities":[{"offset":4,"length":8,"type":"mention"}])")) ==
          "10 group -1001 by 7 m5: said [ask @vivabot now]");
    CHECK(read(message(kGroup, R"("text":"@vivabotty hi","entities":[{"offset":0,"length":10,"type":"mention"}])")) ==
          "10 group -1001 by 7 m5: said [@vivabotty hi] (not to us)");
    CHECK(read(message(kGroup, R"("text":"Viva locks","entities":[{"offset":0,"length":4,"type":"text_mention","user":{"id":99}}])")) ==
          "10 group -1001 by 7 m5: said [locks]");
    CHECK(read(message(kGroup, R"("text":"@vivabot","entities":[{"offset":0,"length":8,"type":"mention"}])")) == "10 group -1001 by 7 m5: said []");
}

TEST_CASE("offsets count UTF-16 units, not bytes or characters") {
    // Two emoji of two units each before the mention.
    CHECK(read(message(kGroup, R"("text":"\ud83d\ude00\ud83d\ude00@vivabot ok","entities":[{"offset":4,"length":8,"type":"mention"}])")) ==
          "10 group -1001 by 7 m5: said [\U0001F600\U0001F600@vivabot ok]");
    CHECK(read(message(kGroup, R"("text":"\u00e9@vivabot ok","entities":[{"offset":1,"length":8,"type":"mention"}])")) ==
          "10 group -1001 by 7 m5: said [\u00e9@vivabot ok]");
    // Begins inside a pair: no mention at all.
    CHECK(read(message(kGroup, R"("text":"\ud83d\ude00@vivabot ok","entities":[{"offset":1,"length":8,"type":"mention"}])")) ==
          "10 group -1001 by 7 m5: said [\U0001F600@vivabot ok] (not to us)");
}

TEST_CASE("code blocks stand between fences, as people type them elsewhere") {
    CHECK(read(message(kPrivate, R"("text":"so: x := 1\ny() done","entities":[{"offset":4,"length":10,"type":"pre"}])")) ==
          "10 direct 7 by 7 m5: said [so: \n```\nx := 1\ny()\n```\n done]");
    CHECK(read(message(kPrivate, R"("text":"x := 1","entities":[{"offset":0,"length":6,"type":"pre","language":"go"}])")) ==
          "10 direct 7 by 7 m5: said [```\nx := 1\n```]");
    CHECK(read(message(kGroup, R"("text":"@vivabot x := 1","entities":[{"offset":0,"length":8,"type":"mention"},{"offset":9,"length":6,"type":"pre"}])")) ==
          "10 group -1001 by 7 m5: said [```\nx := 1\n```]");
}

TEST_CASE("a forum topic is a place of its own, a reply chain and General are not") {
    const std::string forum = R"("chat":{"id":-1001,"type":"supergroup","title":"G","is_forum":true})";
    CHECK(read(message(forum, R"("message_thread_id":3,"is_topic_message":true,"text":"/round",)" + command(6))) ==
          "10 group -1001/3 by 7 m5: called [round] []");
    CHECK(read(message(forum, R"("message_thread_id":3,"text":"/round",)" + command(6))) == "10 group -1001 by 7 m5: called [round] []");
    CHECK(read(message(forum, R"("text":"/round",)" + command(6))) == "10 group -1001 by 7 m5: called [round] []");
    // The first message of a topic "replies" to the note that we made the topic.
    CHECK(
        read(message(
            forum,
            R"("message_thread_id":3,"is_topic_message":true,"text":"hi","reply_to_message":{"message_id":3,"from":{"id":99,"is_bot":true},"forum_topic_created":{}})")) ==
        "10 group -1001/3 by 7 m5: said [hi] (not to us)");
}

TEST_CASE("hidden senders have no key") {
    const std::string anonymous = R"("from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-1001,"type":"supergroup","title":"G"})";
    CHECK(read(message(kGroup, R"("text":"/round",)" + command(6), anonymous)) == "10 group -1001 by ? m5: called [round] []");
    const std::string channel = R"("from":{"id":136817688,"is_bot":true,"first_name":"Channel"},"sender_chat":{"id":-1002,"type":"channel","title":"C"})";
    CHECK(read(message(kGroup, R"("text":"/round",)" + command(6), channel)) == "10 group -1001 by ? m5: called [round] []");
    CHECK(read(message(kGroup, R"("text":"hi")", R"("from":{"id":1087968824,"is_bot":true,"first_name":"Group"})")) ==
          "10 group -1001 by ? m5: said [hi] (not to us)");
    const auto updates = decode_update(message(kGroup, R"("text":"/round",)" + command(6), channel));
    CHECK(meaning(updates->list.front(), kSelf)->author == bot::Author{"", "C", ""});
    CHECK(read(message(kGroup, R"("text":"news","is_automatic_forward":true)", channel)) == "");
}

TEST_CASE("other bots are not listened to") {
    CHECK(read(message(kGroup, R"("text":"/round",)" + command(6), R"("from":{"id":12,"is_bot":true,"first_name":"B"})")) == "");
}

TEST_CASE("words of others are neither answers nor commands") {
    CHECK(read(message(kPrivate, R"("text":"/round","forward_origin":{"type":"user"},)" + command(6))) == "10 direct 7 by 7 m5: unreadable other");
    CHECK(read(message(kPrivate, R"("text":"locks","via_bot":{"id":5,"is_bot":true})")) == "10 direct 7 by 7 m5: unreadable other");
    CHECK(read(message(kGroup, R"("text":"locks","forward_date":1)")) == "10 group -1001 by 7 m5: unreadable other (not to us)");
}

TEST_CASE("what holds no words cannot be read, but captions can") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"voice", "voice"}, {"audio", "voice"},   {"video_note", "voice"}, {"sticker", "sticker"}, {"animation", "sticker"},
        {"photo", "photo"}, {"document", "file"}, {"video", "other"},      {"location", "other"},  {"contact", "other"},
        {"dice", "other"},  {"poll", "other"},    {"venue", "other"},      {"game", "other"},      {"story", "other"}};
    for (const auto& [key, what] : cases) {
        CHECK(read(message(kPrivate, "\"" + key + "\":{}")) == "10 direct 7 by 7 m5: unreadable " + what);
        CHECK(read(message(kPrivate, "\"" + key + R"(":{},"caption":"my answer")")) == "10 direct 7 by 7 m5: said [my answer]");
    }
    CHECK(read(message(kGroup, R"("voice":{})")) == "10 group -1001 by 7 m5: unreadable voice (not to us)");
    CHECK(read(message(kPrivate, R"("photo":[{}],"media_group_id":"77")")) == "10(album:7:77) direct 7 by 7 m5: unreadable photo");
    CHECK(read(message(kGroup, R"("caption":"@vivabot locks","caption_entities":[{"offset":0,"length":8,"type":"mention"}],"photo":[])")) ==
          "10 group -1001 by 7 m5: said [locks]");
}

TEST_CASE("service messages and kinds we do not know are nothing to us") {
    for (const auto* what : {R"("new_chat_members":[{"id":99}])", R"("left_chat_member":{"id":8})", R"("pinned_message":{"message_id":1})",
                             R"("forum_topic_created":{"name":"t"})", R"("forum_topic_closed":{})", R"("new_chat_title":"x")", R"("group_chat_created":true)",
                             R"("something_of_next_year":{})"}) {
        CHECK(read(message(kGroup, what)) == "");
    }
    CHECK(read(R"({"update_id":11,"poll_answer":{"poll_id":"1","option_ids":[0]}})") == "");
    CHECK(read(R"({"update_id":11,"something_of_next_year":{"a":[1,2]}})") == "");
    CHECK(read(R"({"update_id":11})") == "");
    CHECK(read(message(R"("chat":{"id":-1,"type":"channel","title":"C"})", R"("text":"hi")")) == "");
}

TEST_CASE("edits are told, not read") {
    CHECK(read(message(kPrivate, R"("text":"better","edit_date":1)", kAl, "edited_message")) == "10 direct 7 by 7 m5: edited");
    CHECK(read(message(kPrivate, R"("text":"/stop","edit_date":1,)" + command(5), kAl, "edited_message")) == "10 direct 7 by 7 m5: edited");
    CHECK(read(message(kGroup, R"("text":"better","edit_date":1)", kAl, "edited_message")) == "10 group -1001 by 7 m5: edited (not to us)");
    CHECK(read(message(kPrivate, R"("location":{},"edit_date":1)", kAl, "edited_message")) == "");
}

TEST_CASE("a group that became a supergroup has moved") {
    CHECK(read(message(R"("chat":{"id":-5,"type":"group","title":"G"})", R"("migrate_to_chat_id":-1001)")) == "10 group -5 by ? m: moved to -1001");
    CHECK(read(message(kGroup, R"("migrate_from_chat_id":-5)")) == "10 group -5 by ? m: moved to -1001");
}

TEST_CASE("presses carry what the button holds and what acknowledges it") {
    CHECK(read(R"({"update_id":11,"callback_query":{"id":"4382bfdw","from":{"id":7,"is_bot":false,"first_name":"Al"},"chat_instance":"-36","data":"1:hint:s:2",
        "message":{"message_id":8,"message_thread_id":3,"is_topic_message":true,"date":1700000001,"chat":{"id":-1001,"type":"supergroup"}}}})") ==
          "11 group -1001/3 by 7 m8: pressed [1:hint:s:2] handle 4382bfdw");
    CHECK(
        read(
            R"({"update_id":11,"callback_query":{"id":"4","from":{"id":7},"data":"x","message":{"message_id":8,"date":0,"chat":{"id":7,"type":"private"}}}})") ==
        "11 direct 7 by 7 m8: pressed [x] handle 4");
    CHECK(
        read(
            R"({"update_id":11,"callback_query":{"id":"4","from":{"id":7},"game_short_name":"x","message":{"message_id":8,"date":0,"chat":{"id":7,"type":"private"}}}})") ==
        "11 direct 7 by 7 m8: pressed [] handle 4");
    CHECK(read(R"({"update_id":11,"callback_query":{"id":"4","from":{"id":7},"data":"x","inline_message_id":"q"}})") == "");
}

TEST_CASE("our membership of a chat") {
    const auto changed = [](const std::string& chat, const std::string& old, const std::string& now, const std::string& more = "") {
        return R"({"update_id":12,"my_chat_member":{"chat":)" + chat + R"(,"from":{"id":7,"first_name":"Al"},"date":1,"old_chat_member":{"status":")" + old +
               R"(","user":{"id":99}},"new_chat_member":{"status":")" + now + R"(","user":{"id":99})" + more + "}}}";
    };
    const std::string direct = R"({"id":7,"type":"private"})";
    const std::string group = R"({"id":-5,"type":"group","title":"G"})";
    CHECK(read(changed(direct, "member", "kicked")) == "12 direct 7 by 7 m: left");
    CHECK(read(changed(direct, "kicked", "member")) == "12 direct 7 by 7 m: returned");
    CHECK(read(changed(group, "left", "member")) == "12 group -5 by 7 m: joined");
    CHECK(read(changed(group, "kicked", "administrator")) == "12 group -5 by 7 m: joined");
    CHECK(read(changed(group, "member", "left")) == "12 group -5 by 7 m: left");
    CHECK(read(changed(group, "administrator", "kicked")) == "12 group -5 by 7 m: left");
    CHECK(read(changed(group, "member", "administrator")) == "");
    CHECK(read(changed(group, "member", "restricted", R"(,"is_member":true)")) == "");
    CHECK(read(changed(group, "member", "restricted", R"(,"is_member":false)")) == "12 group -5 by 7 m: left");
    CHECK(read(changed(R"({"id":-9,"type":"channel"})", "left", "administrator")) == "");
}

TEST_CASE("a text as long as the platform's apps cut it has a sequel") {
    const auto of_length = [](std::size_t units) { return read(message(kPrivate, R"("text":")" + std::string(units, 'a') + "\"")); };
    CHECK(of_length(4089).find("more follows") == std::string::npos);
    CHECK(of_length(4090).find("more follows") != std::string::npos);
    // 2,045 emoji are 4,090 units.
    std::string emoji;
    for (int i = 0; i < 2045; ++i) emoji += "\U0001F600";
    CHECK(read(message(kPrivate, R"("text":")" + emoji + "\"")).find("more follows") != std::string::npos);
    CHECK(read(message(kPrivate, R"("photo":[],"caption":")" + emoji + "\"")).find("more follows") == std::string::npos);
}

TEST_CASE("texts are cut at the bot's limit, on a character") {
    std::string text(bot::kMaxInboundBytes - 1, 'a');
    text += "\u00e9\u00e9";
    const auto updates = decode_update(message(kPrivate, R"("text":")" + text + "\""));
    const auto event = meaning(updates->list.front(), kSelf);
    CHECK(std::get<bot::Said>(event->what).text == text.substr(0, bot::kMaxInboundBytes - 1));
}

TEST_CASE("ids of 52 bits and more come through whole") {
    CHECK(read(message(R"("chat":{"id":-9007199254740993,"type":"supergroup"})", R"("text":"/round",)" + command(6),
                       R"("from":{"id":9007199254740993,"first_name":"Al"})")) == "10 group -9007199254740993 by 9007199254740993 m5: called [round] []");
    CHECK(read(message(R"("chat":{"id":18446744073709551615,"type":"private"})", R"("text":"x")")) == "");
}

TEST_CASE("what is no update is refused in clear words") {
    CHECK(read("") == "! not JSON");
    CHECK(read("nope") == "! not JSON");
    CHECK(read("[]") == "! not an update: no update_id");
    CHECK(read(R"({"message":{}})") == "! not an update: no update_id");
    CHECK(read(R"({"update_id":"10"})") == "! not an update: no update_id");
    CHECK(read(R"({"update_id":-1})") == "! not an update: no update_id");
    CHECK(read(R"({"update_id":9223372036854775807})") == "! not an update: no update_id");
    CHECK(read(R"({"update_id":1,"x":)" + std::string(64, '[') + std::string(64, ']') + "}") == "! nested too deep");
    CHECK(read(R"({"update_id":1,"x":)" + std::string(63, '[') + std::string(63, ']') + "}") == "");
    CHECK(read(std::string(1'000'000, '[')) == "! nested too deep");
}

TEST_CASE("a known kind of a wrong shape moves the offset and is counted") {
    for (const auto* body : {R"({"update_id":3,"message":"hi"})", R"({"update_id":3,"message":{"message_id":1}})",
                             R"({"update_id":3,"message":{"chat":{"id":1,"type":"private"}}})", R"({"update_id":3,"callback_query":{"id":"1"}})",
                             R"({"update_id":3,"my_chat_member":{"chat":{"id":1}}})", R"({"update_id":3,"message":[]})"}) {
        const auto updates = decode_update(body);
        REQUIRE(updates);
        CHECK(updates->last == 3);
        CHECK(updates->wrong == 1);
        CHECK_FALSE(meaning(updates->list.front(), kSelf));
    }
}

TEST_CASE("an answer to a poll: the last id counts, not the highest, and a broken one in the middle costs only itself") {
    const auto updates = decode_updates(R"({"ok":true,"result":[{"update_id":500},{"message":{}},{"update_id":7,"edited_message":5},{"update_id":9}]})");
    REQUIRE(updates);
    CHECK(updates->list.size() == 3);
    CHECK(updates->last == 9);
    CHECK(updates->wrong == 2);
    CHECK(decode_updates(R"({"ok":true,"result":[]})")->last == std::nullopt);
    CHECK_FALSE(decode_updates(R"({"ok":true,"result":{}})"));
    CHECK_FALSE(decode_updates(R"({"ok":false,"result":[]})"));
    CHECK_FALSE(decode_updates("<html>502</html>"));
}

TEST_CASE("one damaged character does not hold up a poll") {
    const auto updates = decode_updates(
        "{\"ok\":true,\"result\":[{\"update_id\":1,\"message\":{\"message_id\":2,\"chat\":{\"id\":7,\"type\":\"private\"},\"text\":\"a\xFFz\"}}]}");
    REQUIRE(updates);
    CHECK(std::get<bot::Said>(meaning(updates->list.front(), kSelf)->what).text == "a\xEF\xBF\xBDz");
}

TEST_CASE("texts come out of every spelling that JSON knows") {
    const auto said = [](const std::string& text) {
        const auto updates = decode_update(message(kPrivate, R"("text":")" + text + "\""));
        REQUIRE(updates);
        return std::get<bot::Said>(meaning(updates->list.front(), kSelf)->what).text;
    };
    CHECK(said(R"(a\"b\\c\/d\b\f\n\r\t)") == "a\"b\\c/d\b\f\n\r\t");
    CHECK(said(R"(\u0041\u00e9\u4e2d\ud83d\ude00)") == "A\u00e9\u4e2d\U0001F600");
    // Halves of a pair alone are no characters.
    CHECK(said(R"(\ud83dx\ude00\ud83d\u0041)") == "\uFFFDx\uFFFD\uFFFDA");
    CHECK(read("{\"update_id\":1,\"m\\u0065ssage\":{\"message_id\":2,\"chat\":{\"id\":7,\"type\":\"private\"},\"text\":\"x\"}}") ==
          "1 direct 7 by ? m2: said [x]");
    for (const auto* text : {R"({"update_id":1,})", R"({"update_id":1)", R"({"update_id" 1})", R"({"update_id":1}x)", R"({"update_id":1,"a":tru})",
                             R"({"update_id":1,"a":-})", R"({"update_id":1,"a":1.})", R"({"update_id":1,"a":"\x"})", R"({"update_id":1,"a":"\u12g4"})",
                             R"({"update_id":1,"a":[1 2]})", R"({"update_id":1,"a":})"}) {
        CHECK(read(text) == "! not JSON");
    }
    CHECK(read(" {\n\"update_id\" :\t1 , \"a\":[ ], \"b\":{ }, \"c\":[1,-2.5e+3,null,true,false,\"\"] }\r\n") == "");
}
