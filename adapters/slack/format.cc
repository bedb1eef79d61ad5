// Owns what format.h promises: one function per kind of block, and the rule for the empty lines between them.
#include "adapters/slack/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "bot/base/meter.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"
#include "bot/base/utf16.h"

namespace adapters::slack {
namespace {

using bot::Block;
using bot::Style;
using Kind = bot::Block::Kind;

constexpr std::size_t kMaxLabel = 75;
constexpr std::size_t kMaxValue = 64;
constexpr std::size_t kMaxVerb = 64;
constexpr std::size_t kPageSections = 90;   // the platform takes 100 blocks
constexpr std::size_t kPageUnits = 30'000;  // and 250 kB of JSON, in which a character may take 6 bytes
constexpr std::string_view kStatusGap = " \u00B7 ";

bool is_button(const bot::Choice& choice) { return !choice.data.empty() && choice.data.size() <= kMaxValue && bot::is_utf8(choice.data); }

// Puts blocks into paragraphs.
class Writer {
   public:
    explicit Writer(const std::vector<bot::Choice>& choices) : choices_(choices) {}

    std::vector<Paragraph> paragraphs(const std::vector<Block>& blocks) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto& block = blocks[i];
            if (block.runs.empty() && block.kind != Kind::kMeter) continue;
            if (block.kind == Kind::kMeter && !labels_) labels_ = bot::meter_label_columns(blocks, i);
            if (block.kind != Kind::kMeter) labels_.reset();
            begin(block);
            add(block);
            previous_ = block.kind;
        }
        return std::move(out_);
    }

   private:
    void begin(const Block& block) {
        Paragraph paragraph;
        paragraph.apart = previous_ && apart(block);
        if (!previous_) in_item_ = block.kind == Kind::kItem;
        const bool aside = block.kind == Kind::kParagraph && block.tone == bot::Tone::kMuted;
        if (block.kind == Kind::kStatus || aside) paragraph.kind = Paragraph::Kind::kSmall;
        if (block.kind == Kind::kCode) paragraph.kind = Paragraph::Kind::kCode;
        paragraph.quote = block.kind == Kind::kQuote;
        paragraph.lines.emplace_back();
        out_.push_back(std::move(paragraph));
    }

    // Items and meters stand close; what explains an item stands under it; a heading holds on to what follows.
    bool apart(const Block& block) {
        const bool explains = block.kind == Kind::kQuote || block.kind == Kind::kCode;
        const bool was_in_item = in_item_;
        in_item_ = block.kind == Kind::kItem || (in_item_ && explains);
        if (*previous_ == Kind::kHeading) return false;
        if (block.kind == Kind::kItem || explains) return !(in_item_ && was_in_item);
        return block.kind != *previous_ || (block.kind != Kind::kMeter && block.kind != Kind::kStatus);
    }

    void add(const Block& block) {
        switch (block.kind) {
            case Kind::kParagraph:
            case Kind::kQuote: put_runs(block, Style::kPlain); break;
            case Kind::kHeading:
            case Kind::kQuestion: put_runs(block, Style::kStrong); break;
            case Kind::kStatus: put_status(block); break;
            case Kind::kCode: put_code(block); break;
            case Kind::kMeter: put(bot::meter_line(block, *labels_), Style::kCode); break;
            case Kind::kItem: {
                const auto sign = bot::plain_line(block.sign);
                put(sign.empty() ? "•" : sign, sign.empty() ? Style::kPlain : Style::kStrong);
                put(" ", Style::kPlain);
                put_runs(block, Style::kPlain);
            }
        }
    }

    // A run's own style wins over its block's.
    void put_runs(const Block& block, Style style) {
        for (const auto& run : block.runs) put(bot::plain(run.text), run.style == Style::kPlain ? style : run.style);
    }

    // The words at its end that stand on buttons as well are left out.
    void put_status(const Block& block) {
        std::string line;
        for (const auto& run : block.runs) line += bot::plain(run.text);
        const auto tail = line.rfind(kStatusGap);
        if (tail != std::string::npos && all_on_buttons(std::string_view(line).substr(tail + kStatusGap.size()))) line.resize(tail);
        put(line, Style::kPlain);
    }

    bool all_on_buttons(std::string_view words) const {
        const auto on_button = [&](std::string_view word) {
            return std::any_of(choices_.begin(), choices_.end(), [&](const bot::Choice& choice) { return is_button(choice) && choice.verb == word; });
        };
        const auto list = bot::split(words, ' ');
        return std::all_of(list.begin(), list.end(), on_button);
    }

    void put_code(const Block& block) {
        std::string code;
        for (const auto& run : block.runs) code += bot::plain(run.text);
        while (code.ends_with('\n')) code.pop_back();
        put(code, Style::kPlain);
    }

    // Into the paragraph's last line; line ends begin new ones.
    void put(std::string_view text, Style style) {
        auto& lines = out_.back().lines;
        for (bool first = true; const auto piece : bot::split(text, '\n')) {
            if (!std::exchange(first, false)) lines.emplace_back();
            if (piece.empty()) continue;
            if (!lines.back().empty() && lines.back().back().style == style) {
                lines.back().back().text += piece;
            } else {
                lines.back().push_back({style, std::string(piece)});
            }
        }
    }

    const std::vector<bot::Choice>& choices_;
    std::vector<Paragraph> out_;
    std::optional<Kind> previous_;
    std::optional<int> labels_;  // columns of the labels of the meters being written
    bool in_item_ = false;
};

// Buttons are no mrkdwn, but nothing on them may look like a call either.
std::string label_of(const bot::Choice& choice) {
    std::string label{bot::trim(bot::plain_line(choice.label))};
    if (label.empty()) label = bot::trim(bot::plain_line(choice.verb));
    for (auto at = label.find('<'); at != std::string::npos; at = label.find('<', at + 1)) label.replace(at, 1, "\u2039");
    return shortened(label, kMaxLabel);
}

std::vector<Button> buttons_of(const std::vector<bot::Choice>& choices) {
    std::vector<Button> out;
    for (const auto& choice : choices) {
        if (!is_button(choice) || out.size() == kMaxButtons) continue;
        auto text = label_of(choice);
        if (text.empty()) continue;
        const auto verb = bot::plain_line(choice.verb);
        auto action = fmt::format("v:{}:{}", bot::utf8_prefix(verb, kMaxVerb), out.size());
        out.push_back({std::move(text), std::move(action), choice.data, choice.opens == bot::Choice::Opens::kPrivate});
    }
    return out;
}

std::string raw_of(const std::vector<Section>& sections) {
    std::string raw;
    for (const auto& section : sections) raw += (raw.empty() ? "" : "\n") + section.raw;
    return raw;
}

// The beginning that takes at most so many units as words().
std::string summary_of(std::string_view raw) {
    std::size_t units = 1;
    std::size_t at = 0;
    while (at < raw.size()) {
        units += most_units(raw, at);
        if (units > kMaxSummary) return words(raw.substr(0, at)) + "…";
        at += bot::character_at(raw, at).bytes;
    }
    return words(raw);
}

Part part_of(std::vector<Section> sections) {
    Part part;
    const auto raw = raw_of(sections);
    part.text = summary_of(raw);
    part.whole = words(raw);
    part.sections = std::move(sections);
    return part;
}

std::vector<Section> sections_of(const bot::Outbound& message) { return sections(Writer(message.choices).paragraphs(message.blocks)); }

}  // namespace

std::vector<Part> render(const bot::Outbound& message) {
    auto buttons = buttons_of(message.choices);
    auto all = sections_of(message);
    if (all.empty() && !buttons.empty()) {
        // Buttons need a text to stand under.
        Paragraph labels;
        for (const auto& button : buttons) labels.lines.push_back({{Style::kPlain, button.text}});
        all = sections({labels});
    }
    std::vector<Part> parts;
    for (auto& one : messages(std::move(all))) parts.push_back(part_of(std::move(one)));
    if (!parts.empty()) parts.back().buttons = std::move(buttons);
    return parts;
}

Page render_page(const bot::Outbound& message) {
    Page page{sections_of(message), buttons_of(message.choices)};
    std::size_t units = 0;
    std::size_t fit = 0;
    while (fit < page.sections.size() && fit < kPageSections) {
        units += bot::utf16_length(page.sections[fit].mrkdwn);
        if (units > kPageUnits) break;
        ++fit;
    }
    page.sections.resize(fit);
    return page;
}

std::string shortened(std::string_view text, std::size_t units) {
    if (bot::utf16_length(text) <= units) return std::string(text);
    std::size_t end = 0;
    for (std::size_t used = 1; end < text.size();) {
        const auto character = bot::character_at(text, end);
        used += character.units;
        if (used > units) break;
        end += character.bytes;
    }
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace adapters::slack
