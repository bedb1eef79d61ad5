// Owns what Slack takes and what it refuses in a message or a view: lengths, blocks, ids, with Slack's error codes. Pure.
// Must not know conversations. Written from Slack's rules and not from our formatter, so that one checks the other.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/fakes/bot_rules.h"

namespace tests {

// A message or a view as a person reads it, or why it is refused.
struct SlackSeen {
    std::string text;
    std::vector<SeenButton> buttons;   // label and value
    std::string refusal;               // Slack's error code; "" = taken
    std::string detail;                // for response_metadata.messages
    std::vector<std::string> remarks;  // what Slack takes and we never want: no text beside blocks, a mention, an unescaped sign
};

// The text and the blocks of chat.postMessage, chat.postEphemeral, chat.update or a response_url. Besides Slack's codes: "ping", if it would call people.
SlackSeen check_slack_message(const nlohmann::json& call);

// A modal or a home.
SlackSeen check_slack_view(const nlohmann::json& view);

// All buttons of some blocks with their block's id, as a press names them.
std::vector<nlohmann::json> slack_buttons(const nlohmann::json& blocks);

}  // namespace tests
