// Owns the walk over cmark's tree. Blocks are taken from the tree, the text of a line from the file: so no line can get lost on the way.
#include "bot/notes/markdown.h"

#include <cmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "bot/base/text.h"

namespace bot::notes {
namespace {

struct FreeNode {
    void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct FreeIter {
    void operator()(cmark_iter* iter) const { cmark_iter_free(iter); }
};
using Tree = std::unique_ptr<cmark_node, FreeNode>;
using Walk = std::unique_ptr<cmark_iter, FreeIter>;

constexpr int kTabStop = 4;
constexpr int kMaxIndent = 256;  // deeper is read as this deep

Tree parse(std::string_view text) { return Tree{cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT)}; }

struct Indent {
    int columns = 0;
    std::size_t bytes = 0;
};
Indent indent_of(std::string_view line) {
    Indent indent;
    for (const char c : line) {
        if (c != ' ' && c != '\t') break;
        indent.columns += c == '\t' ? kTabStop - indent.columns % kTabStop : 1;
        ++indent.bytes;
    }
    return indent;
}

// The bytes of a bullet or number with the white space behind it; 0 if there is none.
std::size_t bullet_bytes(std::string_view text, bool& ordered) {
    std::size_t at = 0;
    while (at < text.size() && at < 9 && text[at] >= '0' && text[at] <= '9') ++at;
    ordered = at > 0;
    const auto mark = at < text.size() ? text[at] : '\0';
    if (ordered ? mark != '.' && mark != ')' : mark != '-' && mark != '*' && mark != '+') return 0;
    ++at;
    if (at < text.size() && text[at] != ' ' && text[at] != '\t') return 0;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    return at;
}

int containers_before(std::string_view line) {
    int count = 0;
    for (;;) {
        line.remove_prefix(indent_of(line).bytes);
        bool ordered = false;
        const auto bullet = bullet_bytes(line, ordered);
        if (line.starts_with('>')) {
            line.remove_prefix(1);
        } else if (bullet > 0) {
            line.remove_prefix(bullet);
        } else {
            return count;
        }
        ++count;
    }
}

tl::unexpected<Error> refuse(std::size_t line, std::string_view what) {
    return fail(Code::kInvalidInput, line == 0 ? std::string(what) : fmt::format("line {} {}", line, what));
}

Result<std::vector<std::string>> cut_lines(std::string_view file) {
    if (file.size() > kMaxNotesBytes) return refuse(0, fmt::format("the notes are larger than {} MiB; split them", kMaxNotesBytes >> 20));
    if (file.starts_with("\xEF\xBB\xBF")) file.remove_prefix(3);
    std::vector<std::string> lines(1);
    for (std::size_t i = 0; i < file.size(); ++i) {
        const char c = file[i];
        if (c == '\r' && i + 1 < file.size() && file[i + 1] == '\n') continue;
        if (c == '\n' || c == '\r') {
            lines.emplace_back();
        } else {
            lines.back() += c;
        }
    }
    if (lines.back().empty()) lines.pop_back();
    if (lines.size() > kMaxLines) return refuse(0, fmt::format("the notes have more than {} lines; split them", kMaxLines));
    std::size_t block = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].find('\0') != std::string::npos) return refuse(i + 1, "holds a NUL byte: the file is no text; save it as UTF-8");
        if (!is_utf8(lines[i])) return refuse(i + 1, "is not UTF-8; save the file as UTF-8");
        if (lines[i].size() > kMaxLineBytes) return refuse(i + 1, fmt::format("is longer than {} KiB; break it up", kMaxLineBytes >> 10));
        if (containers_before(lines[i]) > kMaxNesting) return refuse(i + 1, fmt::format("is nested more than {} deep; flatten it", kMaxNesting));
        bool ordered = false;
        const bool starts = trim(lines[i]).empty() || bullet_bytes(trim(lines[i]), ordered) > 0;
        block = starts ? 0 : block + lines[i].size();
        if (block > kMaxBlockBytes) return refuse(i + 1, fmt::format("ends a paragraph of more than {} KiB; break it up", kMaxBlockBytes >> 10));
    }
    return lines;
}

// The line behind "---" that ends the front matter; 0 if there is none.
std::size_t front_matter_end(const std::vector<std::string>& lines) {
    if (lines.empty() || trim(lines[0]) != "---") return 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (trim(lines[i]) == "---" || trim(lines[i]) == "...") return i + 1;
    }
    return 0;
}

// What cmark says of a line.
struct Seen {
    Line::Kind kind = Line::Kind::kOther;
    int level = 0;
    int items = 0;   // list items that begin here
    int quotes = 0;  // block quotes around it
    bool first = true;
};

void see(cmark_node* node, std::vector<Seen>& seen) {
    const auto begin = static_cast<std::size_t>(std::max(1, cmark_node_get_start_line(node))) - 1;
    const auto end = std::min(seen.size(), static_cast<std::size_t>(std::max(0, cmark_node_get_end_line(node))));
    const auto set = [&](Line::Kind kind) {
        for (auto i = begin; i < end; ++i) {
            seen[i].kind = kind;
            seen[i].first = i == begin;
        }
    };
    switch (cmark_node_get_type(node)) {
        case CMARK_NODE_ITEM:
            if (begin < seen.size()) ++seen[begin].items;
            break;
        case CMARK_NODE_BLOCK_QUOTE:
            for (auto i = begin; i < end; ++i) ++seen[i].quotes;
            break;
        case CMARK_NODE_HEADING:
            set(Line::Kind::kHeading);
            for (auto i = begin; i < end; ++i) seen[i].level = cmark_node_get_heading_level(node);
            break;
        case CMARK_NODE_PARAGRAPH: set(Line::Kind::kText); break;
        case CMARK_NODE_CODE_BLOCK: set(Line::Kind::kCode); break;
        case CMARK_NODE_HTML_BLOCK: set(Line::Kind::kHtml); break;
        case CMARK_NODE_THEMATIC_BREAK: set(Line::Kind::kRule); break;
        default: break;
    }
}

bool is_block(cmark_node_type type) { return type >= CMARK_NODE_FIRST_BLOCK && type <= CMARK_NODE_LAST_BLOCK; }

std::vector<Seen> look(const std::vector<std::string>& lines, std::size_t skip) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto indent = indent_of(lines[i]);
        if (i >= skip) text += indent.columns > kMaxIndent ? std::string(kMaxIndent, ' ') + lines[i].substr(indent.bytes) : lines[i];
        text += '\n';
    }
    std::vector<Seen> seen(lines.size());
    const auto tree = parse(text);
    const Walk walk{cmark_iter_new(tree.get())};
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(walk.get())) {
        auto* node = cmark_iter_get_node(walk.get());
        if (event == CMARK_EVENT_ENTER && is_block(cmark_node_get_type(node))) see(node, seen);
    }
    return seen;
}

// Takes quote marks and bullets off the front of a line.
void strip_containers(Line& line, const Seen& seen) {
    std::string_view rest = line.raw;
    auto indent = indent_of(rest);
    for (int i = 0; i < seen.quotes; ++i) {
        if (!rest.substr(indent.bytes).starts_with('>')) break;
        rest.remove_prefix(indent.bytes + 1);
        if (rest.starts_with(' ')) rest.remove_prefix(1);
        indent = indent_of(rest);
    }
    line.indent = std::min(kMaxIndent, indent.columns);
    rest.remove_prefix(indent.bytes);
    for (int i = 0; i < seen.items; ++i) {
        bool ordered = false;
        const auto bytes = bullet_bytes(rest, ordered);
        if (bytes == 0) break;
        line.item = true;
        line.ordered = ordered;
        rest.remove_prefix(bytes);
    }
    line.text = trim(rest);
}

bool is_fence(std::string_view text) { return text.starts_with("```") || text.starts_with("~~~"); }

bool is_underline(std::string_view text) { return !text.empty() && (text.find_first_not_of('=') == text.npos || text.find_first_not_of('-') == text.npos); }

void strip_heading(Line& line, const Seen& seen) {
    line.level = seen.level;
    std::string_view rest = line.text;
    if (is_underline(rest) && !seen.first) {
        line.kind = Line::Kind::kRule;
        return;
    }
    if (!rest.starts_with('#')) return;
    rest.remove_prefix(std::min(rest.find_first_not_of('#'), rest.size()));
    rest = trim(rest);
    const auto closing = rest.find_last_not_of('#');
    if (closing == rest.npos) {
        rest = {};
    } else if (closing + 1 < rest.size() && rest[closing] == ' ') {
        rest = trim(rest.substr(0, closing));
    }
    line.text = std::string(rest);
}

// A list four columns in is code to Markdown and a list to the people who keep notes.
void unless_list(Line& line) {
    bool ordered = false;
    const auto bytes = bullet_bytes(line.text, ordered);
    if (line.indent < kTabStop || bytes == 0 || bytes == line.text.size()) return;
    line.kind = Line::Kind::kText;
    line.item = true;
    line.ordered = ordered;
    line.text = line.text.substr(bytes);
}

}  // namespace

Result<std::vector<Line>> read_markdown(std::string_view file) {
    auto cut = cut_lines(file);
    if (!cut) return tl::unexpected(cut.error());
    const auto matter = front_matter_end(*cut);
    const auto seen = look(*cut, matter);
    std::vector<Line> lines(cut->size());
    bool fenced = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto& line = lines[i];
        line.raw = std::move((*cut)[i]);
        const bool code = i >= matter && seen[i].kind == Line::Kind::kCode;
        if (!code) fenced = false;
        if (i < matter) {
            line.kind = Line::Kind::kFrontMatter;
            line.text = trim(line.raw);
            continue;
        }
        if (trim(line.raw).empty()) {
            line.kind = code && fenced ? Line::Kind::kCode : Line::Kind::kBlank;
            continue;
        }
        line.kind = seen[i].kind;
        strip_containers(line, seen[i]);
        if (code) {
            if (seen[i].first) fenced = is_fence(line.text);
            const bool last = i + 1 == lines.size() || seen[i + 1].kind != Line::Kind::kCode || seen[i + 1].first;
            if (fenced && is_fence(line.text) && (seen[i].first || last)) line.kind = Line::Kind::kFence;
            if (!fenced) unless_list(line);
            continue;
        }
        line.goes_on = line.kind == Line::Kind::kText && !seen[i].first && !line.item;
        if (line.kind == Line::Kind::kHeading) strip_heading(line, seen[i]);
        if (line.kind == Line::Kind::kText && line.text.size() > 1 && line.text.front() == '|') line.kind = Line::Kind::kTable;
        if (line.kind == Line::Kind::kOther && line.item && line.text.empty()) line.kind = Line::Kind::kRule;  // a bullet with nothing behind it
    }
    return lines;
}

namespace {

// Collects the leaves of an inline tree.
class Leaves {
   public:
    void enter(cmark_node* node) {
        switch (cmark_node_get_type(node)) {
            case CMARK_NODE_TEXT: put(literal(node)); break;
            case CMARK_NODE_CODE: put_code(literal(node)); break;
            case CMARK_NODE_SOFTBREAK:
            case CMARK_NODE_LINEBREAK: put(" "); break;
            case CMARK_NODE_HTML_INLINE: put(literal(node).starts_with("<br") ? " " : literal(node)); break;
            case CMARK_NODE_STRONG: bold_.push_back(out_.plain.size()); break;
            case CMARK_NODE_IMAGE: out_.image = true; [[fallthrough]];
            case CMARK_NODE_LINK: link_.push_back(out_.plain.size()); break;
            default: break;
        }
    }
    void leave(cmark_node* node) {
        const auto type = cmark_node_get_type(node);
        if (type == CMARK_NODE_STRONG && !bold_.empty()) {
            if (bold_.back() < out_.plain.size()) out_.spans.push_back({bold_.back(), out_.plain.size(), false});
            bold_.pop_back();
        }
        if ((type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) && !link_.empty()) {
            const char* url = cmark_node_get_url(node);
            out_.links.push_back({out_.plain.substr(link_.back()), url != nullptr ? url : "", type == CMARK_NODE_IMAGE});
            link_.pop_back();
        }
    }
    Inline take() { return std::move(out_); }

   private:
    static std::string_view literal(cmark_node* node) {
        const char* text = cmark_node_get_literal(node);
        return text != nullptr ? text : "";
    }
    void put(std::string_view text) {
        out_.plain += text;
        out_.marked += text;
    }
    void put_code(std::string_view text) {
        out_.spans.push_back({out_.plain.size(), out_.plain.size() + text.size(), true});
        out_.plain += text;
        out_.marked += fmt::format("`{}`", text);
    }
    Inline out_;
    std::vector<std::size_t> bold_;
    std::vector<std::size_t> link_;
};

constexpr std::string_view kStart = "x ";  // keeps the line a paragraph, whatever it begins with

bool all_in_italics(cmark_node* paragraph) {
    auto* first = cmark_node_first_child(paragraph);
    auto* second = first != nullptr ? cmark_node_next(first) : nullptr;
    return second != nullptr && cmark_node_get_type(second) == CMARK_NODE_EMPH && cmark_node_next(second) == nullptr && cmark_node_get_literal(first) == kStart;
}

}  // namespace

Inline read_inline(std::string_view text) {
    const auto tree = parse(fmt::format("{}{}", kStart, text));
    Leaves leaves;
    const Walk walk{cmark_iter_new(tree.get())};
    for (auto event = cmark_iter_next(walk.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(walk.get())) {
        auto* node = cmark_iter_get_node(walk.get());
        if (event == CMARK_EVENT_ENTER) leaves.enter(node);
        if (event == CMARK_EVENT_EXIT) leaves.leave(node);
    }
    auto out = leaves.take();
    const auto drop = std::min(kStart.size(), out.plain.size());
    out.plain.erase(0, drop);
    out.marked.erase(0, drop);
    for (auto& span : out.spans) {
        span.begin -= std::min(drop, span.begin);
        span.end -= std::min(drop, span.end);
    }
    if (auto* paragraph = cmark_node_first_child(tree.get())) out.aside = all_in_italics(paragraph);
    return out;
}

}  // namespace bot::notes
