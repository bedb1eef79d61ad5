// Owns the walk that writes a value as JSON, by the lists of fields in *_fields.h. A field that has its usual value is left out.
// Must not know the types it writes. Private to the codecs.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstdint>
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
        out_ = '{';
        key("v");
        write(version);
        key(name);
        write(value);
        out_ += '}';
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
    void key(std::string_view name) {
        comma('{');
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }

    void comma(char opening) {
        if (out_.back() != opening) out_ += ',';
    }

    void write(bool value) { out_ += value ? "true" : "false"; }

    template <Number T>
    void write(T value) {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
        out_.append(digits.data(), end);
    }

    void write(Instant at) { write(at.time_since_epoch().count()); }
    void write(Duration span) { write(span.count()); }

    // Text that JSON cannot hold as it is goes as {"hex": ...}, so that every byte comes back.
    void write(std::string_view text) {
        switch (look_at(text)) {
            case Text::kPlain:
                out_ += '"';
                out_ += text;
                out_ += '"';
                break;
            case Text::kEscaped: write_escaped(text); break;
            case Text::kBytes: write_hex(text); break;
        }
    }
    void write(const std::string& text) { write(std::string_view(text)); }

    void write_escaped(std::string_view text) {
        out_ += '"';
        for (const char c : text) {
            switch (c) {
                case '"': out_ += "\\\""; break;
                case '\\': out_ += "\\\\"; break;
                case '\n': out_ += "\\n"; break;
                case '\t': out_ += "\\t"; break;
                case '\r': out_ += "\\r"; break;
                default: out_ += c;
            }
        }
        out_ += '"';
    }

    void write_hex(std::string_view bytes) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        out_ += "{\"hex\":\"";
        for (const char c : bytes) {
            out_ += kDigits[static_cast<unsigned char>(c) >> 4];
            out_ += kDigits[static_cast<unsigned char>(c) & 15];
        }
        out_ += "\"}";
    }

    void write(const std::vector<bool>& flags) {
        out_ += '"';
        for (const bool flag : flags) out_ += flag ? '1' : '0';
        out_ += '"';
    }

    template <class T>
    void write(const std::vector<T>& items) {
        out_ += '[';
        for (const auto& item : items) {
            comma('[');
            write(item);
        }
        out_ += ']';
    }

    // A list of pairs: names may be any bytes.
    template <class T>
    void write(const std::map<std::string, T>& entries) {
        out_ += '[';
        for (const auto& [name, value] : entries) {
            comma('[');
            out_ += '[';
            write(name);
            out_ += ',';
            write(value);
            out_ += ']';
        }
        out_ += ']';
    }

    template <class T>
    void write(const std::optional<T>& value) {
        if (value) return write(*value);
        out_ += "null";
    }

    template <class T>
    requires std::is_aggregate_v<T>
    void write(const T& value) {
        out_ += '{';
        fields(*this, value);
        out_ += '}';
    }

    std::string out_;
};

}  // namespace bot::store::codec
