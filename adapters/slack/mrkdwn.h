// Owns the platform's text markup, mrkdwn: escaping, marks of style, quotes. Pure. It goes line by line, as marks do not reach beyond a line's end, so what
// is written is balanced wherever lines are put together or apart. Texts of people can neither call anybody nor form marks.
// Must not split or choose looks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "bot/base/message.h"

namespace adapters::slack {

// Runs without line ends.
using Line = std::vector<bot::Run>;

// The three characters that the platform reads as its own.
std::string escape(std::string_view text);

// text as it stands, also over several lines: escaped, and with U+200B behind each character that would begin a mark or an emoji.
std::string words(std::string_view text);

// One line with its marks. quote: it stands in a quotation.
std::string mrkdwn(const Line& line, bool quote);

// What stands between fences: escaped, and no fence in it. Over several lines.
std::string fenced(std::string_view code);

// The most UTF-16 units that one more run, and the character at byte at, add to what the functions above write.
constexpr std::size_t kMostOfRun = 8;
std::size_t most_units(std::string_view text, std::size_t at);

}  // namespace adapters::slack
