// Owns the bodies of the calls we make. Pure.
// Must not send them or know the token.
#pragma once

#include <string>
#include <string_view>

#include "adapters/slack/format.h"

namespace adapters::slack {

// How a part is written: as blocks, or, where the platform refused them, as all its words in one text.
enum class Body { kBlocks, kText };

struct Target {
    std::string_view channel;      // or a person's id: their direct chat
    std::string_view thread = {};  // "" = none
};

// An array of at most 50 blocks, 100 for a page.
std::string blocks_json(const std::vector<Section>& sections, const std::vector<Button>& buttons);

std::string post_message_json(const Target& target, const Part& part, Body body);
std::string post_ephemeral_json(const Target& target, std::string_view user, const Part& part, Body body);
std::string update_json(std::string_view channel, std::string_view ts, const Part& part, Body body);

// What is posted to a response URL. to_all: everybody in the channel sees it.
std::string response_json(std::string_view thread, const Part& part, Body body, bool to_all);

std::string complete_upload_json(std::string_view file, std::string_view title, const Target& target);

}  // namespace adapters::slack
