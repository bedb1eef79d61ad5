// Owns the look of messages in the platform: Outbound -> messages of sections and buttons. Pure: the same message always gives the same parts.
// Must not send or write payloads. User text stands in runs and is escaped here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/slack/split.h"
#include "bot/base/message.h"

namespace adapters::slack {

struct Button {
    std::string text;       // plain, at most 75 UTF-16 units
    std::string action_id;  // "v:<verb>:<n>", unique in the message
    std::string value;      // 1 to 64 bytes
    bool primary = false;
    bool operator==(const Button&) const = default;
};

constexpr std::size_t kMaxButtons = 75;  // three rows of blocks of 25
constexpr std::size_t kMaxSummary = 3'000;

// One message.
struct Part {
    std::string text;   // stands for it in notifications and for screen readers: its first words, at most kMaxSummary units of mrkdwn
    std::string whole;  // all its words, for a platform that refuses the blocks
    std::vector<Section> sections;
    std::vector<Button> buttons;  // only in the last part
};

// None for a message without anything to see. The platform takes each as it is.
std::vector<Part> render(const bot::Outbound& message);

// A page holds all in one: what has no room is left out at its end.
struct Page {
    std::vector<Section> sections;  // at most 90
    std::vector<Button> buttons;
};
Page render_page(const bot::Outbound& message);

// The longest beginning of a plain text of at most so many units, with "…" at its end if it was cut.
std::string shortened(std::string_view text, std::size_t units);

}  // namespace adapters::slack
