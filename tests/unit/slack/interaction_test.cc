// What slash commands, presses and forms mean.
#include <string>

#include "adapters/slack/event_codec.h"
#include "adapters/slack/meaning.h"
#include "tests/support/catch.h"
#include "tests/unit/slack/describe.h"

namespace {

using namespace adapters::slack;
using slack_test::describe;
using slack_test::kSelf;

std::string slash(const std::string& text, const std::string& rest = "channel_id=C1&channel_name=general",
                  const std::string& url = "https%3A%2F%2Fhooks.slack.com%2Fcommands%2F1") {
    const auto form =
        read_form("token=x&team_id=T1&user_id=U1&user_name=al&command=%2Fviva&text=" + text + "&trigger_id=1.2.ab&response_url=" + url + "&" + rest);
    REQUIRE(form);
    const auto event = slash_event(*form);
    return event ? describe(meaning(*event, kSelf)) : "!";
}

std::string interaction(const std::string& json) { return describe(arrived(json, Kind::kInteraction, kSelf)); }

std::string presses(const std::string& where, const std::string& actions) {
    return interaction(R"({"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1","username":"al"},"trigger_id":"1.2.ab",)" + where + R"("actions":[)" +
                       actions + "]}");
}

const std::string kHint = R"({"type":"button","action_id":"v:hint:0","block_id":"x","value":"s42|hint","action_ts":"1700.5"})";
const std::string kInChannel = R"("container":{"type":"message","message_ts":"1700.1","channel_id":"C1"},"channel":{"id":"C1","name":"general"},)";

std::string filled(const std::string& metadata, const std::string& more = R"("hash":"15.18","root_view_id":"V1",)",
                   const std::string& value = R"("my answer")") {
    std::string escaped;
    for (const char c : metadata) escaped += (c == '"' || c == '\\' ? "\\" : "") + std::string(1, c);
    return interaction(
        R"({"type":"view_submission","team":{"id":"T1"},"user":{"id":"U1","name":"al"},"trigger_id":"1.2.ab","view":{"id":"V1","callback_id":"answer",)" +
        more + R"("private_metadata":")" + escaped + R"(","state":{"values":{"answer":{"text":{"type":"plain_text_input","value":)" + value + "}}}}}}");
}

}  // namespace

TEST_CASE("a slash command in a channel is a call aside, answered at its own address") {
    CHECK(slash("round+go+5") == "slash:1.2.ab group C1 aside by U1 mhttps://hooks.slack.com/commands/1: called [round] [go 5] handle 1.2.ab");
    CHECK(slash("") == "slash:1.2.ab group C1 aside by U1 mhttps://hooks.slack.com/commands/1: called [help] [] handle 1.2.ab");
    CHECK(slash("+Me%20") == "slash:1.2.ab group C1 aside by U1 mhttps://hooks.slack.com/commands/1: called [me] [] handle 1.2.ab");
    CHECK(slash("stop+the+world").ends_with("called [stop] [the world] handle 1.2.ab"));
    CHECK(slash("%2Fround+a%3Cb%3E%26amp%3B").ends_with("called [round] [a<b>&] handle 1.2.ab"));
}

TEST_CASE("a slash command in a direct chat belongs to its person") {
    CHECK(slash("me", "channel_id=D1&channel_name=directmessage") == "slash:1.2.ab direct U1 by U1: called [me] [] handle 1.2.ab");
    CHECK(slash("me", "channel_id=D1") == "slash:1.2.ab direct U1 by U1: called [me] [] handle 1.2.ab");
    CHECK(slash("me", "channel_id=X1&channel_name=directmessage").starts_with("slash:1.2.ab direct U1"));
    const auto form = read_form("command=%2Fviva&user_id=U1&user_name=al&channel_id=C1&channel_name=general&trigger_id=1.2.ab");
    const auto event = meaning(*slash_event(*form), kSelf).events.at(0);
    CHECK(event.author == bot::Author{"U1", "al", "", "U1"});
    CHECK(event.room_title == "general");
}

TEST_CASE("only the platform's own addresses are answered") {
    const std::string without = "slash:1.2.ab group C1 aside by U1: called [me] [] handle 1.2.ab";
    for (const std::string url :
         {"", "https%3A%2F%2Fhooks.slack.com.evil%2F1", "http%3A%2F%2Fhooks.slack.com%2F1", "https%3A%2F%2Fevil%2Fhttps%3A%2F%2Fhooks.slack.com%2F",
          "https%3A%2F%2Fhooks.slack.com%2Fa%0D%0Ab", "https%3A%2F%2Fhooks.slack.com%2Fa+b"}) {
        INFO(url);
        CHECK(slash("me", "channel_id=C1", url) == without);
    }
    CHECK(slash("me", "channel_id=C1", "https%3A%2F%2Fhooks.slack.com%2F" + std::string(1100, 'a')) == without);
}

TEST_CASE("a slash command in an envelope is the same one") {
    const auto json =
        R"({"command":"/viva","text":"round go 5","team_id":"T1","user_id":"U1","channel_id":"C1","trigger_id":"1.2.ab","response_url":"https://hooks.slack.com/commands/1"})";
    CHECK(describe(arrived(json, Kind::kSlash, kSelf)) == slash("round+go+5"));
    CHECK(describe(arrived("{}", Kind::kSlash, kSelf)) == "!");
    CHECK(describe(arrived(R"({"command":"/viva","user_id":"U1","channel_id":"C1"})", Kind::kSlash, kSelf)) == "?");
    CHECK(describe(arrived(R"({"command":"/viva","user_id":"U1","channel_id":"C1","trigger_id":"1","team_id":"T2"})", Kind::kSlash, kSelf)).empty());
}

TEST_CASE("a field given twice cannot be trusted") {
    CHECK(slash("me", "channel_id=C1&channel_id=C2") == "?");
    CHECK(slash("me", "channel_id=C1&command=%2Fviva") == "!");
}

TEST_CASE("a press is where its message is") {
    CHECK(presses(kInChannel + R"("message":{"ts":"1700.1","thread_ts":"1699.9"},)", kHint) ==
          "press:U1:1700.1:v:hint:0:1700.5 group C1/1699.9 by U1 m1700.1: pressed [s42|hint] handle 1.2.ab opens forms");
    CHECK(presses(kInChannel + R"("message":{"ts":"1700.1"},)", kHint) ==
          "press:U1:1700.1:v:hint:0:1700.5 group C1 aside by U1 m1700.1: pressed [s42|hint] handle 1.2.ab opens forms");
    CHECK(
        presses(R"("container":{"type":"message","message_ts":"1700.1","channel_id":"D1"},"channel":{"id":"D1"},"message":{"ts":"1700.1","thread_ts":"16.1"},)",
                kHint) == "press:U1:1700.1:v:hint:0:1700.5 direct U1 by U1 m1700.1: pressed [s42|hint] handle 1.2.ab opens forms");
    CHECK(presses(R"("container":{"type":"view","view_id":"V1"},"view":{"id":"V1"},)", kHint) ==
          "press:U1:V1:v:hint:0:1700.5 direct U1 by U1: pressed [s42|hint] handle 1.2.ab opens forms");
}

TEST_CASE("a press on a post in the channel stays there when the post gets replies") {
    CHECK(presses(kInChannel + R"("message":{"ts":"1700.1","thread_ts":"1700.1"},)", kHint) == presses(kInChannel + R"("message":{"ts":"1700.1"},)", kHint));
}

TEST_CASE("a press on what one person sees has no message to change") {
    CHECK(presses(R"("container":{"type":"message","message_ts":"1700.1","channel_id":"C1","thread_ts":"1699.9","is_ephemeral":true},"channel":{"id":"C1"},)",
                  kHint) == "press:U1:1700.1:v:hint:0:1700.5 group C1/1699.9 by U1: pressed [s42|hint] handle 1.2.ab opens forms");
}

TEST_CASE("each of several presses counts, and only our buttons do") {
    const std::string skip = R"({"type":"button","action_id":"v:skip:1","value":"s42|skip","action_ts":"1700.6"})";
    CHECK(presses(kInChannel, kHint + "," + skip).find("; press:U1:1700.1:v:skip:1:1700.6") != std::string::npos);
    for (const std::string other :
         {R"({"type":"button","action_id":"link","url":"https://x","value":"x","action_ts":"1.1"})",
          R"({"type":"static_select","action_id":"v:hint:0","value":"x","action_ts":"1.1"})", R"({"type":"button","action_id":"v:hint:0","action_ts":"1.1"})",
          R"({"type":"button","action_id":"v:hint:0","value":"x"})", R"("x")", "null"}) {
        INFO(other);
        CHECK(presses(kInChannel, other).empty());
    }
    CHECK(presses(kInChannel, R"({"type":"button","action_id":"v:hint:0","value":")" + std::string(300, 'x') + R"(","action_ts":"1.1"})").empty());
    CHECK(interaction(R"({"type":"block_actions","user":{},"container":{"message_ts":"1.1"},"actions":[]})") == "?");
    CHECK(interaction(R"({"type":"block_actions","team":{"id":"T2"},"user":{"id":"U1"},)" + kInChannel + R"("actions":[)" + kHint + "]}").empty());
    CHECK(interaction(R"({"type":"block_actions","team":null,"user":{"id":"U1","team_id":"T1"},)" + kInChannel + R"("actions":[)" + kHint + "]}") ==
          "press:U1:1700.1:v:hint:0:1700.5 group C1 aside by U1 m1700.1: pressed [s42|hint] handle ");
}

TEST_CASE("a form belongs where it was opened") {
    CHECK(filled(R"({"d":"s42|q7","r":"C1","t":"1699.9","k":"g"})") == "form:V1:15.18 group C1/1699.9 by U1: filled [s42|q7] [my answer]");
    CHECK(filled(R"({"d":"s42|q7","r":"C1","t":"","k":"g"})") == "form:V1:15.18 group C1 aside by U1: filled [s42|q7] [my answer]");
    CHECK(filled(R"({"d":"s42|q7","r":"U1","t":"","k":"d"})") == "form:V1:15.18 direct U1 by U1: filled [s42|q7] [my answer]");
    CHECK(filled(R"({"d":"s","r":"U1","k":"d"})", R"("root_view_id":"V0",)") == "form:V1:V0 direct U1 by U1: filled [s] [my answer]");
    CHECK(filled(R"({"d":"s","r":"U1","k":"d"})", R"("hash":"1",)", "null") == "form:V1:1 direct U1 by U1: filled [s] []");
}

TEST_CASE("a form's place cannot be made up") {
    for (const std::string metadata :
         {R"({"d":"s","r":"U2","k":"d"})", R"({"d":"s","r":"U1","k":"g"})", R"({"d":"s","r":"D1","k":"g"})", R"({"d":"s","r":"C1","k":"d"})",
          R"({"d":"s","r":"C1 x","k":"g"})", R"({"d":"s","r":"C1"})", R"({"d":"s","k":"d"})", "", "x", "[]", R"({"d":"s","r":["C1"],"k":"g"})"}) {
        INFO(metadata);
        CHECK(filled(metadata) == "?");
    }
}

TEST_CASE("other interactions are acknowledged and nothing else") {
    for (const std::string json :
         {R"({"type":"view_closed","user":{"id":"U1"},"view":{"id":"V1"},"is_cleared":false})", R"({"type":"shortcut","user":{"id":"U1"}})",
          R"({"type":"message_action"})", R"({"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","callback_id":"other"}})"}) {
        INFO(json);
        CHECK(interaction(json).empty());
    }
    CHECK(interaction("{}") == "!");
    CHECK(interaction("x") == "!");
}
