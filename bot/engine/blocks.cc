// Owns the short ways to write blocks.
#include "bot/engine/blocks.h"

#include <cstdlib>
#include <utility>

namespace bot::engine {

Block block(Block::Kind kind, std::vector<Run> runs, Tone tone, std::string sign) {
    Block made;
    made.kind = kind;
    made.tone = tone;
    made.sign = std::move(sign);
    made.runs = std::move(runs);
    return made;
}

void append(std::vector<Run>& runs, std::vector<Run> more) {
    for (auto& run : more) {
        if (!runs.empty() && runs.back().style == run.style) {
            runs.back().text += run.text;
        } else {
            runs.push_back(std::move(run));
        }
    }
}

void append(std::vector<Run>& runs, std::string_view plain) { append(runs, std::vector<Run>{{Style::kPlain, std::string{plain}}}); }

std::string tenths(int value) {
    std::string text = (value < 0 ? "-" : "") + std::to_string(std::abs(value) / 10);
    if (value % 10 != 0) text += "." + std::to_string(std::abs(value) % 10);
    return text;
}

int percent(int thousandths) { return (thousandths + 5) / 10; }

}  // namespace bot::engine
