// Owns the three ways in which a text is written.
#include "bot/store/json_text.h"

#include <cstring>

#include "bot/store/plain_text.h"

namespace bot::store::codec {

void JsonText::put(std::string_view token) {
    std::memcpy(room_for(token.size()), token.data(), token.size());
    size_ += token.size();
}

void JsonText::key(std::string_view name) {
    auto* const begin = room_for(name.size() + 4);
    auto* to = begin;
    if (size_ > 0 && to[-1] != '{') *to++ = ',';
    *to++ = '"';
    std::memcpy(to, name.data(), name.size());
    to += name.size();
    *to++ = '"';
    *to++ = ':';
    size_ += static_cast<std::size_t>(to - begin);
}

void JsonText::text(std::string_view text) {
    switch (look_at(text)) {
        case Text::kEscaped: return escaped(text);
        case Text::kBytes: return hex(text);
        case Text::kPlain: break;
    }
    auto* to = room_for(text.size() + 2);
    *to = '"';
    std::memcpy(to + 1, text.data(), text.size());
    to[text.size() + 1] = '"';
    size_ += text.size() + 2;
}

void JsonText::escaped(std::string_view text) {
    put('"');
    for (const char c : text) {
        switch (c) {
            case '"': put("\\\""); break;
            case '\\': put("\\\\"); break;
            case '\n': put("\\n"); break;
            case '\t': put("\\t"); break;
            case '\r': put("\\r"); break;
            default: put(c);
        }
    }
    put('"');
}

void JsonText::hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    put("{\"hex\":\"");
    for (const char c : bytes) {
        put(kDigits[static_cast<unsigned char>(c) >> 4]);
        put(kDigits[static_cast<unsigned char>(c) & 15]);
    }
    put("\"}");
}

}  // namespace bot::store::codec
