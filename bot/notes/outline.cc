// Owns the joining of wrapped lines and the nesting by indentation. People indent loosely and leave out blank lines, so where a lazy line stands counts more
// than what CommonMark makes of it.
#include "bot/notes/outline.h"

#include <algorithm>
#include <utility>

#include "bot/base/text.h"

namespace bot::notes {
namespace {

constexpr std::size_t kWrapColumn = 60;  // a line at least this long may have been wrapped by an editor

bool begins_small(std::string_view text) {
    const char c = text.empty() ? '\0' : text.front();
    return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool ends_open(std::string_view text) {
    while (!text.empty() && (text.back() == '*' || text.back() == '_' || text.back() == ')')) text.remove_suffix(1);
    return !text.empty() && std::string_view{".?!:;"}.find(text.back()) == std::string_view::npos;
}

bool begins_numbered(std::string_view text) {
    const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
    return digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')');
}

// Whether a line of the same paragraph is the rest of a wrapped sentence rather than a statement of its own.
bool is_wrapped(const Row& before, const Line& line, const std::vector<Line>& lines) {
    if (!line.goes_on || begins_numbered(line.text) || line.text == "?" || line.text == "??" || line.text.find("::") != std::string::npos) return false;
    if (line.text.starts_with("->") || line.text.starts_with("=>") || line.text.starts_with("\xE2\x86\x92")) return false;
    if (!ends_open(before.text) || (before.item && line.indent <= before.indent && !begins_small(line.text))) return false;
    return begins_small(line.text) || lines[static_cast<std::size_t>(before.last) - 1].text.size() >= kWrapColumn;
}

Row::Kind kind_of(Line::Kind kind) {
    switch (kind) {
        case Line::Kind::kCode:
        case Line::Kind::kFence: return Row::Kind::kCode;
        case Line::Kind::kTable: return Row::Kind::kTable;
        case Line::Kind::kHtml: return Row::Kind::kHtml;
        default: return Row::Kind::kText;
    }
}

// Rows of a passage, flat.
class Rows {
   public:
    explicit Rows(const std::vector<Line>& lines) : lines_{lines} {}

    void take(const Line& line, int number) {
        const auto kind = kind_of(line.kind);
        const bool opens = line.kind == Line::Kind::kFence && !in_fence_;
        if (line.kind == Line::Kind::kFence) in_fence_ = !in_fence_;
        const bool same = !blank_ && !rows_.empty() && rows_.back().kind == kind && rows_.back().last + 1 == number;
        if (kind != Row::Kind::kText && same && !opens) {
            rows_.back().text += "\n" + line.raw;
            rows_.back().last = number;
        } else if (kind == Row::Kind::kText && same && is_wrapped(rows_.back(), line, lines_)) {
            rows_.back().text += " " + line.text;
            rows_.back().last = number;
        } else {
            rows_.push_back({kind, number, number, line.indent, line.item, line.ordered, blank_, kind == Row::Kind::kText ? line.text : line.raw, {}});
        }
        blank_ = false;
    }
    void blank() { blank_ = true; }
    std::vector<Row> finish() {
        in_fence_ = false;
        blank_ = true;
        return std::exchange(rows_, {});
    }

   private:
    const std::vector<Line>& lines_;
    std::vector<Row> rows_;
    bool blank_ = true;
    bool in_fence_ = false;
};

// Whether row belongs below parent. "the same:" in front of a list at its own indent is the list's heading.
bool is_below(const Row& row, const Row& parent) {
    if (row.indent > parent.indent) return parent.kind == Row::Kind::kText;
    return row.indent == parent.indent && row.item && !parent.item && parent.kind == Row::Kind::kText && parent.text.ends_with(':');
}

std::vector<Row> nested(std::vector<Row> flat) {
    std::vector<Row> top;
    std::vector<Row> open;  // the path to the row that was read last
    const auto close = [&] {
        auto done = std::move(open.back());
        open.pop_back();
        (open.empty() ? top : open.back().below).push_back(std::move(done));
    };
    for (auto& row : flat) {
        while (!open.empty() && !is_below(row, open.back())) close();
        open.push_back(std::move(row));
    }
    while (!open.empty()) close();
    return top;
}

}  // namespace

std::vector<Passage> outline(const std::vector<Line>& lines) {
    std::vector<Passage> passages(1);
    Rows rows{lines};
    bool heading = false;  // the line before is one
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        const int number = static_cast<int>(i) + 1;
        const bool goes_on = heading && line.kind == Line::Kind::kHeading && !line.raw.empty() && line.raw[line.raw.find_first_not_of(" \t>")] != '#' &&
                             lines[i - 1].level == line.level && !trim(lines[i - 1].raw).starts_with('#');
        heading = line.kind == Line::Kind::kHeading;
        switch (line.kind) {
            case Line::Kind::kHeading:
                if (goes_on) {
                    passages.back().title += " " + line.text;  // an underlined heading of several lines
                    break;
                }
                passages.back().rows = nested(rows.finish());
                passages.push_back({line.level, number, line.text, {}});
                break;
            case Line::Kind::kBlank:
            case Line::Kind::kRule: rows.blank(); break;
            case Line::Kind::kFrontMatter:
            case Line::Kind::kOther: break;
            default: rows.take(line, number);
        }
    }
    passages.back().rows = nested(rows.finish());
    return passages;
}

}  // namespace bot::notes
