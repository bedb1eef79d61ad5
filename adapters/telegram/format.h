// Owns the look of messages in the platform: Outbound -> parts with markup and buttons. Pure: the same message always gives the same parts.
// Must not send. User text stands in runs and is escaped here; in groups it cannot call people either.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/telegram/keyboard.h"
#include "bot/base/message.h"

namespace adapters::telegram {

struct Surroundings {
    bool group = false;
    std::string_view username = {};  // ours, in lower case; "" = not known
};

struct Part {
    std::string html;
    std::string plain;  // the same text, for a platform that refuses the markup
};

struct Rendered {
    std::vector<Part> parts;  // none for a message without text
    Keyboard keyboard;        // stands under the last part
};

Rendered render(const bot::Outbound& message, const Surroundings& surroundings);

// The message as the short note that acknowledges a press: one text of at most 200 UTF-16 units, "" = nothing to say.
std::string toast(const bot::Outbound& message);

}  // namespace adapters::telegram
