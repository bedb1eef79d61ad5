// Owns what split.h promises: measure how far a part may go, choose the cut, cut.
#include "adapters/telegram/split.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/telegram/html.h"
#include "bot/base/utf16.h"

namespace adapters::telegram {
namespace {

// The flow as one text, and where each look begins.
struct Tape {
    struct Mark {
        std::size_t begin = 0;
        Look look;
    };
    std::string text;
    std::vector<Mark> marks;
};

Tape tape_of(const Flow& flow) {
    Tape tape;
    for (const auto& stretch : flow) {
        if (stretch.text.empty()) continue;
        if (tape.marks.empty() || tape.marks.back().look != stretch.look) tape.marks.push_back({tape.text.size(), stretch.look});
        tape.text += stretch.text;
    }
    return tape;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t'; }

class Splitter {
   public:
    Splitter(const Tape& tape, const SplitLimits& limits) : tape_(tape), text_(tape.text), limits_(limits) {}

    std::vector<Flow> parts() {
        std::vector<Flow> out;
        for (std::size_t begin = 0; begin < text_.size();) {
            const std::size_t reach = reach_from(begin);
            const std::size_t cut = reach == text_.size() ? reach : cut_between(begin, reach);
            auto flow = between(begin, cut);
            if (!flow.empty()) out.push_back(std::move(flow));
            begin = resume_at(cut);
        }
        return out;
    }

   private:
    std::size_t mark_at(std::size_t at) const {
        const auto after =
            std::upper_bound(tape_.marks.begin(), tape_.marks.end(), at, [](std::size_t byte, const Tape::Mark& mark) { return byte < mark.begin; });
        return std::size_t(after - tape_.marks.begin()) - 1;
    }

    bool in_code(std::size_t at) const { return tape_.marks[mark_at(at)].look.container == Container::kPre; }

    // The first byte that has no room in a part that begins at begin; beyond begin in any case.
    std::size_t reach_from(std::size_t begin) const {
        std::size_t units = 0;
        std::size_t bytes = kMaxTagBytes;
        std::size_t next_mark = mark_at(begin) + 1;
        std::size_t at = begin;
        while (at < text_.size()) {
            const auto character = bot::character_at(text_, at);
            units += character.units;
            bytes += character.bytes == 1 ? escaped_size(text_[at]) : character.bytes;
            if (next_mark < tape_.marks.size() && tape_.marks[next_mark].begin <= at) {
                ++next_mark;
                bytes += kMaxTagBytes;
            }
            if (at > begin && (units > limits_.units || bytes > limits_.bytes)) return at;
            at += character.bytes;
        }
        return at;
    }

    // A cut too near the beginning would make parts that are mostly empty.
    std::size_t cut_between(std::size_t begin, std::size_t reach) const {
        const std::size_t room = reach - begin;
        const std::string_view window = text_.substr(begin, room + 1);
        const auto last = [&](std::string_view sign, std::size_t least) -> std::size_t {
            const auto found = window.rfind(sign, room);
            return found == std::string_view::npos || found < least || found == 0 ? 0 : begin + found;
        };
        if (const auto cut = last("\n\n", room / 2)) return cut;
        if (const auto cut = last("\n", room / 3)) return cut;
        if (const auto cut = last(" ", room / 2)) return cut;
        return reach;
    }

    // White space at the cut goes; in code only the line end does.
    std::size_t resume_at(std::size_t cut) const {
        std::size_t at = cut;
        while (at < text_.size() && is_blank(text_[at])) {
            if (in_code(at)) return at + (at == cut && text_[at] == '\n' ? 1 : 0);
            ++at;
        }
        return at;
    }

    // Without white space at the end; empty if there is nothing else.
    Flow between(std::size_t begin, std::size_t end) const {
        while (end > begin && is_blank(text_[end - 1])) --end;
        Flow flow;
        for (std::size_t at = begin; at < end;) {
            const std::size_t mark = mark_at(at);
            const std::size_t stop = std::min(end, mark + 1 < tape_.marks.size() ? tape_.marks[mark + 1].begin : end);
            flow.push_back({std::string(text_.substr(at, stop - at)), tape_.marks[mark].look});
            at = stop;
        }
        return flow;
    }

    const Tape& tape_;
    std::string_view text_;
    SplitLimits limits_;
};

// Certainly within the limits, whatever the texts hold: most messages are. A unit takes a byte at least, an escaped character six at most.
bool is_short(const Flow& flow, const SplitLimits& limits) {
    std::size_t bytes = 0;
    for (const auto& stretch : flow) bytes += stretch.text.size();
    return bytes <= limits.units && bytes * 6 + (flow.size() + 1) * kMaxTagBytes <= limits.bytes;
}

// The one part of a short flow, without white space at its end.
std::vector<Flow> whole(Flow flow) {
    while (!flow.empty()) {
        auto& text = flow.back().text;
        while (!text.empty() && is_blank(text.back())) text.pop_back();
        if (!text.empty()) return {std::move(flow)};
        flow.pop_back();
    }
    return {};
}

}  // namespace

std::vector<Flow> split(Flow flow, const SplitLimits& limits) {
    if (is_short(flow, limits)) return whole(std::move(flow));
    const Tape tape = tape_of(flow);
    return Splitter(tape, limits).parts();
}

}  // namespace adapters::telegram
