// Owns events as Slack writes them: what people do in conversations, as the inner event. Their ids and times are given by the fake unless they stand here.
#pragma once

#include <string>
#include <vector>

#include "tests/fakes/slack_world.h"
#include "tests/fakes/updates.h"

namespace tests {

struct SlackSpot {
    std::string channel;
    std::string thread = {};  // ts of its root
};
SlackSpot direct(const SlackPerson& person);

// A message, as it is typed: its signs are escaped here.
Json says(const SlackPerson& person, const SlackSpot& spot, const std::string& text);
// A message that names the bot: two events of one message.
std::vector<Json> mentions(const SlackPerson& person, const SlackSpot& spot, const std::string& text);
Json uploads(const SlackPerson& person, const SlackSpot& spot, const std::string& text, const std::string& mime_type);
// Of the message with that ts.
Json edits(const SlackPerson& person, const SlackSpot& spot, const std::string& ts, const std::string& before, const std::string& now);
Json unfurls(const SlackPerson& person, const SlackSpot& spot, const std::string& ts, const std::string& text);
Json deletes(const SlackPerson& person, const SlackSpot& spot, const std::string& ts);
Json says_as_bot(const SlackSpot& spot, const std::string& text);  // another app's message

Json opens(const SlackPerson& person, const std::string& tab);  // "home", "messages"
Json joins(const std::string& user, const std::string& channel);
Json leaves(const std::string& channel);  // the bot is removed
Json archives(const std::string& channel, bool is_archived);
Json moves(const std::string& from, const std::string& to);
Json uninstalls();
Json revokes(const std::string& bot_user);

}  // namespace tests
