// Owns what wrap.h promises: text -> characters with their marks -> units that stay together -> lines.
#include "adapters/console/wrap.h"

#include <string_view>

#include "bot/base/text.h"

namespace adapters::console {
namespace {

// One character with its combining marks and what is joined to it.
struct Glyph {
    std::string_view text;
    int width = 0;
    int look = 0;
    bool space = false;
    bool newline = false;
};

std::size_t size_at(std::string_view text, std::size_t i) {
    std::size_t size = 1;
    while (i + size < text.size() && (static_cast<unsigned char>(text[i + size]) & 0xC0) == 0x80) ++size;
    return size;
}

constexpr std::string_view kJoiner = "\xE2\x80\x8D";  // U+200D

bool is_flag_half(std::string_view character) { return character.starts_with("\xF0\x9F\x87") && character.size() == 4; }  // U+1F1C0..1F1FF

std::vector<Glyph> glyphs_of(const std::vector<Piece>& pieces) {
    std::vector<Glyph> glyphs;
    for (const auto& piece : pieces) {
        const std::string_view text = piece.text;
        for (std::size_t i = 0; i < text.size();) {
            const std::size_t begin = i;
            i += size_at(text, i);
            Glyph glyph{text.substr(begin, i - begin), bot::display_width(text.substr(begin, i - begin)), piece.look, false, false};
            glyph.newline = glyph.text == "\n";
            glyph.space = glyph.newline || glyph.text == " " || glyph.text == "\t";
            bool paired = !is_flag_half(glyph.text);
            while (!glyph.space && i < text.size() && text[i] != '\n' && text[i] != '\t') {
                const auto next = text.substr(i, size_at(text, i));
                const bool joined = glyph.text.ends_with(kJoiner);
                const bool flag = !paired && is_flag_half(next);
                const int width = bot::display_width(next);
                if (width > 0 && !joined && !flag) break;
                paired = paired || flag;
                glyph.width += width;
                i += next.size();
                glyph.text = text.substr(begin, i - begin);
            }
            glyphs.push_back(glyph);
        }
    }
    return glyphs;
}

// Closing punctuation of wide scripts does not start a line.
bool stays_with_the_one_before(const Glyph& glyph) {
    for (const std::string_view sign : {"、", "。", "，", "．", "：", "；", "！", "？", "）", "」", "』", "】", "〕", "》", "〉", "ー", "…"}) {
        if (glyph.text == sign) return true;
    }
    return false;
}
bool keeps_the_one_after(const Glyph& glyph) {
    for (const std::string_view sign : {"（", "「", "『", "【", "〔", "《", "〈"}) {
        if (glyph.text == sign) return true;
    }
    return false;
}
bool may_break_between(const Glyph& left, const Glyph& right) {
    return (left.width >= 2 || right.width >= 2) && !stays_with_the_one_before(right) && !keeps_the_one_after(left);
}

bool is_separator(const Glyph& glyph) { return glyph.text.size() == 1 && std::string_view("/-_.,:;=&?|+)").find(glyph.text[0]) != std::string_view::npos; }

// Fills lines greedily.
class Paper {
   public:
    explicit Paper(int width) : width_(width) { lines_.emplace_back(); }

    // A stretch without a break inside it, and the look of the space before it (-1: none).
    void place(const Glyph* begin, const Glyph* end, int space) {
        int width = 0;
        for (const auto* glyph = begin; glyph != end; ++glyph) width += glyph->width;
        const int gap = space >= 0 && used_ > 0 ? 1 : 0;
        if (used_ > 0 && used_ + gap + width > width_) {
            new_line();
        } else if (gap) {
            put(" ", 1, space);
        }
        while (width > width_) {
            const Glyph* cut = cut_of(begin, end);
            for (; begin != cut; ++begin) {
                put(begin->text, begin->width, begin->look);
                width -= begin->width;
            }
            if (begin != end) new_line();
        }
        for (; begin != end; ++begin) put(begin->text, begin->width, begin->look);
    }

    void new_line() {
        lines_.emplace_back();
        used_ = 0;
    }

    std::vector<Line> lines() { return std::move(lines_); }

   private:
    // Where a stretch that is too long for a line is cut; at least one glyph further.
    const Glyph* cut_of(const Glyph* begin, const Glyph* end) const {
        const Glyph* cut = begin;
        const Glyph* behind_separator = begin;
        int width = 0;
        for (; cut != end && (cut == begin || width + cut->width <= width_); ++cut) {
            width += cut->width;
            if (is_separator(*cut) && width * 3 >= width_ * 2) behind_separator = cut + 1;
        }
        return behind_separator != begin ? behind_separator : cut;
    }

    void put(std::string_view text, int width, int look) {
        auto& line = lines_.back();
        if (line.empty() || line.back().look != look) line.push_back({{}, look});
        line.back().text += text;
        used_ += width;
    }

    int width_;
    int used_ = 0;
    std::vector<Line> lines_;
};

}  // namespace

std::vector<Line> wrap(const std::vector<Piece>& pieces, int width) {
    const auto glyphs = glyphs_of(pieces);
    Paper paper{std::max(width, 1)};
    int space = -1;
    for (std::size_t i = 0; i < glyphs.size();) {
        if (glyphs[i].newline) {
            paper.new_line();
            space = -1;
            ++i;
        } else if (glyphs[i].space) {
            space = glyphs[i].look;
            ++i;
        } else {
            const std::size_t begin = i++;
            while (i < glyphs.size() && !glyphs[i].space && !may_break_between(glyphs[i - 1], glyphs[i])) ++i;
            paper.place(glyphs.data() + begin, glyphs.data() + i, space);
            space = -1;
        }
    }
    return paper.lines();
}

int rows_above_end(std::string_view text, int columns) {
    int rows = 0;
    const auto lines = bot::split(text, '\n');
    for (std::size_t i = 0; i < lines.size(); ++i) {
        int width = 0;
        for (const auto part : bot::split(lines[i], '\t')) width = (width + 7) / 8 * 8 + bot::display_width(part);
        rows += width / std::max(columns, 1) + (i + 1 < lines.size() ? 1 : 0);
    }
    return rows;
}

int width_of(const Line& line) {
    int width = 0;
    for (const auto& piece : line) width += bot::display_width(piece.text);
    return width;
}

}  // namespace adapters::console
