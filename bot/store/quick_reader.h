// Owns the walk that reads back what FieldWriter wrote: its order of fields, no white space, no other escapes. Anything else is not read.
// Must not explain what it does not read (TolerantReader does) or know the types it reads. Private to the codecs.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bot/store/field_writer.h"

namespace bot::store::codec {

class QuickReader {
   public:
    // nullopt unless bytes are exactly such a document.
    template <class T>
    static std::optional<T> document(std::string_view bytes, int version, std::string_view name) {
        std::optional<T> value;
        if (!is_valid(bytes)) return value;
        QuickReader reader(bytes);
        int found = 0;
        reader.expect("{\"v\":");
        reader.read(found);
        if (found != version) return value;
        reader.expect(",\"");
        reader.expect(name);
        reader.expect("\":");
        reader.read(value.emplace());
        reader.expect('}');
        if (!reader.good_ || reader.at_ != bytes.size()) value.reset();
        return value;
    }

    // What is left out keeps its usual value, which every new value begins with.
    template <class T>
    void operator()(std::string_view name, T& value, const std::type_identity_t<T>& = {}) {
        if (take_key(name)) read(value);
    }

    template <class E, std::size_t N>
    void word(std::string_view name, E& value, const std::array<std::string_view, N>& words, E = {}) {
        if (!take_key(name)) return;
        expect('"');
        const auto found = std::find(words.begin(), words.end(), left().substr(0, plain_length(left())));
        good_ = good_ && found != words.end();
        if (!good_) return;
        value = static_cast<E>(found - words.begin());
        at_ += found->size();
        expect('"');
    }

   private:
    explicit QuickReader(std::string_view bytes) : bytes_(bytes) {}

    std::string_view left() const { return bytes_.substr(at_); }

    bool take(std::string_view token) {
        if (!good_ || bytes_.size() - at_ < token.size() || std::memcmp(bytes_.data() + at_, token.data(), token.size()) != 0) return false;
        at_ += token.size();
        return true;
    }

    bool take(char token) {
        if (!good_ || at_ == bytes_.size() || bytes_[at_] != token) return false;
        ++at_;
        return true;
    }

    void expect(std::string_view token) { good_ = take(token); }
    void expect(char token) { good_ = take(token); }

    // The key with its quotes and colon, and the comma before it, if that is what comes next.
    bool take_key(std::string_view name) {
        const auto comma = bytes_[at_ - 1] == '{' ? std::size_t{0} : std::size_t{1};
        const auto length = comma + name.size() + 3;
        if (!good_ || bytes_.size() - at_ < length) return false;
        const auto* next = bytes_.data() + at_;
        if (comma == 1 && *next++ != ',') return false;
        if (next[0] != '"' || next[name.size() + 1] != '"' || next[name.size() + 2] != ':') return false;
        if (std::memcmp(next + 1, name.data(), name.size()) != 0) return false;
        at_ += length;
        return true;
    }

    void read(bool& value) {
        value = take("true");
        if (!value) expect("false");
    }

    // Only as it would be written: no sign or zero too many.
    template <Number T>
    void read(T& value) {
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

    void read(Instant& value) {
        Duration since{};
        read(since);
        value = Instant(since);
    }

    void read(Duration& value) {
        Duration::rep count = 0;
        read(count);
        value = Duration(count);
    }

    void read(std::string& value) {
        if (!take('"')) return read_hex(value);
        while (good_) {
            const auto length = plain_length(left());
            value.append(bytes_, at_, length);
            at_ += length;
            if (take('"')) return;
            read_escape(value);
        }
    }

    void read_escape(std::string& value) {
        expect('\\');
        constexpr std::string_view kSigns = "\"\\ntr";
        constexpr std::string_view kMeant = "\"\\\n\t\r";
        const auto sign = left().empty() ? std::string_view::npos : kSigns.find(left().front());
        good_ = good_ && sign != std::string_view::npos;
        if (!good_) return;
        value += kMeant[sign];
        ++at_;
    }

    void read_hex(std::string& value) {
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

    void read(std::vector<bool>& flags) {
        expect('"');
        while (good_ && !take('"')) {
            flags.push_back(take('1'));
            if (!flags.back()) expect('0');
        }
    }

    template <class T>
    void read(std::vector<T>& items) {
        expect('[');
        if (take(']')) return;
        items.reserve(sizeof(T) <= 64 ? 16 : 4);
        while (good_) {
            read(items.emplace_back());
            if (take(']')) return;
            expect(',');
        }
    }

    template <class T>
    void read(std::map<std::string, T>& entries) {
        expect('[');
        if (take(']')) return;
        while (good_) {
            std::string name;
            expect('[');
            read(name);
            expect(',');
            // In order and none twice.
            if (!good_ || (!entries.empty() && name <= entries.rbegin()->first)) return void(good_ = false);
            read(entries.emplace_hint(entries.end(), std::move(name), T{})->second);
            expect(']');
            if (take(']')) return;
            expect(',');
        }
    }

    template <class T>
    void read(std::optional<T>& value) {
        if (!take("null")) read(value.emplace());
    }

    template <class T>
    requires std::is_aggregate_v<T>
    void read(T& value) {
        if (take("{}")) return;
        expect('{');
        fields(*this, value);
        expect('}');
    }

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool good_ = true;
};

}  // namespace bot::store::codec
