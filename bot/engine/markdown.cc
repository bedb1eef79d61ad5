// Owns the line reader and the inline reader of authors' Markdown.
#include "bot/engine/markdown.h"

#include <algorithm>
#include <cctype>

#include "bot/base/text.h"

namespace bot::engine {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }

class Inline {
   public:
    explicit Inline(std::string_view text) : text_(text) {}

    std::vector<Run> runs() {
        while (at_ < text_.size()) {
            if (take_code() || take_link() || take_styled("**", Style::kStrong) || take_styled("*", Style::kEmphasis) || take_styled("_", Style::kEmphasis))
                continue;
            if (text_[at_] == '\\' && at_ + 1 < text_.size() && std::ispunct(static_cast<unsigned char>(text_[at_ + 1]))) ++at_;
            const auto next = std::min(text_.find_first_of("`[*_\\", at_ + 1), text_.size());
            append(Style::kPlain, text_.substr(at_, next - at_));
            at_ = next;
        }
        return std::move(runs_);
    }

   private:
    bool take_code() {
        if (text_[at_] != '`') return false;
        const auto open = text_.find_first_not_of('`', at_);
        if (open == std::string_view::npos) return false;
        const auto mark = text_.substr(at_, open - at_);
        const auto close = text_.find(mark, open);
        if (close == std::string_view::npos) return false;
        append(Style::kCode, mark.size() > 1 ? trim(text_.substr(open, close - open)) : text_.substr(open, close - open));
        at_ = close + mark.size();
        return true;
    }

    bool take_link() {
        if (text_[at_] != '[') return false;
        const auto middle = text_.find("](", at_);
        if (middle == std::string_view::npos || text_.substr(at_ + 1, middle - at_ - 1).find('[') != std::string_view::npos) return false;
        const auto close = text_.find(')', middle);
        if (close == std::string_view::npos) return false;
        const auto label = text_.substr(at_ + 1, middle - at_ - 1);
        const auto url = text_.substr(middle + 2, close - middle - 2);
        append(Style::kPlain, label);
        if (url != label) append(Style::kPlain, " (" + std::string{url} + ")");
        at_ = close + 1;
        return true;
    }

    // A mark opens before a non-space and closes after one; '_' only at the edge of a word, so that snake_case stays whole.
    bool take_styled(std::string_view mark, Style style) {
        if (!text_.substr(at_).starts_with(mark)) return false;
        const auto begin = at_ + mark.size();
        const auto end = text_.find(mark, begin + 1);
        if (end == std::string_view::npos || text_[begin] == ' ' || text_[end - 1] == ' ') return false;
        const bool inside_word = (at_ > 0 && is_word(text_[at_ - 1])) || (end + mark.size() < text_.size() && is_word(text_[end + mark.size()]));
        if (mark == "_" && inside_word) return false;
        append(style, text_.substr(begin, end - begin));
        at_ = end + mark.size();
        return true;
    }

    void append(Style style, std::string_view text) {
        if (text.empty()) return;
        if (runs_.empty() || runs_.back().style != style) runs_.push_back({style, {}});
        runs_.back().text += text;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<Run> runs_;
};

// The bullet of a list line ("-" gives "", "2." gives "2.") and where its text starts; 0 = no list line.
std::size_t list_marker(std::string_view line, std::string& sign) {
    sign.clear();
    if (line.size() > 2 && (line[0] == '-' || line[0] == '*' || line[0] == '+') && line[1] == ' ') return 2;
    std::size_t digits = 0;
    while (digits < line.size() && digits < 3 && std::isdigit(static_cast<unsigned char>(line[digits]))) ++digits;
    if (digits == 0 || line.size() < digits + 2 || (line[digits] != '.' && line[digits] != ')') || line[digits + 1] != ' ') return 0;
    sign = std::string{line.substr(0, digits)} + ".";
    return digits + 2;
}

class Lines {
   public:
    std::vector<Block> read(std::string_view text) {
        for (auto line : split(text, '\n')) {
            if (line.ends_with('\r')) line.remove_suffix(1);
            take(line);
        }
        flush();
        return std::move(blocks_);
    }

   private:
    void take(std::string_view line) {
        const auto bare = trim(line);
        if (bare.starts_with("```") || bare.starts_with("~~~")) {
            const bool was_fence = fence_;
            flush();
            fence_ = !was_fence;
            if (fence_) {
                pending_.kind = Block::Kind::kCode;
                open_ = true;
            }
            return;
        }
        if (fence_) {
            text_ += text_.empty() && !code_started_ ? "" : "\n";
            code_started_ = true;
            text_ += line;
            return;
        }
        if (bare.empty()) return flush();
        std::string sign;
        if (const auto heading = bare.find_first_not_of('#'); bare[0] == '#' && heading != std::string_view::npos && heading <= 6 && bare[heading] == ' ') {
            start(Block::Kind::kHeading, bare.substr(heading + 1));
            flush();
        } else if (const auto marker = list_marker(bare, sign)) {
            start(Block::Kind::kItem, bare.substr(marker));
            pending_.sign = sign;
        } else if (bare[0] == '>') {
            const auto quoted = trim(bare.substr(1));
            if (open_ && pending_.kind == Block::Kind::kQuote) {
                join(quoted);
            } else {
                start(Block::Kind::kQuote, quoted);
            }
        } else if (!open_) {
            start(Block::Kind::kParagraph, bare);
        } else {
            join(bare);
        }
    }

    void start(Block::Kind kind, std::string_view text) {
        flush();
        pending_.kind = kind;
        open_ = true;
        text_ = text;
    }

    void join(std::string_view text) {
        text_ += ' ';
        text_ += text;
    }

    void flush() {
        if (open_ && !text_.empty()) {
            if (pending_.kind == Block::Kind::kCode) {
                pending_.runs = {{Style::kPlain, text_}};
            } else {
                pending_.runs = markdown_runs(text_);
            }
            blocks_.push_back(std::move(pending_));
        }
        pending_ = {};
        text_.clear();
        open_ = fence_ = code_started_ = false;
    }

    std::vector<Block> blocks_;
    Block pending_;
    std::string text_;
    bool open_ = false;
    bool fence_ = false;
    bool code_started_ = false;
};

}  // namespace

std::vector<Run> markdown_runs(std::string_view text) { return Inline{text}.runs(); }

std::vector<Block> markdown_blocks(std::string_view text) { return Lines{}.read(text); }

}  // namespace bot::engine
