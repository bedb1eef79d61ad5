// Owns what split.h promises.
#include "adapters/slack/split.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "bot/base/utf16.h"

namespace adapters::slack {
namespace {

using Kind = Paragraph::Kind;

constexpr std::string_view kFence = "```";
constexpr std::size_t kFences = 8;      // units of both, with their line ends
constexpr std::size_t kQuoteUnits = 2;  // of its sign

// Where a line is cut: before this byte of this run.
struct Spot {
    std::size_t run = 0;
    std::size_t byte = 0;
};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string raw_of(const Line& line) {
    std::string text;
    for (const auto& run : line) text += run.text;
    return text;
}

bool is_empty(const Line& line) {
    const auto blank = [](const bot::Run& run) { return std::all_of(run.text.begin(), run.text.end(), is_blank); };
    return std::all_of(line.begin(), line.end(), blank);
}

// The part of the line behind the spot is left in it, the part before is returned.
Line take_until(Line& line, Spot spot) {
    Line head(line.begin(), line.begin() + std::ptrdiff_t(spot.run));
    line.erase(line.begin(), line.begin() + std::ptrdiff_t(spot.run));
    if (spot.byte > 0) {
        head.push_back({line.front().style, line.front().text.substr(0, spot.byte)});
        line.front().text.erase(0, spot.byte);
    }
    return head;
}

void trim_front(Line& line) {
    while (!line.empty()) {
        auto& text = line.front().text;
        text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
        if (!text.empty()) return;
        line.erase(line.begin());
    }
}

// A run beyond the last means that all of it has room.
Spot cut_of(const Line& line, std::size_t units) {
    std::size_t used = 0;
    std::size_t after_word = 0;  // units up to the last blank
    Spot word{};
    for (std::size_t run = 0; run < line.size(); ++run) {
        const auto& text = line[run].text;
        used += kMostOfRun;
        for (std::size_t at = 0; at < text.size(); at += bot::character_at(text, at).bytes) {
            used += most_units(text, at);
            const bool first = run == 0 && at == 0;
            const bool near = after_word >= units / 2 && (word.run > 0 || word.byte > 0);
            if (used > units && !first) return near ? word : Spot{run, at};
            if (is_blank(text[at])) {
                word = {run, at};
                after_word = used;
            }
        }
    }
    return {line.size(), 0};
}

// Sections in the making.
class Packer {
   public:
    explicit Packer(const SplitLimits& limits) : limits_(limits) {}

    void add(const Paragraph& paragraph) {
        const bool small = paragraph.kind == Kind::kSmall;
        if (paragraph.kind == Kind::kCode || small != small_) flush();
        small_ = small;
        const bool code = paragraph.kind == Kind::kCode;
        std::vector<Written> lines;
        for (const auto& line : paragraph.lines) code ? write_code(lines, line) : write_text(lines, line, paragraph.quote);
        if (code) return put_code(lines);
        std::size_t whole = paragraph.apart ? 2 : 1;
        for (const auto& line : lines) whole += line.units + 1;
        if (units_ + whole > limits_.section && whole <= limits_.section) flush();
        bool apart = paragraph.apart;
        for (const auto& line : lines) put(line, std::exchange(apart, false));
    }

    std::vector<Section> done() {
        flush();
        return std::move(out_);
    }

   private:
    struct Written {
        std::string mrkdwn;
        std::string raw;
        std::size_t units = 0;
    };

    void write_text(std::vector<Written>& out, const Line& line, bool quote) const {
        for (const auto& piece : fold(line, limits_.section - kQuoteUnits)) {
            auto text = mrkdwn(piece, quote);
            const auto units = bot::utf16_length(text);
            out.push_back({std::move(text), raw_of(piece), units});
        }
    }

    void write_code(std::vector<Written>& out, const Line& line) const {
        auto rest = raw_of(line);
        do {
            std::size_t at = 0;
            for (std::size_t units = kFences; at < rest.size(); at += bot::character_at(rest, at).bytes) {
                units += most_units(rest, at);
                if (units > limits_.section && at > 0) break;
            }
            auto text = fenced(std::string_view(rest).substr(0, at));
            const auto units = bot::utf16_length(text);
            out.push_back({std::move(text), rest.substr(0, at), units});
            rest.erase(0, at);
        } while (!rest.empty());
    }

    // Lines without words wait for one with words: a section neither begins nor ends with them.
    void put(const Written& line, bool apart) {
        const bool blank = line.raw.find_first_not_of(" \t") == std::string::npos;
        if (now_.raw.empty() && blank) return;
        if (!now_.raw.empty() && !blank && units_ + line.units + 2 > limits_.section) flush();
        const std::string_view gap = now_.raw.empty() ? "" : apart ? "\n\n" : "\n";
        units_ += gap.size() + line.units;
        (blank ? waiting_ : now_.mrkdwn.append(std::exchange(waiting_, {}))).append(gap).append(line.mrkdwn);
        if (!blank) now_.raw.append(gap).append(line.raw);
    }

    void put_code(const std::vector<Written>& lines) {
        const auto close = [&] {
            if (!now_.raw.empty()) now_.mrkdwn = std::string(kFence) + "\n" + now_.mrkdwn + "\n" + std::string(kFence);
            flush();
        };
        for (const auto& line : lines) {
            if (!now_.mrkdwn.empty() && units_ + line.units + 1 + kFences > limits_.section) close();
            const std::string_view gap = now_.mrkdwn.empty() ? "" : "\n";
            now_.mrkdwn.append(gap).append(line.mrkdwn);
            now_.raw.append(gap).append(line.raw);
            units_ += gap.size() + line.units;
        }
        close();
    }

    void flush() {
        units_ = 0;
        waiting_.clear();
        Section section = std::exchange(now_, {});
        section.small = small_;
        if (section.raw.find_first_not_of(" \t\n") == std::string::npos) return;
        section.mrkdwn.resize(section.mrkdwn.find_last_not_of(" \t\n") + 1);
        section.raw.resize(section.raw.find_last_not_of(" \t\n") + 1);
        out_.push_back(std::move(section));
    }

    SplitLimits limits_;
    std::vector<Section> out_;
    Section now_;
    std::string waiting_;
    std::size_t units_ = 0;  // of now_ and waiting_
    bool small_ = false;
};

}  // namespace

std::vector<Line> fold(const Line& line, std::size_t units) {
    std::vector<Line> out;
    for (Line rest = line;;) {
        const auto spot = cut_of(rest, units);
        if (spot.run == rest.size()) {
            if (out.empty() || !is_empty(rest)) out.push_back(std::move(rest));
            return out;
        }
        out.push_back(take_until(rest, spot));
        trim_front(rest);
    }
}

std::vector<Section> sections(const std::vector<Paragraph>& paragraphs, const SplitLimits& limits) {
    Packer packer(limits);
    for (const auto& paragraph : paragraphs) packer.add(paragraph);
    return packer.done();
}

std::vector<std::vector<Section>> messages(std::vector<Section> sections, const SplitLimits& limits) {
    std::vector<std::vector<Section>> out;
    std::size_t units = 0;
    for (auto& section : sections) {
        const auto size = bot::utf16_length(section.mrkdwn);
        if (out.empty() || out.back().size() == limits.blocks || units + size > limits.message) {
            out.emplace_back();
            units = 0;
        }
        units += size;
        out.back().push_back(std::move(section));
    }
    return out;
}

}  // namespace adapters::slack
