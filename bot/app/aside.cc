// Owns what aside.h promises.
#include "bot/app/aside.h"

#include "bot/app/commands.h"
#include "bot/app/presses.h"

namespace bot::app {
namespace {

bool is_talk(Deed deed) { return deed == Deed::kBegin || deed == Deed::kInSession || deed == Deed::kExport || deed == Deed::kAnswer || deed == Deed::kAppeal; }

bool is_talk(const Pressed& pressed) {
    const auto press = read_press(pressed.data);
    if (!press || press->session.value != 0 || press->verb == kAnswerHereVerb) return false;
    if (press->verb.starts_with("round-") || press->verb == "export-me") return true;
    const auto order = order_of(press->verb, "");
    return order && is_talk(order->deed);
}

}  // namespace

std::optional<TalkPlace> talk_place(const Inbound& event) {
    if (!event.aside || event.kind != RoomKind::kGroup || event.author.direct.empty()) return std::nullopt;
    const auto* called = std::get_if<Called>(&event.what);
    const auto* pressed = std::get_if<Pressed>(&event.what);
    if (const auto press = pressed ? read_press(pressed->data) : std::nullopt; press && press->verb == kAnswerHereVerb && event.place.thread.empty()) {
        return TalkPlace{{event.place.account, event.place.room, event.message}, event.kind};
    }
    const auto order = called ? order_of(called->command, called->rest) : std::nullopt;
    if (!(order && is_talk(order->deed)) && !(pressed && is_talk(*pressed))) return std::nullopt;
    return TalkPlace{{event.place.account, event.author.direct, ""}, RoomKind::kDirect};
}

}  // namespace bot::app
