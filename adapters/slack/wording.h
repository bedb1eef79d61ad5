// Owns the reading of a post's words: is it a command, what of it is the person's own text. Pure.
// Must not judge an answer or know places.
#pragma once

#include <string_view>

#include "bot/base/inbound.h"

namespace adapters::slack {

// What a post with a text is. user: our own. direct: in a direct chat, where commands begin with '/' or "viva"; elsewhere they follow the mention of us.
// addressed and in_thread as in bot::Said.
decltype(bot::Inbound::what) wording(std::string_view mrkdwn, std::string_view user, bool direct, bool addressed, bool in_thread);

// The words of a slash command: the first one, without a sign and in lower case, is the command; "" is "help".
bot::Called called(std::string_view text);

}  // namespace adapters::slack
