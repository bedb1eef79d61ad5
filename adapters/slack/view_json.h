// Owns the views: the form that asks for one long answer, the person's page. Pure.
// Must not send them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/slack/format.h"
#include "bot/base/inbound.h"
#include "bot/base/message.h"

namespace adapters::slack {

// What of an answer's form is read again when it is sent off.
inline constexpr std::string_view kAnswerForm = "answer";  // its callback_id, and the block_id of its field
inline constexpr std::string_view kAnswerField = "text";   // the field's action_id
inline constexpr std::size_t kMostAnswer = 3'000;          // characters that the field takes

// The body of views.open. Its private_metadata is {"d":data,"r":room,"t":thread,"k":"d" or "g"}; nullopt if that would be longer than the platform keeps.
std::optional<std::string> open_form_json(std::string_view trigger, const bot::Form& form, const bot::Place& place, bot::RoomKind kind);

// The body of views.publish.
std::string publish_json(std::string_view user, const Page& page);

}  // namespace adapters::slack
