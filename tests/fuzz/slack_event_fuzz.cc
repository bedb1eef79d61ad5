// Owns the fuzz target of what Slack sends us: any bytes, as a payload of each kind or as a form, give events within bounds or nothing.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "adapters/slack/event_codec.h"
#include "adapters/slack/meaning.h"
#include "adapters/slack/plain_text.h"
#include "bot/base/check.h"
#include "bot/base/text.h"

namespace {

using namespace adapters::slack;

const Self kSelf{"UBOT", "B1", "A1", "T1", "slack"};

void judge_text(std::string_view text) { VIVA_CHECK(text.size() <= bot::kMaxInboundBytes && bot::is_utf8(text)); }

void judge(const Arrived& arrived) {
    VIVA_CHECK(arrived.understood || arrived.events.empty());
    for (const auto& event : arrived.events) {
        VIVA_CHECK(!event.event.empty() && event.event.size() <= 512);
        VIVA_CHECK(event.place.account == "slack" && is_key(event.place.room));
        VIVA_CHECK(event.place.thread.empty() || is_key(event.place.thread));
        VIVA_CHECK(event.kind == bot::RoomKind::kGroup || (event.place.room == event.author.key && event.place.thread.empty()));
        if (const auto* said = std::get_if<bot::Said>(&event.what)) judge_text(said->text);
        if (const auto* filled = std::get_if<bot::Filled>(&event.what)) judge_text(filled->text);
        if (const auto* called = std::get_if<bot::Called>(&event.what)) {
            judge_text(called->rest);
            VIVA_CHECK(!called->command.empty() && called->command == bot::to_lower_ascii(called->command));
        }
    }
}

void judge_form(std::string_view bytes) {
    const auto form = read_form(bytes);
    if (!form) return;
    if (const auto payload = form->only("payload")) judge(arrived(*payload, Kind::kInteraction, kSelf));
    if (const auto event = slash_event(*form)) judge(meaning(*event, kSelf));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const auto kind : {Kind::kEvent, Kind::kSlash, Kind::kInteraction}) judge(arrived(bytes, kind, kSelf));
    judge_form(bytes);
    VIVA_CHECK(plain_text(bytes).size() <= bytes.size());
    VIVA_CHECK(without_mentions(bytes, kSelf.user).size() <= bytes.size());
    return 0;
}
