// Owns how choices look: buttons under a message, or commands to type. Pure.
// Must not know what they do.
#pragma once

#include <string>
#include <vector>

#include "bot/base/message.h"

namespace adapters::telegram {

struct Button {
    std::string text;
    std::string data;  // 1 to 64 bytes
    bool operator==(const Button&) const = default;
};

using Keyboard = std::vector<std::vector<Button>>;

// The platform can show it as a button.
bool is_button(const bot::Choice& choice);

// Choices that the platform can show as buttons, in rows of three, fewer where labels are long.
Keyboard keyboard_of(const std::vector<bot::Choice>& choices);

// The others, as a line of commands: "/hint /skip"; "" = none.
std::string command_line(const std::vector<bot::Choice>& choices);

}  // namespace adapters::telegram
