// Owns styled text on its way to the platform: stretches with a look. Splitting and markup work on it, so a tag can never be cut.
// Must not hold markup: the text is plain.
#pragma once

#include <string>
#include <vector>

#include "bot/base/message.h"

namespace adapters::telegram {

enum class Container { kNone, kQuote, kPre };

struct Look {
    bot::Style style = bot::Style::kPlain;
    Container container = Container::kNone;
    bool operator==(const Look&) const = default;
};

struct Stretch {
    std::string text;
    Look look;
    bool operator==(const Stretch&) const = default;
};

using Flow = std::vector<Stretch>;

}  // namespace adapters::telegram
