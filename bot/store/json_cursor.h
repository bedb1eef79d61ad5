// Owns the place up to which a JSON text of ours was read: tokens, keys, numbers, texts. After the first surprise nothing is read any more.
// Must not know fields or types. Private to the codecs.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include "bot/store/json_text.h"

namespace bot::store::codec {

class JsonCursor {
   public:
    explicit JsonCursor(std::string_view bytes) : bytes_(bytes) {}

    bool good() const { return good_; }
    bool at_end() const { return good_ && at_ == bytes_.size(); }

    // True, and behind the token, if it is what comes next.
    bool take(char token) {
        if (!good_ || at_ == bytes_.size() || bytes_[at_] != token) return false;
        ++at_;
        return true;
    }
    bool take(std::string_view token) {
        if (!good_ || bytes_.size() - at_ < token.size() || std::memcmp(bytes_.data() + at_, token.data(), token.size()) != 0) return false;
        at_ += token.size();
        return true;
    }
    // The same of a key with its quotes and colon, and the comma before it unless it is the first in its object.
    bool take_key(std::string_view name);

    void expect(char token) { good_ = take(token); }
    void expect(std::string_view token) { good_ = take(token); }
    void refuse() { good_ = false; }

    // A word between quotes, as it stands there.
    std::string_view word();

    // A text of any bytes, as JsonText writes it.
    void text(std::string& value);

    // Only as it would be written: no sign or zero too many.
    template <Number T>
    void number(T& value) {
        if (!good_) return;
        const auto* begin = bytes_.data() + at_;
        const auto* end = bytes_.data() + bytes_.size();
        if (begin != end && *begin == '0') {  // most are
            value = 0;
            ++at_;
            good_ = begin + 1 == end || begin[1] < '0' || begin[1] > '9';
            return;
        }
        const auto [stop, error] = std::from_chars(begin, end, value);
        const auto* first = begin != end && *begin == '-' ? begin + 1 : begin;
        good_ = error == std::errc{} && *first != '0';
        at_ += static_cast<std::size_t>(stop - begin);
    }

   private:
    std::string_view left() const { return bytes_.substr(at_); }
    void escape(std::string& value);
    void hex(std::string& value);

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool good_ = true;
};

}  // namespace bot::store::codec
