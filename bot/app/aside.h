// Owns where an event belongs that was done aside: in a group, but in no thread of talk. Pure.
// Must not decide what the event leads to.
#pragma once

#include <optional>

#include "bot/base/inbound.h"

namespace bot::app {

// The author's direct chat, if what they did begins a session, goes on with one, or is for their eyes only; nullopt: it stays where it is.
std::optional<Place> talk_place(const Inbound& event);

}  // namespace bot::app
