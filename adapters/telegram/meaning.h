// Owns what an update means to the bot: who did what where, whether it is meant for us, which command it is. Pure.
// Must not keep anything between updates or know sessions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/telegram/update.h"
#include "bot/base/inbound.h"

namespace adapters::telegram {

// A text of this many UTF-16 units was probably cut by the sender's app, which sends the rest as a message of its own (it cuts at 4096, or before at a space).
constexpr std::size_t kSplitUnits = 4090;

// Who we are.
struct Self {
    std::int64_t id = 0;
    std::string username;  // in lower case, without '@'; "" = not known yet
    bool operator==(const Self&) const = default;
};

// nullopt: nothing that concerns us (another bot's command, a service message, a channel's post).
std::optional<bot::Inbound> meaning(const Update& update, const Self& self);

}  // namespace adapters::telegram
