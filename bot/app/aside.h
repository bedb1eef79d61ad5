// Owns where an event belongs that was done aside: in a group, but in no thread of talk. Pure.
// Must not decide what the event leads to.
#pragma once

#include <optional>

#include "bot/base/inbound.h"

namespace bot::app {

struct TalkPlace {
    Place place;
    RoomKind kind = RoomKind::kDirect;
    bool operator==(const TalkPlace&) const = default;
};

// The author's direct chat, if what they did begins a session, goes on with one, or is for their eyes only; a thread under the message whose button asks for
// an answer before all; nullopt: it stays where it is.
std::optional<TalkPlace> talk_place(const Inbound& event);

}  // namespace bot::app
