// Owns what aside.h promises.
#include "bot/app/aside.h"

#include "bot/app/commands.h"
#include "bot/app/presses.h"

namespace bot::app {
namespace {

bool is_talk(Deed deed) { return deed == Deed::kBegin || deed == Deed::kInSession || deed == Deed::kExport; }

bool is_talk(const Pressed& pressed) {
    const auto press = read_press(pressed.data);
    if (!press || press->session.value != 0) return false;
    if (press->verb.starts_with("round-") || press->verb == "export-me") return true;
    const auto order = order_of(press->verb, "");
    return order && is_talk(order->deed);
}

}  // namespace

std::optional<Place> talk_place(const Inbound& event) {
    if (!event.aside || event.kind != RoomKind::kGroup || event.author.direct.empty()) return std::nullopt;
    const auto* called = std::get_if<Called>(&event.what);
    const auto* pressed = std::get_if<Pressed>(&event.what);
    const auto order = called ? order_of(called->command, called->rest) : std::nullopt;
    if (!(order && is_talk(order->deed)) && !(pressed && is_talk(*pressed))) return std::nullopt;
    return Place{event.place.account, event.author.direct, ""};
}

}  // namespace bot::app
