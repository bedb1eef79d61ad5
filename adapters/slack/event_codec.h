// Owns reading what Slack sends into plain values. Pure and total: any bytes give an event or nothing; what is unknown is left out.
// Must not decide what an event means.
#pragma once

#include <optional>
#include <string_view>

#include "adapters/slack/event.h"
#include "adapters/slack/form.h"

namespace adapters::slack {

// payload: the body of an event's request, the field "payload" of an interaction's, or what stands in a Socket Mode envelope. nullopt: no JSON, nested too
// deep, or without what tells one payload from another.
std::optional<Event> decode(std::string_view payload, Kind kind);

// A slash command as it comes over HTTP. nullopt: it is none.
std::optional<Event> slash_event(const Form& form);

}  // namespace adapters::slack
