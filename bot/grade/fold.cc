// Owns the walk over characters behind fold_text(). The only file of the grader that knows utf8proc.
#include "bot/grade/fold.h"

#include <utf8proc.h>

#include <array>
#include <cstddef>

namespace bot::grade {
namespace {

constexpr int kMaxCluster = 30;  // combining marks after one base (UAX 15, stream-safe text); more begin a new cluster

bool is_mark(utf8proc_int32_t c) {
    const utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

bool is_jamo(utf8proc_int32_t c) { return c >= 0x1100 && c <= 0x11FF; }

bool is_latin(utf8proc_int32_t c) { return c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2C60 && c <= 0x2C7F) || (c >= 0xA720 && c <= 0xA7FF); }

// Plain spelling of a punctuation mark beyond ASCII; null if it is not one we unify.
const char* plain(utf8proc_int32_t c) {
    switch (c) {
        case 0x2018:
        case 0x2019:
        case 0x201A:
        case 0x201B:
        case 0x2032:
        case 0xB4:
        case 0x02BC: return "'";
        case 0x201C:
        case 0x201D:
        case 0x201E:
        case 0x201F:
        case 0x2033:
        case 0xAB:
        case 0xBB: return "\"";
        case 0x2010:
        case 0x2011:
        case 0x2012:
        case 0x2212: return "-";
        case 0x2013:
        case 0x2014:
        case 0x2015: return " - ";
        case 0x2190: return "<-";
        case 0x2192:
        case 0x21D2:
        case 0x27A1:
        case 0x2794:
        case 0x27F6:
        case 0x21E8: return "->";
        case 0x2022:
        case 0x2023:
        case 0x25E6:
        case 0x25AA:
        case 0x25CF:
        case 0xB7: return "*";
        case 0x3002: return ". ";
        case 0x3001: return ", ";
        case 0x85:
        case 0x2028:
        case 0x2029: return "\n";
        default: return nullptr;
    }
}

class Folder {
   public:
    explicit Folder(std::string_view input) : input_(input) {
        out_.text.reserve(input.size() + 16);
        out_.begin.reserve(input.size() + 16);
        out_.end.reserve(input.size() + 16);
    }

    Folded run() {
        std::size_t at = 0;
        while (at < input_.size()) {
            const unsigned char c = static_cast<unsigned char>(input_[at]);
            at = printable(c) ? plain_run(at) : c < 0x80 ? control(at, c) : beyond(at);
        }
        return std::move(out_);
    }

   private:
    void put(char c, std::size_t begin, std::size_t end) {
        out_.text.push_back(c);
        out_.begin.push_back(static_cast<std::uint32_t>(begin));
        out_.end.push_back(static_cast<std::uint32_t>(end));
    }

    static bool printable(unsigned char c) { return c >= 0x20 && c < 0x7F; }

    // Nearly all of nearly every answer: character by character it would be the longest stage of all.
    std::size_t plain_run(std::size_t at) {
        std::size_t end = at + 1;
        while (end < input_.size() && printable(static_cast<unsigned char>(input_[end]))) ++end;
        const std::size_t first = out_.text.size();
        const std::size_t size = end - at;
        out_.text.append(input_.substr(at, size));
        out_.begin.resize(first + size);
        out_.end.resize(first + size);
        char* text = out_.text.data() + first;
        std::uint32_t* begins = out_.begin.data() + first;
        std::uint32_t* ends = out_.end.data() + first;
        int letters = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            if (c >= 'A' && c <= 'Z') text[i] = static_cast<char>(c + ('a' - 'A'));
            letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 1 : 0;
            begins[i] = static_cast<std::uint32_t>(at + i);
            ends[i] = static_cast<std::uint32_t>(at + i + 1);
        }
        out_.letters += letters;
        return end;
    }

    std::size_t control(std::size_t at, unsigned char c) {
        if (c == '\r') {
            const bool pair = at + 1 < input_.size() && input_[at + 1] == '\n';
            put('\n', at, at + (pair ? 2 : 1));
            return at + (pair ? 2 : 1);
        }
        if (c == '\v' || c == '\f') c = '\n';
        if (c != '\n' && c != '\t') c = ' ';
        put(static_cast<char>(c), at, at + 1);
        return at + 1;
    }

    // The character at `at`; bytes = 0 if there is none.
    utf8proc_int32_t decode(std::size_t at, std::size_t& bytes) const {
        utf8proc_int32_t c = -1;
        const utf8proc_ssize_t got =
            utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(input_.data()) + at, static_cast<utf8proc_ssize_t>(input_.size() - at), &c);
        bytes = got > 0 ? static_cast<std::size_t>(got) : 0;
        return c;
    }

    std::size_t beyond(std::size_t at) {
        std::size_t bytes = 0;
        const utf8proc_int32_t first = decode(at, bytes);
        if (bytes == 0) {
            out_.repaired = true;
            put(' ', at, at + 1);
            return at + 1;
        }
        if (const char* mark = plain(first)) {
            for (; *mark != '\0'; ++mark) put(*mark, at, at + bytes);
            return at + bytes;
        }
        std::size_t begin = at;
        // A mark belongs to the plain letter before it ("e" + U+0301): take that letter back and fold them as one.
        if (is_mark(first) && !out_.text.empty() && out_.text.back() >= 'a' && out_.text.back() <= 'z' && out_.end.back() == at) {
            begin = out_.begin.back();
            out_.text.pop_back();
            out_.begin.pop_back();
            out_.end.pop_back();
        } else {
            count_letter(first);
        }
        std::size_t end = at + bytes;
        const bool jamo = is_jamo(first);
        for (int marks = 0; marks < kMaxCluster && end < input_.size() && static_cast<unsigned char>(input_[end]) >= 0x80; ++marks) {
            const utf8proc_int32_t next = decode(end, bytes);
            if (bytes == 0 || !(is_mark(next) || (jamo && is_jamo(next)))) break;
            end += bytes;
        }
        fold_cluster(begin, end);
        return end;
    }

    void count_letter(utf8proc_int32_t c) {
        const utf8proc_category_t category = utf8proc_category(c);
        if (category < UTF8PROC_CATEGORY_LU || category > UTF8PROC_CATEGORY_LO) return;
        ++out_.letters;
        if (!is_latin(c)) ++out_.foreign;
    }

    void fold_cluster(std::size_t begin, std::size_t end) {
        constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
        std::array<utf8proc_int32_t, 640> buffer;  // a cluster has at most 32 characters, one character decomposes into at most 18
        const utf8proc_ssize_t count =
            utf8proc_decompose(reinterpret_cast<const utf8proc_uint8_t*>(input_.data()) + begin, static_cast<utf8proc_ssize_t>(end - begin), buffer.data(),
                               static_cast<utf8proc_ssize_t>(buffer.size()), kOptions);
        if (count < 0 || count > static_cast<utf8proc_ssize_t>(buffer.size())) {
            put(' ', begin, end);
            return;
        }
        const utf8proc_ssize_t composed = utf8proc_normalize_utf32(buffer.data(), count, kOptions);
        for (utf8proc_ssize_t i = 0; i < composed; ++i) put_character(buffer[static_cast<std::size_t>(i)], begin, end);
    }

    void put_character(utf8proc_int32_t c, std::size_t begin, std::size_t end) {
        if (c < 0x80) {
            put(c < 0x20 ? ' ' : static_cast<char>(c), begin, end);
            return;
        }
        const utf8proc_category_t category = utf8proc_category(c);
        const bool word = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
        if (!word) {
            put(' ', begin, end);
            return;
        }
        std::array<utf8proc_uint8_t, 4> bytes;
        const utf8proc_ssize_t size = utf8proc_encode_char(c, bytes.data());
        for (utf8proc_ssize_t i = 0; i < size; ++i) put(static_cast<char>(bytes[static_cast<std::size_t>(i)]), begin, end);
    }

    std::string_view input_;
    Folded out_;
};

}  // namespace

Folded fold_text(std::string_view input) { return Folder(input).run(); }

}  // namespace bot::grade
