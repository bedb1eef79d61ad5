// Owns how choices look: buttons under a message, or commands to type. Pure.
// Must not know what they do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"

namespace adapters::telegram {

struct Button {
    std::string text;
    std::string data;       // 1 to 64 bytes; unused with a link
    std::string link = {};  // where a press leads, instead of to us
    bool operator==(const Button&) const = default;
};

using Keyboard = std::vector<std::vector<Button>>;

// The platform can show it as a button. There are no forms here.
bool is_button(const bot::Choice& choice);

// Choices that the platform can show as buttons, in rows of three, fewer where labels are long. What is to be private leads from a group into the direct
// chat, by a link to username (ours, "" = not known: then it stays a button).
Keyboard keyboard_of(const std::vector<bot::Choice>& choices, bool group = false, std::string_view username = {});

// What a link carries into the direct chat for a button's data, and back; the platform takes no other signs than letters, digits, '_' and '-'.
std::string link_payload(std::string_view data);
std::string data_of_payload(std::string_view payload);

// The others, as a line of commands: "/hint /skip"; "" = none.
std::string command_line(const std::vector<bot::Choice>& choices);

}  // namespace adapters::telegram
