// Owns what format.h promises: one function per kind of block, and the rule for the empty lines between them.
#include "adapters/telegram/format.h"

#include <algorithm>
#include <optional>

#include "adapters/telegram/html.h"
#include "adapters/telegram/split.h"
#include "bot/base/meter.h"
#include "bot/base/plain.h"
#include "bot/base/text.h"
#include "bot/base/utf16.h"

namespace adapters::telegram {
namespace {

using bot::Block;
using bot::Style;
using Kind = bot::Block::Kind;

constexpr std::size_t kMaxToast = 200;
constexpr std::string_view kStatusGap = " \u00B7 ";
constexpr std::string_view kWordJoiner = "\xE2\x81\xA0";  // U+2060: not seen, but it stops "@name" from being a mention

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// bot::plain, which most texts pass unchanged: those in ASCII without controls.
std::string plain_of(std::string_view text) {
    const auto is_usual = [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; };
    return std::all_of(text.begin(), text.end(), is_usual) ? std::string(text) : bot::plain(text);
}

// Writes blocks as a flow.
class Writer {
   public:
    Writer(const Surroundings& surroundings, const std::vector<bot::Choice>& choices) : surroundings_(surroundings), choices_(choices) {}

    void add(const std::vector<Block>& blocks) {
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            const auto& block = blocks[i];
            if (block.runs.empty() && block.kind != Kind::kMeter) continue;
            if (block.kind == Kind::kMeter && !labels_) labels_ = bot::meter_label_columns(blocks, i);
            if (block.kind != Kind::kMeter) labels_.reset();
            if (previous_) put(apart(block) ? "\n\n" : "\n", {});
            add(block);
            previous_ = block.kind;
        }
    }

    void add_commands(const std::string& line) {
        if (line.empty()) return;
        if (previous_) put("\n\n", {});
        put(line, {});
        previous_ = Kind::kParagraph;
    }

    Flow flow() { return std::move(flow_); }

   private:
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
        if (!previous_) in_item_ = block.kind == Kind::kItem;
        switch (block.kind) {
            case Kind::kParagraph: put_runs(block, {}); break;
            case Kind::kHeading:
            case Kind::kQuestion: put_runs(block, {Style::kStrong, Container::kNone}); break;
            case Kind::kStatus: put_status(block); break;
            case Kind::kQuote: put_runs(block, {Style::kPlain, Container::kQuote}); break;
            case Kind::kCode: put_code(block); break;
            case Kind::kMeter: put(bot::meter_line(block, *labels_), {Style::kCode, Container::kNone}); break;
            case Kind::kItem: {
                const auto sign = bot::plain_line(block.sign);
                put(sign.empty() ? "•" : sign, {sign.empty() ? Style::kPlain : Style::kStrong, Container::kNone});
                put(" ", {});
                put_runs(block, {});
            }
        }
    }

    // A run's own style wins over its block's.
    void put_runs(const Block& block, Look look) {
        for (const auto& run : block.runs)
            put(safe(run.text, run.style == Style::kCode), {run.style == Style::kPlain ? look.style : run.style, look.container});
    }

    // The words at its end that stand on buttons as well are left out.
    void put_status(const Block& block) {
        std::string line;
        for (const auto& run : block.runs) line += safe(run.text, false);
        const auto tail = line.rfind(kStatusGap);
        if (tail != std::string::npos && all_on_buttons(std::string_view(line).substr(tail + kStatusGap.size()))) line.resize(tail);
        put(line, {Style::kEmphasis, Container::kNone});
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
        for (const auto& run : block.runs) code += plain_of(run.text);
        while (code.ends_with('\n')) code.pop_back();
        put(code, {Style::kPlain, Container::kPre});
    }

    std::string safe(std::string_view text, bool code) const {
        std::string out = plain_of(text);
        return surroundings_.group && !code && out.find('@') != std::string::npos ? without_calls(out) : out;
    }

    // "@name" would call the person of that name; what somebody typed must not do that through us.
    std::string without_calls(std::string_view text) const {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            out += text[i];
            if (text[i] != '@' || i + 1 == text.size() || !is_word(text[i + 1])) continue;
            std::size_t end = i + 1;
            while (end < text.size() && is_word(text[end])) ++end;
            if (surroundings_.username.empty() || bot::to_lower_ascii(text.substr(i + 1, end - i - 1)) != surroundings_.username) out += kWordJoiner;
        }
        return out;
    }

    void put(std::string_view text, Look look) {
        if (text.empty()) return;
        if (!flow_.empty() && flow_.back().look == look) {
            flow_.back().text += text;
        } else {
            flow_.push_back({std::string(text), look});
        }
    }

    Surroundings surroundings_;
    const std::vector<bot::Choice>& choices_;
    Flow flow_;
    std::optional<Kind> previous_;
    std::optional<int> labels_;  // columns of the labels of the meters being written
    bool in_item_ = false;
};

}  // namespace

Rendered render(const bot::Outbound& message, const Surroundings& surroundings) {
    Rendered rendered;
    rendered.keyboard = keyboard_of(message.choices, surroundings.group, surroundings.username);
    Writer writer(surroundings, message.choices);
    writer.add(message.blocks);
    writer.add_commands(command_line(message.choices));
    auto flows = split(writer.flow());
    if (flows.empty() && !rendered.keyboard.empty()) {
        // Buttons need a text to stand under.
        std::string labels;
        for (const auto& row : rendered.keyboard) {
            for (const auto& button : row) labels += (labels.empty() ? "" : " · ") + button.text;
        }
        flows = split({{labels, {}}});
    }
    for (const auto& flow : flows) rendered.parts.push_back({html(flow), plain_text(flow)});
    return rendered;
}

std::string toast(const bot::Outbound& message) {
    std::string text;
    for (const auto& block : message.blocks) {
        std::string line;
        for (const auto& run : block.runs) line += bot::plain_line(run.text);
        if (!line.empty()) text += (text.empty() ? "" : " ") + line;
    }
    if (bot::utf16_length(text) <= kMaxToast) return text;
    std::size_t end = 0;
    for (std::size_t units = 0; units < kMaxToast - 1;) {
        const auto character = bot::character_at(text, end);
        units += character.units;
        if (units < kMaxToast) end += character.bytes;
    }
    return text.substr(0, end) + "…";
}

}  // namespace adapters::telegram
