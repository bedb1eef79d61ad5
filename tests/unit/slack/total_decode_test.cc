// Decoding is total: payloads with bytes changed, cut and repeated give events within bounds or nothing, and never anything else.
#include <random>
#include <string>
#include <vector>

#include "adapters/slack/event_codec.h"
#include "adapters/slack/meaning.h"
#include "bot/base/text.h"
#include "tests/support/catch.h"
#include "tests/unit/slack/describe.h"

namespace {

using namespace adapters::slack;

const std::vector<std::string> kPayloads{
    R"({"type":"event_callback","team_id":"T1","event_id":"Ev1","event_time":1700000000,"authorizations":[{"team_id":"T1"}],"event":{"type":"message","channel":"C1","channel_type":"channel","user":"U1","text":"<@UBOT|v> see <https://x|y> &lt;a&gt; \ud83d\ude00","ts":"1700000000.000100","thread_ts":"1699999999.000100","files":[{"mimetype":"image/png"}]}})",
    R"({"type":"event_callback","event_id":"Ev2","event":{"type":"message","subtype":"message_changed","channel":"D1","ts":"2.1","message":{"user":"U1","ts":"1.1","text":"b"},"previous_message":{"text":"a"}}})",
    R"({"type":"event_callback","event_id":"Ev3","event":{"type":"channel_id_changed","old_channel_id":"G1","new_channel_id":"C1"}})",
    R"({"type":"event_callback","event_id":"Ev4","event":{"type":"tokens_revoked","tokens":{"bot":["UBOT",7]}}})",
    R"({"command":"/viva","text":"round go 5","team_id":"T1","user_id":"U1","user_name":"al","channel_id":"C1","trigger_id":"1.2.ab","response_url":"https://hooks.slack.com/c/1"})",
    R"({"type":"block_actions","team":{"id":"T1"},"user":{"id":"U1","username":"al"},"trigger_id":"1.2.ab","container":{"type":"message","message_ts":"1.1","channel_id":"C1"},"channel":{"id":"C1"},"message":{"ts":"1.1","thread_ts":"1.0"},"actions":[{"type":"button","action_id":"v:hint:0","value":"d","action_ts":"1.5"}]})",
    R"({"type":"view_submission","user":{"id":"U1"},"view":{"id":"V1","hash":"1.1","callback_id":"answer","private_metadata":"{\"d\":\"x\",\"r\":\"C1\",\"t\":\"1.1\",\"k\":\"g\"}","state":{"values":{"answer":{"text":{"value":"y"}}}}}})"};

void judge_text(std::string_view text) { REQUIRE((text.size() <= bot::kMaxInboundBytes && bot::is_utf8(text))); }

void judge(const Arrived& arrived) {
    if (!arrived.understood) REQUIRE(arrived.events.empty());
    for (const auto& event : arrived.events) {
        REQUIRE_FALSE(event.event.empty());
        REQUIRE(event.event.size() <= 512);
        REQUIRE(event.place.account == "slack");
        REQUIRE(is_key(event.place.room));
        REQUIRE((event.place.thread.empty() || is_key(event.place.thread)));
        REQUIRE((event.author.key.empty() || is_key(event.author.key)));
        REQUIRE(event.author.name.size() <= 256);
        if (event.kind == bot::RoomKind::kDirect) REQUIRE(event.place.room == event.author.key);
        if (event.kind == bot::RoomKind::kDirect) REQUIRE(event.place.thread.empty());
        if (const auto* said = std::get_if<bot::Said>(&event.what)) judge_text(said->text);
        if (const auto* called = std::get_if<bot::Called>(&event.what)) {
            judge_text(called->rest);
            judge_text(called->command);
            REQUIRE_FALSE(called->command.empty());
        }
        if (const auto* filled = std::get_if<bot::Filled>(&event.what)) judge_text(filled->text);
    }
}

void judge_all(const std::string& bytes) {
    for (const auto& self : {slack_test::kSelf, Self{.user = {}, .bot = {}, .app = {}, .team = {}, .account = "slack"}}) {
        judge(arrived(bytes, Kind::kEvent, self));
        judge(arrived(bytes, Kind::kSlash, self));
        judge(arrived(bytes, Kind::kInteraction, self));
    }
    if (const auto form = read_form(bytes)) {
        if (const auto event = slash_event(*form)) judge(meaning(*event, slack_test::kSelf));
    }
}

std::string changed(std::mt19937& chance, std::string text) {
    const auto at = [&] { return chance() % (text.size() + 1); };
    for (auto edits = 1 + chance() % 6; edits > 0; --edits) {
        switch (chance() % 5) {
            case 0:
                if (!text.empty()) text[chance() % text.size()] = char(chance() % 256);
                break;
            case 1: text.erase(at(), chance() % 9); break;
            case 2: text.insert(at(), 1, "{}[]\",:\\-0123456789<>&|@"[chance() % 24]); break;
            case 3: {
                const auto from = at();
                text.insert(at(), text.substr(from, chance() % 40));
                break;
            }
            case 4: {
                const char* const pieces[] = {"null", "-1", "1e999", "\"\"", "\\ud83d", "true", "99999999999999999999", "<@UBOT>", "{}", "[]"};
                text.insert(at(), pieces[chance() % 10]);
                break;
            }
        }
    }
    return text;
}

}  // namespace

TEST_CASE("payloads with changed bytes give events within bounds or nothing") {
    std::mt19937 chance(20261122);
    for (int i = 0; i < 4'000; ++i) judge_all(changed(chance, kPayloads[chance() % kPayloads.size()]));
}

TEST_CASE("every prefix of a payload is read or refused") {
    for (const auto& payload : kPayloads) {
        for (std::size_t length = 0; length <= payload.size(); ++length) judge_all(payload.substr(0, length));
    }
}

TEST_CASE("the payloads of these tests are understood as they are") {
    for (std::size_t i = 0; i < kPayloads.size(); ++i) {
        INFO(kPayloads[i]);
        const auto all = arrived(kPayloads[i], i < 4 ? Kind::kEvent : i == 4 ? Kind::kSlash : Kind::kInteraction, slack_test::kSelf);
        CHECK(all.understood);
        CHECK_FALSE(all.wrong);
        CHECK((all.events.size() == 1 || all.revoked));
    }
}
