// Owns chat messages as the bot means them: blocks of text with a role, and choices. Adapters render them.
// Must not hold a platform's markup: user text stands in runs as plain text and is escaped where it is shown.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bot {

enum class Style { kPlain, kStrong, kEmphasis, kCode };

// What a block says about the person's answer; adapters may colour it but must also say it in signs or words.
enum class Tone { kNeutral, kGood, kBad, kWarn, kMuted };

struct Run {
    Style style = Style::kPlain;
    std::string text;
    bool operator==(const Run&) const = default;
};

struct Block {
    enum class Kind {
        kParagraph,
        kHeading,
        kItem,      // list item; sign is its bullet ("+", "-", "~", "!", "?"), empty = a plain bullet
        kQuestion,  // what the person is asked to answer now
        kCode,      // preformatted; runs hold one plain run
        kQuote,
        kMeter,   // runs are the label, percent the value
        kStatus,  // the one line that says where you are
    };
    Kind kind = Kind::kParagraph;
    Tone tone = Tone::kNeutral;
    std::string sign;
    std::vector<Run> runs;
    int percent = 0;  // 0..100, kMeter only
    bool operator==(const Block&) const = default;
};

// A command offered as a button or a word to type.
struct Choice {
    std::string verb;       // the command's word, e.g. "hint"
    std::string label;      // from the catalogue
    std::string data = {};  // what a press sends back; filled in by the shell, at most 64 bytes; "" = the platform shows no button
    bool operator==(const Choice&) const = default;
};

// A file that goes with a message (an export). At most 1 MiB.
struct Attachment {
    std::string name;
    std::string bytes;
    bool operator==(const Attachment&) const = default;
};

struct Outbound {
    std::vector<Block> blocks;
    std::vector<Choice> choices;
    std::optional<Attachment> file = std::nullopt;
    bool operator==(const Outbound&) const = default;
};

}  // namespace bot
