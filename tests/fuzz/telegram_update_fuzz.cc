// Owns the fuzz target of what a chat platform sends us: any bytes give events within bounds, or an error; answers to calls always a verdict.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/net/http_date.h"
#include "adapters/telegram/answer_codec.h"
#include "adapters/telegram/delivery.h"
#include "adapters/telegram/meaning.h"
#include "adapters/telegram/update_codec.h"
#include "bot/base/check.h"
#include "bot/base/text.h"

namespace {

using namespace adapters::telegram;

void judge_text(std::string_view text) { VIVA_CHECK(text.size() <= bot::kMaxInboundBytes && bot::is_utf8(text)); }

void judge_updates(const bot::Result<Updates>& updates) {
    if (!updates) {
        VIVA_CHECK(updates.error().code == bot::Code::kInvalidInput && !updates.error().message.empty());
        return;
    }
    for (const auto& update : updates->list) {
        const auto event = meaning(update, Self{99, "vivabot"});
        if (!event) continue;
        VIVA_CHECK(event->event == std::to_string(update.id) && event->place.account == "99" && !event->place.room.empty());
        if (const auto* said = std::get_if<bot::Said>(&event->what)) judge_text(said->text);
        if (const auto* called = std::get_if<bot::Called>(&event->what)) {
            judge_text(called->rest);
            VIVA_CHECK(!called->command.empty() && called->command == bot::to_lower_ascii(called->command));
        }
        if (const auto* moved = std::get_if<bot::Moved>(&event->what)) VIVA_CHECK(!moved->to.empty());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    judge_updates(decode_update(bytes));
    judge_updates(decode_updates(bytes));
    const auto verdict = judge(decode_answer(size % 7 == 0 ? 200 : 400, std::string(bytes)));
    VIVA_CHECK(verdict.delivery.outcome != bot::app::Delivery::Outcome::kMoved || !verdict.delivery.room.empty());
    (void)decode_profile(bytes);
    (void)decode_webhook_state(bytes);
    (void)adapters::net::read_http_date(bytes);
    return 0;
}
