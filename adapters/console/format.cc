// Owns what format.h promises: one function per kind of block, and the rule for the empty lines between them.
#include "adapters/console/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "adapters/console/plain.h"
#include "adapters/console/wrap.h"
#include "bot/base/text.h"

namespace adapters::console {
namespace {

using bot::Block;
using bot::Style;
using bot::Tone;
using Kind = bot::Block::Kind;

constexpr int kBarCells = 10;
constexpr int kMinTextWidth = 20;

// How a stretch looks: what the terminal is told, as one number that wrap() carries.
struct Look {
    Style style = Style::kPlain;
    Tone tone = Tone::kNeutral;
    bool bold = false;
    int packed() const { return int(style) | int(tone) << 4 | int(bold) << 8; }
    static Look of(int packed) { return {Style(packed & 0xF), Tone(packed >> 4 & 0xF), (packed >> 8 & 1) != 0}; }
};

// The parameters of the SGR sequence; "" = as the terminal is. Palette colours only.
std::string sgr(Look look) {
    std::string out;
    const auto add = [&](std::string_view parameter) { out += (out.empty() ? "" : ";") + std::string{parameter}; };
    if (look.bold || look.style == Style::kStrong) add("1");
    if (look.style == Style::kEmphasis) add("3");
    switch (look.tone) {
        case Tone::kGood: add("32"); break;
        case Tone::kBad: add("31"); break;
        case Tone::kWarn: add("33"); break;
        case Tone::kMuted: add("2"); break;
        case Tone::kNeutral:
            if (look.style == Style::kCode) add("36");
            break;
    }
    return out;
}

// Tabs as spaces up to the next fourth column, so that code keeps its shape wherever it is indented.
std::string without_tabs(std::string_view line) {
    std::string out;
    int column = 0;
    for (std::size_t begin = 0; begin <= line.size();) {
        const auto end = std::min(line.find('\t', begin), line.size());
        out += line.substr(begin, end - begin);
        column += bot::display_width(line.substr(begin, end - begin));
        const int gap = end < line.size() ? 4 - column % 4 : 0;
        out.append(std::size_t(gap), ' ');
        column += gap;
        begin = end + 1;
    }
    return out;
}

// Writes blocks for one layout.
class Page {
   public:
    explicit Page(const Layout& layout) : layout_(layout), width_(std::clamp(layout.width, kMinTextWidth, kMaxTextWidth)) {}

    void add(const bot::Outbound& message) {
        for (std::size_t i = 0; i < message.blocks.size(); ++i) {
            const auto& block = message.blocks[i];
            if (block.runs.empty() && block.kind != Kind::kMeter) continue;
            if (block.kind == Kind::kMeter && !meters_) meters_ = meter_columns(message.blocks, i);
            if (block.kind != Kind::kMeter) meters_.reset();
            if (apart(block)) out_ += '\n';
            add(block);
            previous_ = &block;
        }
        add_choices(message);
    }

    std::string text() { return std::move(out_); }

   private:
    // Items and meters stand close; what explains an item stands under it; a heading holds on to what follows.
    bool apart(const Block& block) {
        const bool explains = block.kind == Kind::kQuote || block.kind == Kind::kCode;
        in_item_ = block.kind == Kind::kItem || (in_item_ && explains);
        if (!previous_ || previous_->kind == Kind::kHeading) return false;
        if (block.kind == Kind::kItem || explains) return !(in_item_ && (previous_->kind == Kind::kItem || previous_in_item_));
        return block.kind != previous_->kind || (block.kind != Kind::kMeter && block.kind != Kind::kStatus);
    }

    void add(const Block& block) {
        previous_in_item_ = in_item_;
        switch (block.kind) {
            case Kind::kParagraph: set(block, {}, {}, {}); break;
            case Kind::kHeading:
            case Kind::kQuestion: set(block, {}, {}, {Style::kPlain, block.tone, true}); break;
            case Kind::kStatus: set(block, {}, {}, {Style::kPlain, Tone::kMuted}); break;
            case Kind::kItem: add_item(block); break;
            case Kind::kQuote: add_quote(block); break;
            case Kind::kCode: add_code(block); break;
            case Kind::kMeter: add_meter(block); break;
        }
    }

    std::string safe(std::string_view text) const { return layout_.ascii ? ascii_signs(plain(text)) : plain(text); }

    std::vector<Piece> pieces(const Block& block, Look base) const {
        std::vector<Piece> out;
        for (const auto& run : block.runs) {
            Look look = base;
            if (run.style != Style::kPlain) look.style = run.style;
            std::string text = safe(run.text);
            // Without colour, code still shows where it begins and ends.
            if (run.style == Style::kCode && !layout_.colour) text.insert(0, 1, '`').append(1, '`');
            out.push_back({std::move(text), look.packed()});
        }
        return out;
    }

    // Sets a block's text behind a first and a further prefix of the same width. Neutral text takes the block's tone.
    void set(const Block& block, const Piece& first, const Piece& further, Look base) {
        if (base.tone == Tone::kNeutral) base.tone = block.tone;
        const auto lines = wrap(pieces(block, base), width_ - bot::display_width(first.text));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            put(i == 0 ? first : further);
            for (const auto& piece : lines[i]) put(piece);
            end_line();
        }
    }

    void add_item(const Block& block) {
        std::string sign = block.sign.empty() ? (layout_.drawing ? "•" : "*") : safe(block.sign);
        std::replace(sign.begin(), sign.end(), '\n', ' ');
        const int indent = 2 + bot::display_width(sign) + 1;
        item_indent_ = indent;
        Block body = block;
        body.tone = block.tone == Tone::kMuted ? Tone::kMuted : Tone::kNeutral;
        set(body, {"  " + sign + " ", Look{Style::kPlain, block.tone, true}.packed()}, {std::string(std::size_t(indent), ' '), 0}, {});
    }

    std::string item_indent() const { return std::string(std::size_t(in_item_ ? item_indent_ : 0), ' '); }

    void add_quote(const Block& block) {
        const Piece mark{item_indent() + (layout_.drawing ? "│ " : "| "), Look{Style::kPlain, Tone::kMuted}.packed()};
        set(block, mark, mark, {});
    }

    void add_code(const Block& block) {
        std::string code;
        for (const auto& run : block.runs) code += safe(run.text);
        while (code.ends_with('\n')) code.pop_back();
        const int look = Look{Style::kCode, block.tone}.packed();
        for (const auto line : bot::split(code, '\n')) {
            if (!line.empty()) put({item_indent() + "    " + without_tabs(line), look});
            end_line();
        }
    }

    // The width of the labels of the meters that stand together from block i on.
    int meter_columns(const std::vector<Block>& blocks, std::size_t i) const {
        int columns = 0;
        for (; i < blocks.size() && blocks[i].kind == Kind::kMeter; ++i) {
            for (const auto& line : wrap(pieces(blocks[i], {}), label_limit())) columns = std::max(columns, width_of(line));
        }
        return columns;
    }

    int label_limit() const { return width_ - 2 - kBarCells - 2 - 3 >= 12 ? width_ - 2 - kBarCells - 2 - 3 : width_ - 2 - 3; }

    void add_meter(const Block& block) {
        const auto lines = wrap(pieces(block, {}), label_limit());
        const int percent = std::clamp(block.percent, 0, 100);
        for (std::size_t i = 0; i < lines.size(); ++i) {
            for (const auto& piece : lines[i]) put(piece);
            if (i + 1 < lines.size()) end_line();
        }
        put({std::string(std::size_t(std::max(0, *meters_ - width_of(lines.back()))) + 2, ' '), 0});
        if (label_limit() < width_ - 2 - 3) put_bar(percent, block.tone);
        put({fmt::format("{:>3}", percent), 0});
        end_line();
    }

    void put_bar(int percent, Tone tone) {
        const int full = (percent * kBarCells + 50) / 100;
        std::string done;
        std::string rest;
        for (int i = 0; i < full; ++i) done += layout_.drawing ? "█" : "#";
        for (int i = full; i < kBarCells; ++i) rest += layout_.drawing ? "░" : "-";
        put({done, Look{Style::kPlain, tone}.packed()});
        put({rest, Look{Style::kPlain, Tone::kMuted}.packed()});
        put({"  ", 0});
    }

    // Words to type that no status line names already.
    void add_choices(const bot::Outbound& message) {
        std::string named = " ";
        for (const auto& block : message.blocks) {
            if (block.kind != Kind::kStatus) continue;
            for (const auto& run : block.runs) named += run.text + " ";
        }
        std::string words;
        for (const auto& choice : message.choices) {
            if (named.find(" " + choice.verb + " ") != std::string::npos) continue;
            words += (words.empty() ? "" : " ") + choice.verb;
        }
        if (words.empty()) return;
        if (previous_ && previous_->kind != Kind::kStatus) out_ += '\n';
        Block block;
        block.runs = {{Style::kPlain, words}};
        set(block, {}, {}, {Style::kPlain, Tone::kMuted});
    }

    void put(const Piece& piece) {
        if (piece.text.empty()) return;
        const std::string codes = layout_.colour ? sgr(Look::of(piece.look)) : "";
        if (codes.empty() || piece.text.find_first_not_of(' ') == std::string::npos) {
            out_ += piece.text;
        } else {
            out_ += "\x1b[" + codes + "m" + piece.text + "\x1b[0m";
        }
    }

    void end_line() {
        while (out_.ends_with(' ')) out_.pop_back();
        out_ += '\n';
    }

    const Layout& layout_;
    int width_;
    std::string out_;
    const Block* previous_ = nullptr;
    bool in_item_ = false;
    bool previous_in_item_ = false;
    int item_indent_ = 0;        // where the text of the last item stands
    std::optional<int> meters_;  // columns of the labels of the meters being set
};

}  // namespace

std::string format(const bot::Outbound& message, const Layout& layout) {
    Page page{layout};
    page.add(message);
    return page.text();
}

std::string format(const std::vector<bot::Outbound>& messages, const Layout& layout) {
    std::string out;
    for (const auto& message : messages) {
        const std::string text = format(message, layout);
        if (!out.empty() && !text.empty()) out += '\n';
        out += text;
    }
    return out;
}

std::string format_heard(std::string_view text) {
    const std::string safe = plain(text);
    std::string out;
    for (const auto line : bot::split(safe, '\n')) out += line.empty() ? ">\n" : "> " + std::string{line} + "\n";
    return out;
}

}  // namespace adapters::console
