// Owns the walk that reads back what FieldWriter wrote: its order of fields, no white space, no other escapes. Anything else is not read.
// Must not explain what it does not read (TolerantReader does) or know the types it reads. Private to the codecs.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "bot/base/text.h"
#include "bot/base/time.h"
#include "bot/store/json_cursor.h"
#include "bot/store/plain_text.h"

namespace bot::store::codec {

class QuickReader {
   public:
    // nullopt unless bytes are exactly such a document.
    template <class T>
    static std::optional<T> document(std::string_view bytes, int version, std::string_view name) {
        std::optional<T> value;
        if (!is_utf8(bytes)) return value;
        QuickReader reader(bytes);
        int found = 0;
        reader.in_.expect("{");
        if (reader.in_.take_key("v")) reader.read(found);
        if (found != version || !reader.in_.take_key(name)) return value;
        reader.read(value.emplace());
        reader.in_.expect('}');
        if (!reader.in_.at_end()) value.reset();
        return value;
    }

    // What is left out keeps its usual value, which every new value begins with.
    template <class T>
    void operator()(std::string_view name, T& value, const std::type_identity_t<T>& = {}, int = 1) {
        if (in_.take_key(name)) read(value);
    }

    template <class E, std::size_t N>
    void word(std::string_view name, E& value, const std::array<std::string_view, N>& words, E = {}, int = 1) {
        if (!in_.take_key(name)) return;
        const auto found = std::find(words.begin(), words.end(), in_.word());
        if (found == words.end()) return in_.refuse();
        value = static_cast<E>(found - words.begin());
    }

   private:
    explicit QuickReader(std::string_view bytes) : in_(bytes) {}

    void read(bool& value) {
        value = in_.take("true");
        if (!value) in_.expect("false");
    }

    void read(Number auto& value) { in_.number(value); }
    void read(std::string& value) { in_.text(value); }

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

    void read(std::vector<bool>& flags) {
        in_.expect('"');
        while (in_.good() && !in_.take('"')) {
            flags.push_back(in_.take('1'));
            if (!flags.back()) in_.expect('0');
        }
    }

    template <class T>
    void read(std::vector<T>& items) {
        in_.expect('[');
        if (in_.take(']')) return;
        items.reserve(sizeof(T) <= 64 ? 16 : 4);
        while (in_.good()) {
            read(items.emplace_back());
            if (in_.take(']')) return;
            in_.expect(',');
        }
    }

    template <class T>
    void read(std::map<std::string, T>& entries) {
        in_.expect('[');
        if (in_.take(']')) return;
        while (in_.good()) {
            std::string name;
            in_.expect('[');
            read(name);
            in_.expect(',');
            // In order and none twice.
            if (!in_.good() || (!entries.empty() && name <= entries.rbegin()->first)) return in_.refuse();
            read(entries.emplace_hint(entries.end(), std::move(name), T{})->second);
            in_.expect(']');
            if (in_.take(']')) return;
            in_.expect(',');
        }
    }

    template <class T>
    void read(std::optional<T>& value) {
        if (!in_.take("null")) read(value.emplace());
    }

    template <class T>
    requires std::is_aggregate_v<T>
    void read(T& value) {
        if (in_.take("{}")) return;
        in_.expect('{');
        fields(*this, value);
        in_.expect('}');
    }

    JsonCursor in_;
};

}  // namespace bot::store::codec
