// Owns the reading of keys and texts.
#include "bot/store/json_cursor.h"

#include "bot/store/plain_text.h"

namespace bot::store::codec {

bool JsonCursor::take_key(std::string_view name) {
    const auto comma = at_ > 0 && bytes_[at_ - 1] == '{' ? std::size_t{0} : std::size_t{1};
    const auto length = comma + name.size() + 3;
    if (!good_ || bytes_.size() - at_ < length) return false;
    const auto* next = bytes_.data() + at_;
    if (comma == 1 && *next++ != ',') return false;
    if (next[0] != '"' || next[name.size() + 1] != '"' || next[name.size() + 2] != ':') return false;
    if (std::memcmp(next + 1, name.data(), name.size()) != 0) return false;
    at_ += length;
    return true;
}

std::string_view JsonCursor::word() {
    expect('"');
    const auto word = left().substr(0, plain_length(left()));
    at_ += word.size();
    expect('"');
    return word;
}

void JsonCursor::text(std::string& value) {
    value.clear();
    if (!take('"')) return hex(value);
    while (good_) {
        const auto length = plain_length(left());
        value.append(bytes_, at_, length);
        at_ += length;
        if (take('"')) return;
        escape(value);
    }
}

void JsonCursor::escape(std::string& value) {
    expect('\\');
    constexpr std::string_view kSigns = "\"\\ntr";
    constexpr std::string_view kMeant = "\"\\\n\t\r";
    const auto sign = left().empty() ? std::string_view::npos : kSigns.find(left().front());
    good_ = good_ && sign != std::string_view::npos;
    if (!good_) return;
    value += kMeant[sign];
    ++at_;
}

void JsonCursor::hex(std::string& value) {
    expect("{\"hex\":\"");
    const auto digits = left().substr(0, left().find('"'));
    good_ = good_ && digits.size() % 2 == 0;
    for (std::size_t i = 0; good_ && i < digits.size(); i += 2) {
        unsigned char byte = 0;
        good_ = std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16).ptr == digits.data() + i + 2;
        value += static_cast<char>(byte);
    }
    at_ += digits.size();
    expect("\"}");
}

}  // namespace bot::store::codec
