// Decoding is total: payloads with bytes changed, cut and repeated give events within bounds or an error, and never anything else.
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "adapters/telegram/answer_codec.h"
#include "adapters/telegram/delivery.h"
#include "adapters/telegram/meaning.h"
#include "adapters/telegram/update_codec.h"
#include "bot/base/text.h"
#include "tests/support/catch.h"

namespace {

using namespace adapters::telegram;

const std::vector<std::string> kPayloads{
    R"({"update_id":10,"message":{"message_id":5,"message_thread_id":3,"is_topic_message":true,"date":1700000000,"from":{"id":7,"is_bot":false,"first_name":"Al","language_code":"de"},"chat":{"id":-1001,"type":"supergroup","title":"G","is_forum":true},"reply_to_message":{"message_id":4,"from":{"id":99,"is_bot":true}},"text":"/quiz@VivaBot go","entities":[{"type":"bot_command","offset":0,"length":13}]}})",
    R"({"update_id":11,"callback_query":{"id":"43","from":{"id":7},"data":"s42:q7:B","message":{"message_id":8,"date":1,"chat":{"id":-1001,"type":"supergroup"}}}})",
    R"({"update_id":12,"my_chat_member":{"chat":{"id":7,"type":"private"},"from":{"id":7},"date":1,"old_chat_member":{"status":"member"},"new_chat_member":{"status":"kicked"}}})",
    R"({"update_id":13,"message":{"message_id":5,"date":1,"from":{"id":7},"chat":{"id":7,"type":"private"},"text":"\ud83d\ude00 @vivabot x = 1","entities":[{"type":"mention","offset":3,"length":8},{"type":"pre","offset":12,"length":5}]}})",
    R"({"ok":true,"result":[{"update_id":1,"message":{"message_id":5,"chat":{"id":-5,"type":"group"},"migrate_to_chat_id":-1001}},{"update_id":2,"edited_message":{"message_id":6,"chat":{"id":1,"type":"private"},"text":"x"}}]})",
    R"({"ok":false,"error_code":429,"description":"Too Many Requests: retry after 5","parameters":{"retry_after":5,"migrate_to_chat_id":-100123}})"};

void judge_updates(const bot::Result<Updates>& updates) {
    if (!updates) {
        REQUIRE_FALSE(updates.error().message.empty());
        return;
    }
    for (const auto& update : updates->list) {
        for (const auto& self : {Self{99, "vivabot"}, Self{99, ""}}) {
            const auto event = meaning(update, self);
            if (!event) continue;
            REQUIRE(event->event == std::to_string(update.id));
            REQUIRE_FALSE(event->place.room.empty());
            if (const auto* said = std::get_if<bot::Said>(&event->what)) {
                REQUIRE(said->text.size() <= bot::kMaxInboundBytes);
                REQUIRE(bot::is_utf8(said->text));
            }
            if (const auto* called = std::get_if<bot::Called>(&event->what)) REQUIRE_FALSE(called->command.empty());
        }
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
            case 2: text.insert(at(), 1, "{}[]\",:\\-0123456789etfn"[chance() % 23]); break;
            case 3: {
                const auto from = at();
                text.insert(at(), text.substr(from, chance() % 40));
                break;
            }
            case 4: {
                const char* const pieces[] = {"null", "-1", "1e999", "\"\"", "\\ud83d", "true", "99999999999999999999", "0.5", "{}", "[]"};
                text.insert(at(), pieces[chance() % 10]);
                break;
            }
        }
    }
    return text;
}

}  // namespace

TEST_CASE("payloads with changed bytes give events within bounds or an error") {
    std::mt19937 chance(20261121);
    for (int i = 0; i < 8'000; ++i) {
        const auto body = changed(chance, kPayloads[chance() % kPayloads.size()]);
        judge_updates(decode_update(body));
        judge_updates(decode_updates(body));
        // Whatever the library takes for JSON our reader does as well.
        if (nlohmann::json::accept(body)) {
            if (const auto updates = decode_update(body); !updates) REQUIRE(updates.error().message != "not JSON");
        }
        const auto answer = decode_answer(int(chance() % 600), body);
        const auto verdict = judge(answer);
        if (verdict.delivery.outcome == bot::app::Delivery::Outcome::kMoved) REQUIRE_FALSE(verdict.delivery.room.empty());
        if (verdict.delivery.outcome != bot::app::Delivery::Outcome::kSent) REQUIRE_FALSE(verdict.delivery.reason.empty());
        (void)decode_profile(body);
        (void)decode_webhook_state(body);
    }
}

TEST_CASE("every prefix of a payload is read or refused") {
    for (const auto& payload : kPayloads) {
        for (std::size_t length = 0; length <= payload.size(); ++length) {
            judge_updates(decode_update(payload.substr(0, length)));
            judge_updates(decode_updates(payload.substr(0, length)));
        }
    }
}
