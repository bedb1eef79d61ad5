// Owns the reading of a message's words: is it a command, is it ours, does it name us, what of it is the person's own text. Pure.
// Must not judge an answer.
#pragma once

#include <optional>
#include <variant>

#include "adapters/telegram/meaning.h"
#include "adapters/telegram/update.h"
#include "bot/base/inbound.h"

namespace adapters::telegram {

// The message names us: @ourname, or a link to us.
bool mentions(const Message& message, const Self& self);

// What a message with a text (or a caption) is. The mention of us is taken off its ends; code blocks stand between lines of three backticks, as people
// type them elsewhere. nullopt: a command to another bot, or to one whose name we cannot compare yet.
std::optional<decltype(bot::Inbound::what)> wording(const Message& message, bool addressed, const Self& self);

}  // namespace adapters::telegram
