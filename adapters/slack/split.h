// Owns how a long text is divided: lines into shorter ones, paragraphs into sections, sections into messages, each within the platform's limits. Pure.
// Must not drop anything but white space at the cuts; code keeps its indentation. No mark, fence or character is ever cut, as each line is written whole.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "adapters/slack/mrkdwn.h"

namespace adapters::slack {

// Sizes in UTF-16 units of what is written; the platform counts at most as many.
struct SplitLimits {
    std::size_t section = 2'900;   // the platform takes 3,000
    std::size_t message = 11'000;  // of all sections together
    std::size_t blocks = 45;       // the platform takes 50, with the buttons
};

struct Paragraph {
    enum class Kind { kText, kCode, kSmall };
    Kind kind = Kind::kText;
    bool quote = false;
    bool apart = false;  // an empty line stands before it
    std::vector<Line> lines;
};

struct Section {
    bool small = false;  // set small and pale
    std::string mrkdwn;
    std::string raw;  // the same words without markup or escapes
    bool operator==(const Section&) const = default;
};

// Cuts a line at a word's end if one is near, else between two characters, so that each piece can be written in at most so many units.
std::vector<Line> fold(const Line& line, std::size_t units);

// Each with something to see. Paragraphs of a kind stand together as long as there is room, and are cut only if they have no room alone.
std::vector<Section> sections(const std::vector<Paragraph>& paragraphs, const SplitLimits& limits = {});

std::vector<std::vector<Section>> messages(std::vector<Section> sections, const SplitLimits& limits = {});

}  // namespace adapters::slack
