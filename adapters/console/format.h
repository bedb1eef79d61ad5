// Owns the look of messages in a terminal: Outbound -> lines of text for a width and a palette. Pure.
// Must not read the environment or write anywhere. Every text passes plain(), so no pack and no answer can steer the terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"

namespace adapters::console {

// Text is set at most this wide: longer lines are hard to read.
constexpr int kMaxTextWidth = 100;

struct Layout {
    int width = 80;        // columns of the terminal
    bool colour = false;   // the terminal's own palette, bold and dim; never the only carrier of a meaning
    bool drawing = false;  // bars and bullets as Unicode signs, else ASCII
    bool ascii = false;    // typographic signs of texts in ASCII as well (the locale is not UTF-8)
    bool operator==(const Layout&) const = default;
};

// The lines of a message, each with its '\n'; blocks of different kinds stand apart by an empty line. Code is never wrapped. "" for a message without text.
std::string format(const bot::Outbound& message, const Layout& layout);

// Messages one after the other, an empty line between them.
std::string format(const std::vector<bot::Outbound>& messages, const Layout& layout);

// What the person said, as a transcript shows it: "> " before each line.
std::string format_heard(std::string_view text);

}  // namespace adapters::console
