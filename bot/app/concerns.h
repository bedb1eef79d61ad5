// Owns what can be told of an event before anything is read for it: whether it is for us, and what it may stand beside. Pure.
// Must not decide what it leads to.
#pragma once

#include "bot/base/inbound.h"

namespace bot::app {

// False for what is said in a group and not to the bot: it is not looked at, let alone kept.
bool concerns_us(const Inbound& event);

// True if that depends on whether its author is being examined just there.
bool concerns_session_only(const Inbound& event);

// True if the event ends the gathering of an answer: what was gathered is taken first.
bool ends_gathering(const Inbound& event);

// True if the event touches more than the person's own conversation at the place, so that nothing else may be under way beside it.
bool stands_alone(const Inbound& event);

}  // namespace bot::app
