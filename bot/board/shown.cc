// Owns what a person's text may look like on a page: shown() and isolated() of markup.h. utf8proc does the Unicode tables.
#include <utf8proc.h>

#include <algorithm>

#include "bot/base/text.h"
#include "bot/board/markup.h"

namespace bot::board {
namespace {

using Code = utf8proc_int32_t;

constexpr int kMostMarks = 4;       // on one character: Vietnamese needs two, more paints over the neighbours
constexpr int kMostInCluster = 12;  // a family of four with skin tones has eleven

bool between(Code code, Code low, Code high) { return code >= low && code <= high; }

bool is_space(Code code) {
    const auto category = utf8proc_category(code);
    return between(code, '\t', '\r') || code == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
           category == UTF8PROC_CATEGORY_ZP;
}

// What reorders the line or cannot be seen. The joiners stay (Persian and emoji need them), and so do tags (flags).
bool is_dropped(Code code) {
    if (utf8proc_category(code) == UTF8PROC_CATEGORY_CC) return true;
    if (code == 0xAD || code == 0x61C || code == 0x180E || code == 0x200B || code == 0xFEFF) return true;
    if (between(code, 0x200E, 0x200F) || between(code, 0x202A, 0x202E) || between(code, 0x2060, 0x206F) || between(code, 0xFFF9, 0xFFFB)) return true;
    return between(code, 0xFDD0, 0xFDEF) || (code & 0xFFFE) == 0xFFFE;  // characters that are none
}

// Letters that paint nothing, and so make a name that nobody can see.
bool is_blank(Code code) { return code == 0x115F || code == 0x1160 || code == 0x3164 || code == 0xFFA0 || code == 0x2800 || code == 0x200C || code == 0x200D; }

bool is_mark(Code code) {
    const auto category = utf8proc_category(code);
    return (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME) && !between(code, 0xFE00, 0xFE0F);
}

void append(std::string& out, Code code) {
    utf8proc_uint8_t bytes[4];
    const auto size = utf8proc_encode_char(code, bytes);
    out.append(reinterpret_cast<const char*>(bytes), std::size_t(size));
}

// Takes code points one by one and keeps what fits.
class Line {
   public:
    explicit Line(int columns) : columns_(columns) {}

    // False when the line is full.
    bool take(Code code) {
        if (is_space(code)) {
            gap_ = !out_.empty() || in_cluster_ > 0;
            return true;
        }
        if (is_dropped(code)) return true;
        if (gap_) {
            gap_ = false;
            if (!put(' ')) return false;
        }
        return put(code);
    }

    std::string done() {
        flush();
        return visible_ ? std::move(out_) : std::string();
    }

   private:
    bool put(Code code) {
        if (last_ == 0 || utf8proc_grapheme_break_stateful(last_, code, &state_)) flush();
        last_ = code;
        if (full_) return false;
        marks_ = is_mark(code) ? marks_ + 1 : 0;
        if (marks_ > kMostMarks || ++in_cluster_ > kMostInCluster) return true;
        append(cluster_, code);
        width_ = std::max(width_, utf8proc_charwidth(code));
        visible_ = visible_ || (code != ' ' && !is_blank(code) && !is_mark(code));
        return true;
    }

    // The character is complete: in, or one too many. One column is kept for the sign of the cut.
    void flush() {
        if (full_ || cluster_.empty()) return;
        if (used_ + width_ > columns_) {
            full_ = true;
            out_.resize(fits_);
            out_ += "…";
        } else {
            out_ += cluster_;
            used_ += width_;
            if (used_ < columns_) fits_ = out_.size();
        }
        cluster_.clear();
        in_cluster_ = width_ = 0;
    }

    const int columns_;
    std::string out_, cluster_;
    std::size_t fits_ = 0;  // bytes that leave room for the sign of the cut
    Code last_ = 0;
    utf8proc_int32_t state_ = 0;
    int used_ = 0, width_ = 0, marks_ = 0, in_cluster_ = 0;
    bool gap_ = false, full_ = false, visible_ = false;
};

}  // namespace

std::string shown(std::string_view text, int columns) {
    // Far more bytes than columns are never needed, and a megabyte of accents costs no more than that.
    const auto valid = to_utf8(utf8_prefix(text, std::size_t(columns) * 256));
    const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(valid.data());
    auto left = utf8proc_ssize_t(valid.size());
    Line line{columns};
    while (left > 0) {
        Code code = 0;
        const auto size = utf8proc_iterate(at, left, &code);
        if (!line.take(code)) break;
        at += size;
        left -= size;
    }
    return line.done();
}

std::string isolated(std::string_view text) { return "\u2068" + std::string(text) + "\u2069"; }

}  // namespace bot::board
