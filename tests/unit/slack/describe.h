// Owns the one-line form of an event that the decoding tests compare: "event(alias) place by author m<message>: what".
#pragma once

#include <string>

#include "adapters/slack/meaning.h"
#include "bot/base/inbound.h"

namespace slack_test {

inline const adapters::slack::Self kSelf{"UBOT", "B1", "A1", "T1", "slack"};

struct InWords {
    static std::string to(bool addressed, bool in_thread) { return std::string(addressed ? "" : " (not to us)") + (in_thread ? " in thread" : ""); }
    std::string operator()(const bot::Said& said) const {
        return "said [" + said.text + "]" + (said.more_follows ? " more follows" : "") + to(said.addressed, said.in_thread);
    }
    std::string operator()(const bot::Called& called) const {
        return "called [" + called.command + "] [" + called.rest + "]" + (called.handle.empty() ? "" : " handle " + called.handle);
    }
    std::string operator()(const bot::Pressed& pressed) const {
        return "pressed [" + pressed.data + "] handle " + pressed.handle + (pressed.opens_forms ? " opens forms" : "");
    }
    std::string operator()(const bot::Unreadable& unreadable) const { return "unreadable " + unreadable.what + to(unreadable.addressed, unreadable.in_thread); }
    std::string operator()(const bot::Edited& edited) const { return "edited" + to(edited.addressed, false); }
    std::string operator()(const bot::Joined&) const { return "joined"; }
    std::string operator()(const bot::Left&) const { return "left"; }
    std::string operator()(const bot::Returned&) const { return "returned"; }
    std::string operator()(const bot::Moved& moved) const { return "moved to " + moved.to; }
    std::string operator()(const bot::Filled& filled) const { return "filled [" + filled.data + "] [" + filled.text + "]"; }
    std::string operator()(const bot::Visited&) const { return "visited"; }
    std::string operator()(const bot::Vouched&) const { return "vouched"; }
};

inline std::string describe(const bot::Inbound& in) {
    return in.event + (in.alias.empty() ? "" : "(" + in.alias + ")") + " " + (in.kind == bot::RoomKind::kDirect ? "direct " : "group ") + in.place.room +
           (in.place.thread.empty() ? "" : "/" + in.place.thread) + (in.aside ? " aside" : "") + " by " + (in.author.key.empty() ? "?" : in.author.key) +
           (in.message.empty() ? "" : " m" + in.message) + ": " + std::visit(InWords{}, in.what);
}

// "" = nothing for the bot, "!" = not understood, "?" in front = a wrong shape.
inline std::string describe(const adapters::slack::Arrived& arrived) {
    if (!arrived.understood) return "!";
    std::string out = arrived.wrong ? "?" : "";
    if (arrived.uninstalled) out += "uninstalled";
    if (arrived.revoked) out += "revoked";
    if (!arrived.challenge.empty()) out += "challenge " + arrived.challenge;
    for (const auto& event : arrived.events) out += (out.empty() ? "" : "; ") + describe(event);
    return out;
}

}  // namespace slack_test
