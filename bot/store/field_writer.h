// Owns the walk that writes a value as JSON, by the lists of fields in *_fields.h. A field that has its usual value is left out.
// Must not know the types it writes. Private to the codecs.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "bot/base/check.h"
#include "bot/base/time.h"
#include "bot/store/json_text.h"

namespace bot::store::codec {

class FieldWriter {
   public:
    // {"v":version,"name":value}
    template <class T>
    std::string document(int version, std::string_view name, const T& value) {
        out_.put('{');
        always("v", version);
        always(name, value);
        out_.put('}');
        return out_.take();
    }

    // One field; usual is the value it has when it is not there; since is the format that brought it.
    template <class T>
    void operator()(std::string_view name, const T& value, const std::type_identity_t<T>& usual = {}, int /*since*/ = 1) {
        if (!(value == usual)) always(name, value);
    }

    template <class T>
    void always(std::string_view name, const T& value) {
        out_.key(name);
        write(value);
    }

    // An enumeration, by its words.
    template <class E, std::size_t N>
    void word(std::string_view name, E value, const std::array<std::string_view, N>& words, E usual = {}, int /*since*/ = 1) {
        const auto index = static_cast<std::size_t>(value);
        VIVA_CHECK(index < N);
        if (value != usual) always(name, words[index]);
    }

   private:
    void write(bool value) { out_.put(value ? std::string_view("true") : std::string_view("false")); }
    void write(Number auto value) { out_.number(value); }
    void write(Instant at) { out_.number(at.time_since_epoch().count()); }
    void write(Duration span) { out_.number(span.count()); }
    void write(std::string_view text) { out_.text(text); }
    void write(const std::string& text) { out_.text(text); }

    void write(const std::vector<bool>& flags) {
        out_.put('"');
        for (const bool flag : flags) out_.put(flag ? '1' : '0');
        out_.put('"');
    }

    template <Number T>
    void write(const std::vector<T>& numbers) {
        out_.numbers(numbers);
    }

    template <class T>
    void write(const std::vector<T>& items) {
        out_.put('[');
        for (const auto& item : items) {
            out_.next('[');
            write(item);
        }
        out_.put(']');
    }

    // A list of pairs: names may be any bytes.
    template <class T>
    void write(const std::map<std::string, T>& entries) {
        out_.put('[');
        for (const auto& [name, value] : entries) {
            out_.next('[');
            out_.put('[');
            write(name);
            out_.put(',');
            write(value);
            out_.put(']');
        }
        out_.put(']');
    }

    template <class T>
    void write(const std::optional<T>& value) {
        if (value) return write(*value);
        out_.put("null");
    }

    template <class T>
    requires std::is_aggregate_v<T>
    void write(const T& value) {
        out_.put('{');
        fields(*this, value);
        out_.put('}');
    }

    JsonText out_;
};

}  // namespace bot::store::codec
