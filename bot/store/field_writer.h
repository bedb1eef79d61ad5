// Owns the walk that writes a value as JSON, by the lists of fields in *_fields.h. A field that has its usual value is left out.
// Must not know the types it writes. Private to the codecs.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bot/base/check.h"
#include "bot/base/time.h"
#include "bot/store/plain_text.h"

namespace bot::store::codec {

template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;

class FieldWriter {
   public:
    // {"v":version,"name":value}
    template <class T>
    std::string document(int version, std::string_view name, const T& value) {
        put('{');
        key("v");
        write(version);
        key(name);
        write(value);
        put('}');
        out_.resize(size_);
        return std::move(out_);
    }

    // One field; usual is the value it has when it is not there.
    template <class T>
    void operator()(std::string_view name, const T& value, const std::type_identity_t<T>& usual = {}) {
        if (value == usual) return;
        key(name);
        write(value);
    }

    template <class T>
    void always(std::string_view name, const T& value) {
        key(name);
        write(value);
    }

    // The same of an enumeration, by its words.
    template <class E, std::size_t N>
    void word(std::string_view name, E value, const std::array<std::string_view, N>& words, E usual = {}) {
        const auto index = static_cast<std::size_t>(value);
        VIVA_CHECK(index < N);
        if (value == usual) return;
        key(name);
        write(words[index]);
    }

   private:
    // The text grows by doubling; size_ bytes of it are written.
    char* room_for(std::size_t bytes) {
        if (out_.size() - size_ < bytes) out_.resize(2 * out_.size() + bytes);
        return out_.data() + size_;
    }

    void put(char c) {
        *room_for(1) = c;
        ++size_;
    }

    void put(std::string_view text) {
        std::memcpy(room_for(text.size()), text.data(), text.size());
        size_ += text.size();
    }

    void key(std::string_view name) {
        auto* to = room_for(name.size() + 4);
        const auto* begin = to;
        if (to[-1] != '{') *to++ = ',';
        *to++ = '"';
        std::memcpy(to, name.data(), name.size());
        to += name.size();
        *to++ = '"';
        *to++ = ':';
        size_ += static_cast<std::size_t>(to - begin);
    }

    void comma(char opening) {
        if (out_[size_ - 1] != opening) put(',');
    }

    void write(bool value) { put(value ? std::string_view("true") : std::string_view("false")); }

    template <Number T>
    void write(T value) {
        auto* begin = room_for(24);
        size_ += static_cast<std::size_t>(std::to_chars(begin, begin + 24, value).ptr - begin);
    }

    void write(Instant at) { write(at.time_since_epoch().count()); }
    void write(Duration span) { write(span.count()); }

    // Text that JSON cannot hold as it is goes as {"hex": ...}, so that every byte comes back.
    void write(std::string_view text) {
        switch (look_at(text)) {
            case Text::kPlain: write_plain(text); break;
            case Text::kEscaped: write_escaped(text); break;
            case Text::kBytes: write_hex(text); break;
        }
    }
    void write(const std::string& text) { write(std::string_view(text)); }

    void write_plain(std::string_view text) {
        auto* to = room_for(text.size() + 2);
        *to = '"';
        std::memcpy(to + 1, text.data(), text.size());
        to[text.size() + 1] = '"';
        size_ += text.size() + 2;
    }

    void write_escaped(std::string_view text) {
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

    void write_hex(std::string_view bytes) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        put("{\"hex\":\"");
        for (const char c : bytes) {
            put(kDigits[static_cast<unsigned char>(c) >> 4]);
            put(kDigits[static_cast<unsigned char>(c) & 15]);
        }
        put("\"}");
    }

    void write(const std::vector<bool>& flags) {
        put('"');
        for (const bool flag : flags) put(flag ? '1' : '0');
        put('"');
    }

    template <Number T>
    void write(const std::vector<T>& numbers) {
        auto* const begin = room_for(2 + 24 * numbers.size());
        auto* to = begin;
        *to++ = '[';
        for (const auto number : numbers) {
            if (to[-1] != '[') *to++ = ',';
            to = std::to_chars(to, to + 23, number).ptr;
        }
        *to++ = ']';
        size_ += static_cast<std::size_t>(to - begin);
    }

    template <class T>
    void write(const std::vector<T>& items) {
        put('[');
        for (const auto& item : items) {
            comma('[');
            write(item);
        }
        put(']');
    }

    // A list of pairs: names may be any bytes.
    template <class T>
    void write(const std::map<std::string, T>& entries) {
        put('[');
        for (const auto& [name, value] : entries) {
            comma('[');
            put('[');
            write(name);
            put(',');
            write(value);
            put(']');
        }
        put(']');
    }

    template <class T>
    void write(const std::optional<T>& value) {
        if (value) return write(*value);
        put("null");
    }

    template <class T>
    requires std::is_aggregate_v<T>
    void write(const T& value) {
        put('{');
        fields(*this, value);
        put('}');
    }

    std::string out_ = std::string(2000, ' ');
    std::size_t size_ = 0;
};

}  // namespace bot::store::codec
