// Owns what json_reader.h promises.
#include "adapters/telegram/json_reader.h"

#include <charconv>

#include "bot/base/text.h"

namespace adapters::telegram {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

void put_code(std::string& out, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

bool is_high(std::uint32_t code) { return code >= 0xD800 && code < 0xDC00; }
bool is_low(std::uint32_t code) { return code >= 0xDC00 && code < 0xE000; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

char JsonReader::next() {
    while (!failed_ && at_ < text_.size()) {
        const char c = text_[at_];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t') return c;
        ++at_;
    }
    return 0;
}

bool JsonReader::at_end() {
    (void)next();
    return !failed_ && at_ == text_.size();
}

// False also takes what stands there instead.
bool JsonReader::open(char bracket) {
    if (next() != bracket) {
        skip();
        return false;
    }
    ++at_;
    if (++depth_ <= kMaxDepth) return true;
    too_deep_ = true;
    fail();
    return false;
}

bool JsonReader::closes(char bracket) {
    if (next() != bracket) return false;
    ++at_;
    return true;
}

bool JsonReader::goes_on(char bracket) {
    const char c = next();
    if (failed_ || (c != ',' && c != bracket)) {
        fail();
        return false;
    }
    ++at_;
    return c == ',';
}

std::string_view JsonReader::key() {
    if (next() != '"') {
        fail();
        return {};
    }
    const std::size_t begin = at_ + 1;
    const std::size_t end = text_.find_first_of("\"\\", begin);
    std::string_view name;
    if (end != std::string_view::npos && text_[end] == '"') {
        name = text_.substr(begin, end - begin);
        at_ = end + 1;
    } else {
        name_.clear();
        if (!string(&name_)) return {};
        name = name_;
    }
    if (next() != ':') fail();
    ++at_;
    return name;
}

bool JsonReader::string(std::string* into) {
    ++at_;
    while (at_ < text_.size()) {
        const std::size_t stop = text_.find_first_of("\"\\", at_);
        if (stop == std::string_view::npos) break;
        if (into) into->append(text_, at_, stop - at_);
        at_ = stop + 1;
        if (text_[stop] == '"') return true;
        if (!escape(into)) break;
    }
    fail();
    return false;
}

std::optional<std::uint32_t> JsonReader::hex4() {
    if (text_.size() - at_ < 4) return std::nullopt;
    std::uint32_t code = 0;
    const char* const begin = text_.data() + at_;
    const auto [end, error] = std::from_chars(begin, begin + 4, code, 16);
    if (error != std::errc{} || end != begin + 4) return std::nullopt;
    at_ += 4;
    return code;
}

bool JsonReader::escape(std::string* into) {
    if (at_ == text_.size()) return false;
    constexpr std::string_view kSigns = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char sign = text_[at_++];
    if (const auto known = kSigns.find(sign); known != std::string_view::npos) {
        if (into) *into += kMeanings[known];
        return true;
    }
    if (sign != 'u') return false;
    auto code = hex4();
    if (!code) return false;
    if (is_high(*code) && text_.substr(at_, 2) == "\\u") {
        const std::size_t back = at_;
        at_ += 2;
        const auto low = hex4();
        if (low && is_low(*low)) {
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
        } else {
            at_ = back;
        }
    }
    if (is_high(*code) || is_low(*code)) code = kReplacement;
    if (into) put_code(*into, *code);
    return true;
}

bool JsonReader::literal(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) {
        fail();
        return false;
    }
    at_ += word.size();
    return true;
}

std::string_view JsonReader::number() {
    const std::size_t begin = at_;
    const auto digits = [&] {
        const std::size_t from = at_;
        while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
        return at_ > from;
    };
    const auto is = [&](std::string_view signs) { return at_ < text_.size() && signs.find(text_[at_]) != std::string_view::npos; };
    if (is("-")) ++at_;
    bool good = digits();
    if (good && is(".")) {
        ++at_;
        good = digits();
    }
    if (good && is("eE")) {
        ++at_;
        if (is("+-")) ++at_;
        good = digits();
    }
    if (!good) fail();
    return good ? text_.substr(begin, at_ - begin) : std::string_view{};
}

std::optional<std::int64_t> JsonReader::whole() {
    const char c = next();
    if (c != '-' && !is_digit(c)) {
        skip();
        return std::nullopt;
    }
    const auto digits = number();
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (failed_ || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

std::optional<std::string> JsonReader::words(std::size_t max_bytes) {
    if (next() != '"') {
        skip();
        return std::nullopt;
    }
    std::string out;
    if (!string(&out)) return std::nullopt;
    if (!bot::is_utf8(out)) out = bot::to_utf8(out);
    if (out.size() > max_bytes) out.resize(bot::utf8_prefix(out, max_bytes).size());
    return out;
}

bool JsonReader::is_true() {
    if (next() == 't') return literal("true");
    skip();
    return false;
}

bool JsonReader::present() {
    switch (next()) {
        case '{': return object([this](std::string_view) { skip(); });
        case '[': return array([this] { skip(); });
        case '"': return string(nullptr);
        case 't': return literal("true");
        case 'f': return literal("false");
        case 'n': (void)literal("null"); return false;
        default: return !number().empty();
    }
}

}  // namespace adapters::telegram
