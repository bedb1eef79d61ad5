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
    enum class Opens {
        kNothing,
        kForm,     // only where the platform has forms; elsewhere the choice is left out
        kPrivate,  // a form, or where there are none the direct chat: the press comes from there, or the data as Called{"start", data}
    };
    std::string verb;       // the command's word, e.g. "hint"
    std::string label;      // from the catalogue
    std::string data = {};  // what a press sends back; filled in by the shell, at most 64 bytes; "" = the platform shows no button
    Opens opens = Opens::kNothing;
    bool operator==(const Choice&) const = default;
};

// Asks one person for one long text, in private. Needs the handle of a fresh press or call of theirs.
struct Form {
    std::string title;   // the adapter shortens it
    std::string label;   // what is asked; plain text
    std::string data;    // comes back with the text; at most 256 bytes
    std::string text{};  // what stands in the field already
    bool operator==(const Form&) const = default;
};

// No message: asks the platform whether a person administers the room; Vouched is the answer.
struct Inquiry {
    std::string name;    // of the person, for display
    std::string what;    // comes back as it is
    bool topic = false;  // as Inbound::topic; comes back as well
    bool operator==(const Inquiry&) const = default;
};

// How a message is shown. Platforms that cannot do better post it.
enum class Manner {
    kPost,
    kAside,  // to the message's person alone, and not for long: errors, help, acknowledgements
    kPage,   // it replaces the person's own page with the bot; dropped where there is none
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
    Manner manner = Manner::kPost;
    std::string person{};    // the platform's key of whom a form, an inquiry, kAside and kPage are for
    bool keep_id = false;    // the shell wants to know the platform's id of it
    std::string replaces{};  // the platform's id of an earlier message of ours that this one takes the place of; "" = none
    std::optional<Form> form = std::nullopt;
    std::optional<Inquiry> inquiry = std::nullopt;
    bool operator==(const Outbound&) const = default;
};

}  // namespace bot
