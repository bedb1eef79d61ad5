// Owns what wording.h promises.
#include "adapters/slack/wording.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "adapters/slack/plain_text.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

// Words that take more behind them.
constexpr std::array<std::string_view, 12> kWithRest{"round",   "practice", "daily",     "board",  "answer", "appeal",
                                                     "verdict", "settings", "reminders", "export", "forget", "help"};
// Words that stand alone: "stop the world pauses every goroutine" is an answer, and must not end a session.
constexpr std::array<std::string_view, 12> kAlone{"hint", "repeat", "skip", "pause", "resume", "stop", "cancel", "why", "me", "packs", "privacy", "start"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

struct Line {
    std::string first;  // lower case
    std::string rest;
};

// Commands are compared word by word, and the composer puts no-break spaces behind mentions.
Line line_of(std::string_view text) {
    std::string line;
    for (auto at = text.find(kNoBreakSpace); at != std::string_view::npos; at = text.find(kNoBreakSpace)) {
        line.append(text.substr(0, at)).push_back(' ');
        text.remove_prefix(at + kNoBreakSpace.size());
    }
    line.append(text);
    const auto trimmed = bot::trim(line);
    const auto end = std::min(trimmed.find_first_of(" \t\r\n\v\f"), trimmed.size());
    return {bot::to_lower_ascii(trimmed.substr(0, end)), std::string(bot::trim(trimmed.substr(end)))};
}

std::string cut(std::string text) {
    text.resize(bot::utf8_prefix(text, bot::kMaxInboundBytes).size());
    return text;
}

bot::Called called(Line line) { return {cut(std::move(line.first)), cut(std::move(line.rest))}; }

// The command that a text addressed to us is; nullopt: an answer, or small talk.
std::optional<bot::Called> command_of(std::string_view text) {
    auto line = line_of(text);
    if (line.first.empty()) return bot::Called{"help", ""};
    if (line.rest.empty() && (line.first.ends_with('!') || line.first.ends_with('.'))) line.first.pop_back();
    const bool alone = holds(kAlone, line.first) && line.rest.empty();
    if (!alone && !holds(kWithRest, line.first)) return std::nullopt;
    return called(std::move(line));
}

// What follows "/" or "viva" in a direct chat; nullopt: it begins with neither.
std::optional<std::string> behind_sign(std::string_view text) {
    const bool slash = text.starts_with('/');
    auto line = line_of(slash ? text.substr(1) : text);
    if (line.first == "viva") return std::move(line.rest);
    if (!slash || line.first.empty()) return std::nullopt;
    return line.first + " " + line.rest;
}

}  // namespace

decltype(bot::Inbound::what) wording(std::string_view mrkdwn, std::string_view user, bool direct, bool addressed, bool in_thread) {
    bool leading = false;
    const auto own = cut(plain_text(without_mentions(mrkdwn, user, &leading)));
    if (leading || (addressed && !direct)) {
        if (auto command = command_of(own)) return std::move(*command);
    } else if (direct) {
        const auto behind = behind_sign(own);
        if (auto command = behind ? command_of(*behind) : std::nullopt) return std::move(*command);
    }
    return bot::Said{own, addressed, false, in_thread};
}

bot::Called called(std::string_view text) {
    auto line = line_of(plain_text(text));
    if (line.first.starts_with('/')) line.first.erase(0, 1);
    if (line.first.empty()) return {"help", ""};
    return called(std::move(line));
}

}  // namespace adapters::slack
