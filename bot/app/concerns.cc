// Owns what concerns.h promises.
#include "bot/app/concerns.h"

#include "bot/app/command_words.h"
#include "bot/app/commands.h"
#include "bot/app/presses.h"
#include "bot/base/overloaded.h"

namespace bot::app {
bool concerns_us(const Inbound& event) {
    if (event.kind == RoomKind::kDirect) return true;
    return std::visit(Overloaded{
                          [](const Said& said) { return said.addressed || said.in_thread; },
                          [](const Unreadable& unreadable) { return unreadable.addressed || unreadable.in_thread; },
                          [](const Edited& edited) { return edited.addressed; },
                          [](const auto&) { return true; },
                      },
                      event.what);
}

bool concerns_session_only(const Inbound& event) {
    if (event.kind == RoomKind::kDirect) return false;
    const auto* said = std::get_if<Said>(&event.what);
    const auto* unreadable = std::get_if<Unreadable>(&event.what);
    return (said && !said->addressed) || (unreadable && !unreadable->addressed);
}

bool ends_gathering(const Inbound& event) {
    const auto is_order = [](const Said& said) {
        if (typed_order(said.text)) return true;
        const auto first = slash_word(said.text);
        return first && order_of(*first, "").has_value();
    };
    return std::visit(Overloaded{
                          [&](const Said& said) { return (said.addressed || said.in_thread || event.kind == RoomKind::kDirect) && is_order(said); },
                          [](const Called&) { return true; },
                          [](const Pressed&) { return true; },
                          [](const Filled& filled) {
                              // A form for another question than the one at hand.
                              const auto press = read_press(filled.data);
                              return press && press->verb == kAnswerVerb;
                          },
                          [](const Left&) { return true; },
                          [](const auto&) { return false; },
                      },
                      event.what);
}

bool stands_alone(const Inbound& event) {
    return std::visit(Overloaded{
                          [](const Said& said) {
                              const auto order = typed_order(said.text);
                              return order && order->deed == Deed::kForget;
                          },
                          [](const Called& called) { return called.command.starts_with("forget"); },
                          [](const Pressed& pressed) { return pressed.data.find("forget") != std::string::npos; },
                          [](const Unreadable&) { return false; },
                          [](const Edited&) { return false; },
                          [](const Filled&) { return false; },
                          [](const Visited&) { return false; },
                          [](const auto&) { return true; },
                      },
                      event.what);
}

}  // namespace bot::app
