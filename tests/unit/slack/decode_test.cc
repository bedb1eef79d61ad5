// What each kind of event means: payloads as the platform sends them, and the event they become.
#include <string>
#include <utility>
#include <vector>

#include "adapters/slack/meaning.h"
#include "tests/support/catch.h"
#include "tests/unit/slack/describe.h"

namespace {

using namespace adapters::slack;
using slack_test::describe;
using slack_test::kSelf;

std::string callback(const std::string& event, const std::string& id = "Ev1", const std::string& outer = "") {
    return R"({"token":"x","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":")" + id + R"(","event_time":1700000000,)" + outer +
           R"("authorizations":[{"enterprise_id":null,"team_id":"T1","user_id":"UBOT","is_bot":true}],"event":)" + event + "}";
}

std::string read(const std::string& event, const std::string& id = "Ev1") { return describe(arrived(callback(event, id), Kind::kEvent, kSelf)); }

std::string message(const std::string& rest, const std::string& where = R"("channel":"D1","channel_type":"im")") {
    return R"({"type":"message",)" + where + R"(,"user":"U1","ts":"1700000000.000100","event_ts":"1700000000.000100",)" + rest + "}";
}

const std::string kChannel = R"("channel":"C1","channel_type":"channel")";
const std::string kThread = kChannel + R"(,"thread_ts":"1600.1")";

std::string direct(const std::string& text) { return read(message("\"text\":\"" + text + "\"")); }
std::string mention(const std::string& text) { return read(message("\"text\":\"" + text + "\"", kChannel)); }

}  // namespace

TEST_CASE("a direct message is said to us, in the room of its writer") {
    CHECK(direct("a mutex is owned") == "Ev1(ts:D1:1700000000.000100) direct U1 by U1 m1700000000.000100: said [a mutex is owned]");
    const auto all = arrived(callback(message(R"("text":"x","user_profile":{"display_name":"al","real_name":"Al B"})")), Kind::kEvent, kSelf);
    REQUIRE(all.events.size() == 1);
    CHECK(all.kind == "message");
    CHECK(all.events[0].place == bot::Place{"slack", "U1", ""});
    CHECK(all.events[0].author == bot::Author{"U1", "al", "", "U1"});
    CHECK(all.events[0].sent == bot::Instant(std::chrono::milliseconds(1'700'000'000'000)));
}

TEST_CASE("a thread in a direct chat is the same conversation") {
    CHECK(read(message(R"("text":"x","thread_ts":"1600.1")")) == "Ev1(ts:D1:1700000000.000100) direct U1 by U1 m1700000000.000100: said [x]");
}

TEST_CASE("in channels we hear our name and what is said in threads, nothing else") {
    CHECK(read(message(R"("text":"lunch?")", kChannel)).empty());
    CHECK(read(message(R"("text":"lunch?","thread_ts":"1700000000.000100")", kChannel)).empty());
    CHECK(read(message(R"("text":"a mutex is owned")", kThread)) ==
          "Ev1(ts:C1:1700000000.000100) group C1/1600.1 by U1 m1700000000.000100: said [a mutex is owned] (not to us) in thread");
    CHECK(read(message(R"("text":"<@UBOT> a mutex is owned")", kThread)) ==
          "Ev1(ts:C1:1700000000.000100) group C1/1600.1 by U1 m1700000000.000100: said [a mutex is owned]");
    CHECK(mention("so <@UBOT|viva>, hello") == "Ev1(ts:C1:1700000000.000100) group C1/1700000000.000100 by U1 m1700000000.000100: said [so @viva, hello]");
    CHECK(mention("hello <@UOTHER>").empty());
    CHECK(mention("hello &lt;@UBOT&gt;").empty());
    CHECK(read(message(R"("text":"<@UBOT> hi there")", R"("channel":"G1","channel_type":"mpim")")) ==
          "Ev1(ts:G1:1700000000.000100) group G1/1700000000.000100 by U1 m1700000000.000100: said [hi there]");
}

TEST_CASE("a mention comes as two events in any order and has one second key") {
    const auto as_message = message(R"("text":"<@UBOT> round go 5")", kChannel);
    const auto as_mention = R"({"type":"app_mention","user":"U1","channel":"C1","ts":"1700000000.000100","text":"<@UBOT> round go 5"})";
    const std::string rest = "(ts:C1:1700000000.000100) group C1/1700000000.000100 by U1 m1700000000.000100: called [round] [go 5]";
    CHECK(read(as_message, "Ev1") == "Ev1" + rest);
    CHECK(read(as_mention, "Ev2") == "Ev2" + rest);
}

TEST_CASE("a mention that was edited is not heard again") {
    CHECK(read(R"({"type":"app_mention","user":"U1","channel":"C1","ts":"17.1","text":"<@UBOT> round","edited":{"user":"U1","ts":"18.0"}})").empty());
}

TEST_CASE("a message dropped by policy leaves no key that would hide the mention") {
    // The pair's first event must not be taken for the second one's duplicate: without our name it brings no event at all.
    CHECK(read(message(R"("text":"no name in it")", kChannel), "Ev1").empty());
    CHECK(read(R"({"type":"app_mention","user":"U1","channel":"C1","ts":"1700000000.000100","text":"no name in it"})", "Ev2") ==
          "Ev2(ts:C1:1700000000.000100) group C1/1700000000.000100 by U1 m1700000000.000100: said [no name in it]");
}

TEST_CASE("behind a mention a command is a command") {
    const std::string where = "Ev1(ts:C1:1700000000.000100) group C1/1700000000.000100 by U1 m1700000000.000100: ";
    CHECK(mention("<@UBOT>") == where + "called [help] []");
    CHECK(mention("  <@UBOT> ,  ") == where + "called [help] []");
    CHECK(mention("<@UBOT|viva>: Practice os-runtime") == where + "called [practice] [os-runtime]");
    CHECK(mention("<@UBOT>\\u00a0round\\u00a0go 5") == where + "called [round] [go 5]");
    CHECK(mention("hint <@UBOT>") == where + "called [hint] []");
    CHECK(mention("<@UBOT> stop.") == where + "called [stop] []");
    CHECK(mention("<@UBOT> daily on 09:30") == where + "called [daily] [on 09:30]");
    CHECK(mention("<@UBOT> /round go") == where + "said [/round go]");
}

TEST_CASE("an answer that begins like a command is an answer") {
    const std::string where = "Ev1(ts:C1:1700000000.000100) group C1/1700000000.000100 by U1 m1700000000.000100: ";
    CHECK(mention("<@UBOT> stop the world pauses all") == where + "said [stop the world pauses all]");
    CHECK(mention("<@UBOT> Start a goroutine per request") == where + "said [Start a goroutine per request]");
    CHECK(mention("<@UBOT> rounding is not exact") == where + "said [rounding is not exact]");
}

TEST_CASE("in a direct chat commands have a sign") {
    const std::string where = "Ev1(ts:D1:1700000000.000100) direct U1 by U1 m1700000000.000100: ";
    CHECK(direct("round go 5") == where + "said [round go 5]");
    CHECK(direct("/round go 5") == where + "called [round] [go 5]");
    CHECK(direct("/viva round go 5") == where + "called [round] [go 5]");
    CHECK(direct("viva Round go 5") == where + "called [round] [go 5]");
    CHECK(direct("viva") == where + "called [help] []");
    CHECK(direct("viva la vida") == where + "said [viva la vida]");
    CHECK(direct("/usr/bin is a folder") == where + "said [/usr/bin is a folder]");
    CHECK(direct("<@UBOT> round go") == where + "called [round] [go]");
    CHECK(direct("<@UBOT>") == where + "called [help] []");
}

TEST_CASE("our own messages and other bots' are not heard") {
    CHECK(read(message(R"("text":"x","bot_id":"B1")")).empty());
    CHECK(read(message(R"("text":"x","bot_id":"B2")", kThread)).empty());
    CHECK(read(R"({"type":"message","channel":"D1","channel_type":"im","user":"UBOT","ts":"17.1","text":"x"})").empty());
    CHECK(read(R"({"type":"message","subtype":"bot_message","channel":"D1","channel_type":"im","bot_id":"B2","ts":"17.1","text":"x"})").empty());
    CHECK(read(R"({"type":"message","channel":"D1","channel_type":"im","ts":"17.1","text":"nobody"})").empty());
    CHECK(read(R"({"type":"app_mention","channel":"C1","user":"UBOT","ts":"17.1","text":"<@UBOT> hi"})").empty());
    CHECK_FALSE(read(message(R"("text":"x","bot_id":null)")).empty());
}

TEST_CASE("of the subtypes only what a person says counts") {
    for (const std::string subtype : {"file_share", "thread_broadcast", "me_message"}) {
        INFO(subtype);
        CHECK(read(message(R"("text":"x","subtype":")" + subtype + "\"")) == "Ev1(ts:D1:1700000000.000100) direct U1 by U1 m1700000000.000100: said [x]");
    }
    for (const std::string subtype : {"channel_join", "message_deleted", "message_replied", "assistant_app_thread", "bot_add", "reminder_add", "new_one"}) {
        INFO(subtype);
        CHECK(read(message(R"("text":"<@UBOT> x","subtype":")" + subtype + "\"", kThread)).empty());
    }
}

TEST_CASE("files without words are unreadable, files with words are said") {
    const auto files = [](const std::string& list) { return R"("text":"","subtype":"file_share","files":[)" + list + "]"; };
    const std::string where = "Ev1(ts:D1:1700000000.000100) direct U1 by U1 m1700000000.000100: ";
    CHECK(read(message(files(R"({"mimetype":"application/pdf"})"))) == where + "unreadable file");
    CHECK(read(message(files(R"({"mimetype":"application/pdf"},{"mimetype":"image/png"})"))) == where + "unreadable photo");
    CHECK(read(message(files(R"({"mimetype":"image/png"},{"mimetype":"audio/mp4"})"))) == where + "unreadable voice");
    CHECK(read(message(files(R"({"mimetype":"video/mp4","subtype":"slack_audio"})"))) == where + "unreadable voice");
    CHECK(read(message(R"("text":"","attachments":[{"text":"somebody else's"}])")) == where + "unreadable other");
    CHECK(read(message(R"("text":"see there","subtype":"file_share","files":[{"mimetype":"image/png"}])")) == where + "said [see there]");
    const std::string group = "Ev1(ts:C1:1700000000.000100) group C1/1600.1 by U1 m1700000000.000100: ";
    CHECK(read(message(files(R"({"mimetype":"audio/mp4"})"), kThread)) == group + "unreadable voice (not to us) in thread");
    CHECK(read(message(R"("text":"<@UBOT>","subtype":"file_share","files":[{"mimetype":"audio/mp4"}])", kThread)) == group + "unreadable voice");
    CHECK(read(message(files(R"({"mimetype":"audio/mp4"})"), kChannel)).empty());
}

TEST_CASE("only a person's edit that changes the words is one") {
    const auto changed = [](const std::string& where, const std::string& inner, const std::string& before) {
        return read(R"({"type":"message","subtype":"message_changed","hidden":true,)" + where +
                    R"(,"ts":"1800.1","event_ts":"1800.1","message":{"type":"message",)" + inner + R"(},"previous_message":{"user":"U1","text":")" + before +
                    R"("}})");
    };
    const std::string im = R"("channel":"D1","channel_type":"im")";
    CHECK(changed(im, R"("user":"U1","ts":"17.1","text":"new","edited":{"user":"U1"})", "old") == "Ev1 direct U1 by U1 m17.1: edited");
    CHECK(changed(im, R"("user":"U1","ts":"17.1","text":"same","attachments":[{"from_url":"https://x"}])", "same").empty());
    CHECK(changed(im, R"("user":"UBOT","bot_id":"B1","ts":"17.1","text":"new")", "old").empty());
    CHECK(changed(im, R"("bot_id":"B2","ts":"17.1","text":"new")", "old").empty());
    CHECK(changed(kChannel, R"("user":"U1","ts":"17.1","thread_ts":"16.1","text":"new")", "old") == "Ev1 group C1/16.1 by U1 m17.1: edited (not to us)");
    CHECK(changed(kChannel, R"("user":"U1","ts":"17.1","text":"chatter")", "old").empty());
    CHECK(
        read(
            R"({"type":"message","subtype":"message_deleted","channel":"D1","channel_type":"im","ts":"18.1","deleted_ts":"17.1","previous_message":{"text":"x"}})")
            .empty());
}

TEST_CASE("the page is visited, the messages tab is not") {
    CHECK(read(R"({"type":"app_home_opened","user":"U1","channel":"D1","tab":"home"})") == "Ev1 direct U1 by U1: visited");
    CHECK(read(R"({"type":"app_home_opened","user":"U1","channel":"D1","tab":"messages"})").empty());
}

TEST_CASE("rooms we come to, leave, that are closed, opened and renumbered") {
    CHECK(read(R"({"type":"member_joined_channel","user":"UBOT","channel":"C1","inviter":"U1"})") == "Ev1 group C1 by U1: joined");
    CHECK(read(R"({"type":"member_joined_channel","user":"UBOT","channel":"C1"})") == "Ev1 group C1 by ?: joined");
    CHECK(read(R"({"type":"member_joined_channel","user":"U2","channel":"C1"})").empty());
    CHECK(read(R"({"type":"member_left_channel","user":"UBOT","channel":"C1"})") == "Ev1 group C1 by ?: left");
    CHECK(read(R"({"type":"member_left_channel","user":"U2","channel":"C1"})").empty());
    for (const std::string type : {"channel_left", "group_left", "channel_archive", "group_archive", "channel_deleted", "group_deleted"}) {
        INFO(type);
        CHECK(read(R"({"type":")" + type + R"(","channel":"C1","user":"U2"})") == "Ev1 group C1 by ?: left");
    }
    CHECK(read(R"({"type":"channel_unarchive","channel":"C1","user":"U2"})") == "Ev1 group C1 by ?: returned");
    CHECK(read(R"({"type":"group_unarchive","channel":{"id":"G1"},"user":"U2"})") == "Ev1 group G1 by ?: returned");
    CHECK(read(R"({"type":"channel_id_changed","old_channel_id":"G1","new_channel_id":"C9"})") == "Ev1 group G1 by ?: moved to C9");
}

TEST_CASE("an installation that ends is told, once it is ours") {
    CHECK(read(R"({"type":"app_uninstalled"})") == "uninstalled");
    CHECK(read(R"({"type":"tokens_revoked","tokens":{"oauth":["U1"],"bot":["UBOT"]}})") == "revoked");
    CHECK(read(R"({"type":"tokens_revoked","tokens":{"oauth":["UBOT"],"bot":["UX"]}})").empty());
    CHECK(read(R"({"type":"tokens_revoked","tokens":[]})").empty());
}

TEST_CASE("events of another workspace are none of ours") {
    const std::string said = message(R"("text":"x")");
    const auto with = [&](const std::string& outer) {
        return describe(arrived(R"({"type":"event_callback","event_id":"Ev1",)" + outer + R"("event":)" + said + "}", Kind::kEvent, kSelf));
    };
    // In a shared channel the outer team may be the other one's.
    CHECK_FALSE(with(R"("team_id":"T2","authorizations":[{"team_id":"T1"}],)").empty());
    CHECK(with(R"("team_id":"T1","authorizations":[{"team_id":"T2"}],)").empty());
    CHECK(with(R"("team_id":"T2",)").empty());
    CHECK(with(R"("team_id":"T2","authorizations":[],)").empty());
    CHECK_FALSE(with("").empty());
    CHECK(describe(arrived(R"({"type":"event_callback","event_id":"Ev1","team_id":"T2","event":{"type":"app_uninstalled"}})", Kind::kEvent, kSelf)).empty());
}

TEST_CASE("what is new, wrong or no event at all") {
    CHECK(read(R"({"type":"something_new","user":"U1"})").empty());
    CHECK(arrived(callback(R"({"type":"something_new"})"), Kind::kEvent, kSelf).kind == "other");
    CHECK(read(R"({"type":"message","user":"U1","text":"x"})") == "?");
    CHECK(read(R"({"type":"message","channel":7,"user":"U1","ts":"1.1","text":"x"})") == "?");
    CHECK(read(R"({"type":"app_home_opened","tab":"home"})") == "?");
    CHECK(describe(arrived(R"({"type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820})", Kind::kEvent, kSelf)).empty());
    CHECK(describe(arrived(R"({"type":"url_verification","challenge":"3eZ"})", Kind::kEvent, Self{})) == "challenge 3eZ");
    for (const std::string body :
         {"", "{", "[]", "7", "null", "{}", R"({"type":7})", R"({"type":"event_callback"})", R"({"type":"event_callback","event_id":"Ev 1","event":{}})",
          R"({"type":"event_callback","event_id":"Ev1","event":[]})", R"({"type":"url_verification"})", R"({"type":"a"} x)"}) {
        INFO(body);
        CHECK(describe(arrived(body, Kind::kEvent, kSelf)) == "!");
    }
}

TEST_CASE("a bad character spoils one character, not the event") {
    const std::string where = "Ev1(ts:D1:1700000000.000100) direct U1 by U1 m1700000000.000100: ";
    CHECK(direct("a\xFFz") == where + "said [a\uFFFDz]");
    CHECK(direct("a\\ud83dz") == where + "said [a\uFFFDz]");
    CHECK(direct("a\\ude00\\u0041") == where + "said [a\uFFFDA]");
    CHECK(direct("\\ud83d\\ude00 \\\\ud83d") == where + "said [\U0001F600 \\ud83d]");
    CHECK(direct("\\ud83d\\ud83d\\ude00") == where + "said [\uFFFD\U0001F600]");
}

TEST_CASE("nesting and lengths are bounded") {
    const auto nested = [](int depth) {
        return message("\"text\":\"x\",\"blocks\":" + std::string(std::size_t(depth), '[') + std::string(std::size_t(depth), ']'));
    };
    CHECK_FALSE(read(nested(50)).starts_with("!"));
    CHECK(read(nested(70)) == "!");
    CHECK(read(message("\"text\":\"" + std::string(70, '[') + "\"")).ends_with(std::string(70, '[') + "]"));
    const auto all = arrived(callback(message("\"text\":\"" + std::string(200'000, 'x') + "\"")), Kind::kEvent, kSelf);
    REQUIRE(all.events.size() == 1);
    CHECK(std::get<bot::Said>(all.events[0].what).text.size() == bot::kMaxInboundBytes);
    CHECK(read(message("\"text\":\"" + std::string(70'000, 'x') + "\"", R"("channel":")" + std::string(65, 'C') + "\"")) == "?");
}
