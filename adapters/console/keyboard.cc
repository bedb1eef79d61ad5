// Owns what keyboard.h promises.
#include "adapters/console/keyboard.h"

#include "bot/base/text.h"

namespace adapters::console {
namespace {

std::size_t wanted(unsigned char lead) { return lead < 0xC2 || lead > 0xF4 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

// Bytes of the character at the start of text, and whether it is all there. An ill-formed start is one byte long.
struct First {
    std::size_t size = 1;
    bool whole = true;
};
First first_of(std::string_view text) {
    const std::size_t size = wanted(static_cast<unsigned char>(text[0]));
    for (std::size_t i = 1; i < size; ++i) {
        if (i == text.size()) return {size, false};
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return {1, true};
    }
    return {size, true};
}

wchar_t code_of(std::string_view character) {
    if (!bot::is_utf8(character)) return L'\uFFFD';
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
    if (character.size() == 1) return wchar_t(byte(0));
    wchar_t code = wchar_t(byte(0) & (0xFF >> (character.size() + 1)));
    for (std::size_t i = 1; i < character.size(); ++i) code = code << 6 | wchar_t(byte(i) & 0x3F);
    return code;
}

}  // namespace

std::wstring widen(std::string_view text) {
    const std::string clean = bot::to_utf8(text);
    std::wstring out;
    for (std::size_t i = 0; i < clean.size();) {
        const auto size = first_of(std::string_view(clean).substr(i)).size;
        out += code_of(std::string_view(clean).substr(i, size));
        i += size;
    }
    return out;
}

std::string narrow(std::wstring_view text) {
    std::string out;
    for (const wchar_t wide : text) {
        auto code = static_cast<char32_t>(wide);
        if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
        if (code < 0x80) {
            out += char(code);
        } else if (code < 0x800) {
            out += char(0xC0 | code >> 6);
            out += char(0x80 | (code & 0x3F));
        } else if (code < 0x10000) {
            out += char(0xE0 | code >> 12);
            out += char(0x80 | (code >> 6 & 0x3F));
            out += char(0x80 | (code & 0x3F));
        } else {
            out += char(0xF0 | code >> 18);
            out += char(0x80 | (code >> 12 & 0x3F));
            out += char(0x80 | (code >> 6 & 0x3F));
            out += char(0x80 | (code & 0x3F));
        }
    }
    return out;
}

void KeyBuffer::add(std::string_view bytes) {
    if (empty()) {
        bytes_.clear();
        at_ = 0;
    }
    bytes_ += bytes;
}

void KeyBuffer::drop(std::size_t size) { at_ += size; }

bool KeyBuffer::whole() const { return !empty() && first_of(waiting()).whole; }

wchar_t KeyBuffer::next() {
    const auto character = waiting().substr(0, first_of(waiting()).size);
    const wchar_t code = code_of(character);
    drop(character.size());
    if (code == 0x1B) {
        sequence_ = Sequence::kEscape;
    } else if (sequence_ == Sequence::kEscape) {
        sequence_ = code == L'[' || code == L'O' ? Sequence::kParameters : Sequence::kNone;
    } else if (sequence_ == Sequence::kParameters && code >= 0x40) {
        sequence_ = Sequence::kNone;
    }
    return code;
}

std::string KeyBuffer::take_burst() {
    if (sequence_ != Sequence::kNone) return {};
    std::size_t size = 0;
    const auto text = waiting();
    while (size < text.size()) {
        const auto c = static_cast<unsigned char>(text[size]);
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) break;
        const auto first = first_of(text.substr(size));
        if (!first.whole) break;
        size += first.size;
    }
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r')) --size;
    if (size < kBurst) return {};
    std::string burst{text.substr(0, size)};
    drop(size);
    return burst;
}

std::string KeyBuffer::take_paste(bool* ended) {
    const auto text = waiting();
    const auto end = text.find(kPasteEnd);
    *ended = end != std::string_view::npos;
    std::size_t size = *ended ? end : text.size();
    // The end may be split over two reads.
    for (std::size_t tail = std::min(kPasteEnd.size() - 1, size); !*ended && tail > 0; --tail) {
        if (kPasteEnd.starts_with(text.substr(size - tail))) {
            size -= tail;
            break;
        }
    }
    std::string pasted{text.substr(0, size)};
    drop(size + (*ended ? kPasteEnd.size() : 0));
    return pasted;
}

}  // namespace adapters::console
