// Owns the one-line form of an event that the decoding tests compare: "event place author | what".
#pragma once

#include <string>

#include "bot/base/inbound.h"

namespace telegram_test {

inline std::string describe(const bot::Inbound& in) {
    std::string out = in.event + (in.alias.empty() ? "" : "(" + in.alias + ")") + " " + (in.kind == bot::RoomKind::kDirect ? "direct " : "group ") +
                      in.place.room + (in.place.thread.empty() ? "" : "/" + in.place.thread) + " by " + (in.author.key.empty() ? "?" : in.author.key) + " m" +
                      in.message + ": ";
    const auto for_us = [](bool addressed) { return addressed ? "" : " (not to us)"; };
    struct Words {
        decltype(for_us) to;
        std::string operator()(const bot::Said& said) const {
            return "said [" + said.text + "]" + (said.more_follows ? " more follows" : "") + to(said.addressed);
        }
        std::string operator()(const bot::Called& called) const { return "called [" + called.command + "] [" + called.rest + "]"; }
        std::string operator()(const bot::Pressed& pressed) const { return "pressed [" + pressed.data + "] handle " + pressed.handle; }
        std::string operator()(const bot::Unreadable& unreadable) const { return "unreadable " + unreadable.what + to(unreadable.addressed); }
        std::string operator()(const bot::Edited& edited) const { return std::string("edited") + to(edited.addressed); }
        std::string operator()(const bot::Joined&) const { return "joined"; }
        std::string operator()(const bot::Left&) const { return "left"; }
        std::string operator()(const bot::Returned&) const { return "returned"; }
        std::string operator()(const bot::Moved& moved) const { return "moved to " + moved.to; }
        // What this platform has not.
        std::string operator()(const bot::Filled&) const { return "filled"; }
        std::string operator()(const bot::Visited&) const { return "visited"; }
        std::string operator()(const bot::Vouched&) const { return "vouched"; }
    };
    return out + std::visit(Words{for_us}, in.what);
}

}  // namespace telegram_test
