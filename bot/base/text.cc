// Owns what text.h promises; utf8proc does the Unicode tables.
#include "bot/base/text.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace bot {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

// Length of the well-formed sequence at i (1..4), or minus the length of its maximal ill-formed subpart (Unicode 15, tables 3-7 and 3-11).
int sequence_at(std::string_view text, std::size_t i) {
    const unsigned char lead = byte_at(text, i);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return -1;
    const int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    for (int k = 1; k < length; ++k) {
        if (i + std::size_t(k) >= text.size()) return -k;
        const unsigned char next = byte_at(text, i + std::size_t(k));
        if (next < low || next > high) return -k;
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

// Where the first ill-formed part from i on begins; the end if there is none. Runs of ASCII go by eight.
std::size_t well_formed_until(std::string_view text, std::size_t i) {
    while (i < text.size()) {
        std::uint64_t eight = 0;
        while (text.size() - i >= sizeof eight) {
            std::memcpy(&eight, text.data() + i, sizeof eight);
            if ((eight & 0x8080808080808080u) != 0) break;
            i += sizeof eight;
        }
        if (i == text.size()) break;
        const int length = sequence_at(text, i);
        if (length < 0) return i;
        i += std::size_t(length);
    }
    return text.size();
}

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Calls on_code(code point) for each character; ill-formed parts count as U+FFFD.
template <class OnCode>
void for_each_code(std::string_view text, OnCode on_code) {
    for (std::size_t i = 0; i < text.size();) {
        const int length = sequence_at(text, i);
        utf8proc_int32_t code = 0xFFFD;
        if (length > 0) utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i), length, &code);
        on_code(code);
        i += std::size_t(std::abs(length));
    }
}

bool is_space(utf8proc_int32_t code) {
    if (code < 0x80) return is_ascii_space(char(code));
    const auto category = utf8proc_category(code);
    return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP || code == 0x85;
}

std::string collapse_space(std::string_view text) {
    std::string out;
    bool gap = false;
    for (std::size_t i = 0; i < text.size();) {
        const int length = std::abs(sequence_at(text, i));
        utf8proc_int32_t code = 0;
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i), length, &code);
        if (is_space(code)) {
            gap = !out.empty();
        } else {
            if (gap) out += ' ';
            gap = false;
            out += text.substr(i, std::size_t(length));
        }
        i += std::size_t(length);
    }
    return out;
}

}  // namespace

bool is_utf8(std::string_view text) { return well_formed_until(text, 0) == text.size(); }

std::string to_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const auto end = well_formed_until(text, i);
        out += text.substr(i, end - i);
        if (end == text.size()) break;
        out += kReplacement;
        i = end + std::size_t(-sequence_at(text, end));
    }
    return out;
}

std::string_view utf8_prefix(std::string_view text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return text;
    std::size_t end = max_bytes;
    // At most three steps back: a run of stray continuation bytes is no character, so it may be cut anywhere.
    for (int back = 0; back < 4; ++back, --end) {
        if ((byte_at(text, end) & 0xC0) != 0x80) return text.substr(0, end);
        if (end == 0) break;
    }
    return text.substr(0, max_bytes);
}

int display_width(std::string_view text) {
    int width = 0;
    for_each_code(text, [&](utf8proc_int32_t code) {
        if (code >= 0x20 && code != 0x7F) width += utf8proc_charwidth(code);
    });
    return width;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_ascii_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1);
    return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator, begin)) {
        parts.push_back(text.substr(begin, at - begin));
        begin = at + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

std::string to_lower_ascii(std::string_view text) {
    std::string out{text};
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
    }
    return out;
}

std::string fold(std::string_view text) {
    const std::string clean = to_utf8(text);
    utf8proc_uint8_t* folded = nullptr;
    const auto options = utf8proc_option_t(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(clean.data()), utf8proc_ssize_t(clean.size()), &folded, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned{folded, &std::free};
    if (size < 0) return collapse_space(clean);
    return collapse_space({reinterpret_cast<const char*>(folded), std::size_t(size)});
}

}  // namespace bot
