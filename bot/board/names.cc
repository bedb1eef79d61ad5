// Owns what names.h promises; utf8proc does the Unicode tables.
#include "bot/board/names.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <set>

#include "bot/base/text.h"

namespace bot::board {
namespace {

constexpr std::string_view kEllipsis = "…";
constexpr std::string_view kLeftToRight = "\xE2\x80\x8E";  // U+200E
constexpr int kMarks = 4;                                  // a character; more are drawn over neighbouring lines
constexpr utf8proc_int32_t kNonJoiner = 0x200C;
constexpr utf8proc_int32_t kJoiner = 0x200D;
constexpr utf8proc_int32_t kEmojiStyle = 0xFE0F;
constexpr utf8proc_int32_t kBlankBraille = 0x2800;

struct Character {
    utf8proc_int32_t code = 0;
    std::string_view bytes;
};

// Of well-formed UTF-8.
std::vector<Character> characters_of(std::string_view text) {
    std::vector<Character> characters;
    for (std::size_t i = 0; i < text.size();) {
        Character next;
        const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i), utf8proc_ssize_t(text.size() - i), &next.code);
        next.bytes = text.substr(i, size > 0 ? std::size_t(size) : 1);
        i += next.bytes.size();
        characters.push_back(next);
    }
    return characters;
}

enum class Kind { kVisible, kMark, kSpace, kUnseen };

Kind kind_of(utf8proc_int32_t code) {
    if (code == kNonJoiner || code == kJoiner || code == kEmojiStyle) return Kind::kMark;
    if (code == kBlankBraille) return Kind::kSpace;
    if (utf8proc_get_property(code)->ignorable) return Kind::kUnseen;
    switch (utf8proc_category(code)) {
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_ZS:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP: return Kind::kSpace;
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_ME: return Kind::kMark;
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS: return Kind::kUnseen;
        default: return utf8proc_charwidth(code) > 0 ? Kind::kVisible : Kind::kMark;  // vowel signs, the later parts of a Korean syllable
    }
}

bool joins(utf8proc_int32_t code) { return code == kNonJoiner || code == kJoiner; }

bool is_flag_half(utf8proc_int32_t code) { return code >= 0x1F1E6 && code <= 0x1F1FF; }

// The first end of a character, its marks and what is joined to it at or after i.
std::size_t glyph_end(const std::vector<Character>& characters, std::size_t i) {
    const bool flag = is_flag_half(characters[i].code) && i + 1 < characters.size() && is_flag_half(characters[i + 1].code);
    i += flag ? 2 : 1;
    while (i < characters.size() && (kind_of(characters[i].code) == Kind::kMark || characters[i - 1].code == kJoiner)) ++i;
    return i;
}

}  // namespace

std::string cut_to_columns(std::string_view text, int columns) {
    if (display_width(text) <= columns) return std::string(text);
    const auto characters = characters_of(text);
    std::string out;
    int width = 1;
    for (std::size_t i = 0; i < characters.size();) {
        const auto end = glyph_end(characters, i);
        std::string glyph;
        for (; i < end; ++i) glyph += characters[i].bytes;
        width += display_width(glyph);
        if (width > columns) break;
        out += glyph;
    }
    out.resize(trim(out).size());  // there is no space at its beginning
    return columns < 1 ? "" : out + std::string(kEllipsis);
}

std::string clean_name(std::string_view raw, int columns) {
    const std::string valid = to_utf8(raw);
    std::string out;
    int marks = kMarks;  // of the last visible character; none is taken before the first
    bool gap = false;
    std::string joiner;  // stands only between what it joins
    for (const auto& [code, bytes] : characters_of(valid)) {
        const Kind kind = kind_of(code);
        if (kind == Kind::kSpace) {
            gap = !out.empty();
            marks = kMarks;
            joiner.clear();
        } else if (kind == Kind::kVisible) {
            out += gap ? " " : joiner;
            out += bytes;
            gap = false;
            marks = 0;
            joiner.clear();
        } else if (kind == Kind::kMark && marks < kMarks) {
            ++marks;
            if (joins(code)) {
                joiner = bytes;
            } else {
                out += joiner;
                out += bytes;
                joiner.clear();
            }
        }
    }
    return cut_to_columns(out, columns);
}

Names told_apart(const std::vector<Named>& people, int columns) {
    std::map<PersonId, std::string_view> raw;
    for (const auto& [person, name] : people) raw.emplace(person, name);
    Names names;
    std::set<std::string> taken;
    std::map<std::string, int> numbers;  // by what is shared: the next to try
    for (const auto& [person, name] : raw) {
        std::string own = clean_name(name, columns);
        if (own.empty()) own = cut_to_columns("#" + to_base36(person.value), columns);
        std::string shown = own;
        if (!taken.insert(fold(shown)).second) {
            int& number = numbers.try_emplace(fold(own), 2).first->second;
            do {
                const auto suffix = fmt::format(" ({})", number++);
                shown = cut_to_columns(own, std::max(0, columns - display_width(suffix))) + suffix;
            } while (!taken.insert(fold(shown)).second);
        }
        names.emplace(person, std::move(shown));
    }
    return names;
}

std::string kept_in_line(std::string_view name) {
    const auto turns = [](const Character& character) {
        const auto direction = utf8proc_get_property(character.code)->bidi_class;
        return direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL || direction == UTF8PROC_BIDI_CLASS_AN;
    };
    const auto characters = characters_of(name);
    if (std::none_of(characters.begin(), characters.end(), turns)) return std::string(name);
    return fmt::format("{0}{1}{0}", kLeftToRight, name);
}

}  // namespace bot::board
