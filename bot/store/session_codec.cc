// Owns the tolerant walk over the field lists, from parsed JSON: for older formats, and to say what is wrong with a text that QuickReader does not read.
#include "bot/store/session_codec.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <exception>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <type_traits>
#include <vector>

#include "bot/base/check.h"
#include "bot/base/text.h"
#include "bot/store/field_writer.h"
#include "bot/store/quick_reader.h"
#include "bot/store/session_fields.h"

namespace bot::store {

namespace {

using namespace codec;
using nlohmann::json;

constexpr int kMaxDepth = 64;

class TolerantReader {
   public:
    template <class T>
    void operator()(std::string_view name, T& value, const std::type_identity_t<T>& usual = {}, int since = 1) {
        member(
            name, since, [&] { value = usual; }, [&](const json& at) { read(at, value); });
    }

    template <class E, std::size_t N>
    void word(std::string_view name, E& value, const std::array<std::string_view, N>& words, E usual = {}, int since = 1) {
        const auto read_word = [&](const json& at) {
            const auto* text = at.get_ptr<const std::string*>();
            const auto found = text ? std::find(words.begin(), words.end(), *text) : words.end();
            if (found == words.end()) return refuse("not one of its words");
            value = static_cast<E>(found - words.begin());
        };
        member(
            name, since, [&] { value = usual; }, read_word);
    }

    template <class T>
    void document(const json& root, std::string_view name, T& value) {
        if (!root.is_object()) return refuse("not an object");
        here_ = &root;
        (*this)("v", version_);
        if (!why_.empty()) return;
        if (version_ < 1 || version_ > kCodecVersion) {
            path_.clear();
            return refuse(fmt::format("format {} is not known to this program, which reads up to format {}", version_, kCodecVersion));
        }
        (*this)(name, value);
        close();
    }

    // "" if all went well, else where and why.
    std::string reason() const { return path_.empty() ? why_ : path_ + ": " + why_; }
    std::size_t names_seen() const { return names_; }

   private:
    void refuse(std::string why) {
        if (why_.empty()) why_ = std::move(why);
    }

    // A place is put together on the way out, from the innermost name.
    void inside(const std::string& name) { path_ = path_.empty() || path_.front() == '[' ? name + path_ : name + "." + path_; }

    template <class LeaveOut, class Read>
    void member(std::string_view name, int since, LeaveOut&& leave_out, Read&& read_it) {
        if (!why_.empty()) return;
        const auto found = here_->find(name);
        if (found == here_->end()) return complete_ && since <= std::max(version_, 1) ? refuse(fmt::format("{} is missing", name)) : leave_out();
        ++taken_;
        read_it(*found);
        if (!why_.empty()) inside(std::string(name));
    }

    void close() {
        names_ += taken_;
        if (why_.empty() && taken_ != here_->size()) refuse("a field that is not known");
    }

    void read(const json& at, bool& value) {
        if (!at.is_boolean()) return refuse("not true or false");
        value = *at.get_ptr<const bool*>();
    }

    template <Number T>
    void read(const json& at, T& value) {
        if (const auto* whole = at.get_ptr<const json::number_unsigned_t*>()) {
            if (*whole > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) return refuse("a number out of range");
            value = static_cast<T>(*whole);
        } else if (const auto* negative = at.get_ptr<const json::number_integer_t*>()) {
            if (!std::in_range<T>(*negative)) return refuse("a number out of range");
            value = static_cast<T>(*negative);
        } else {
            refuse("not a whole number");
        }
    }

    void read(const json& at, Instant& value) {
        Duration since{};
        read(at, since);
        value = Instant(since);
    }

    void read(const json& at, Duration& value) {
        Duration::rep count = 0;
        read(at, count);
        value = Duration(count);
    }

    void read(const json& at, std::string& value) {
        if (const auto* text = at.get_ptr<const std::string*>()) {
            value = *text;
            return;
        }
        const auto hex = at.is_object() ? at.find("hex") : at.end();
        if (!at.is_object() || at.size() != 1 || hex == at.end() || !hex->is_string()) return refuse("not a text");
        ++names_;
        read_hex(*hex->get_ptr<const std::string*>(), value);
    }

    void read_hex(const std::string& digits, std::string& value) {
        if (digits.size() % 2 != 0) return refuse("an odd number of hex digits");
        value.resize(digits.size() / 2);
        for (std::size_t i = 0; i < value.size(); ++i) {
            unsigned char byte = 0;
            const auto* begin = digits.data() + 2 * i;
            if (std::from_chars(begin, begin + 2, byte, 16).ptr != begin + 2) return refuse("not hex digits");
            value[i] = static_cast<char>(byte);
        }
    }

    void read(const json& at, std::vector<bool>& flags) {
        const auto* text = at.get_ptr<const std::string*>();
        if (!text || text->find_first_not_of("01") != std::string::npos) return refuse("not a text of 0 and 1");
        for (const char c : *text) flags.push_back(c == '1');
    }

    template <class T>
    void read(const json& at, std::vector<T>& items) {
        if (!at.is_array()) return refuse("not a list");
        for (const auto& item : at) {
            read(item, items.emplace_back());
            if (!why_.empty()) return inside(fmt::format("[{}]", items.size() - 1));
        }
    }

    template <class T>
    void read(const json& at, std::map<std::string, T>& entries) {
        if (!at.is_array()) return refuse("not a list");
        for (const auto& pair : at) {
            if (!pair.is_array() || pair.size() != 2) return refuse("not pairs");
            std::string name;
            read(pair[0], name);
            if (!entries.empty() && name <= entries.rbegin()->first) return refuse("names twice or out of order");
            read(pair[1], entries[std::move(name)]);
            if (!why_.empty()) return inside(fmt::format("[{}]", entries.size() - 1));
        }
    }

    template <class T>
    void read(const json& at, std::optional<T>& value) {
        if (!at.is_null()) read(at, value.emplace());
    }

    template <class T>
    requires std::is_aggregate_v<T>
    void read(const json& at, T& value) {
        if (!at.is_object()) return refuse("not an object");
        const auto* outer = here_;
        const auto outer_taken = taken_;
        here_ = &at;
        taken_ = 0;
        complete_ = version_ == 1;  // which had every field written out
        fields(*this, value);
        close();
        here_ = outer;
        taken_ = outer_taken;
    }

    int version_ = 0;
    bool complete_ = true;        // no field may be left out, as in the document itself
    const json* here_ = nullptr;  // the object whose members are read
    std::size_t taken_ = 0;       // how many of them so far
    std::size_t names_ = 0;       // of all objects left behind
    std::string path_;
    std::string why_;
};

// What the tree does not tell: it keeps one of two equal names and nothing of what is too deep.
struct Census {
    std::size_t names = 0;
    bool too_deep = false;
};

json parse(std::string_view bytes, Census& census) {
    const auto look = [&](int depth, json::parse_event_t event, json&) {
        if (event == json::parse_event_t::key) ++census.names;
        census.too_deep = census.too_deep || depth > kMaxDepth;
        return depth <= kMaxDepth;
    };
    return json::parse(bytes.begin(), bytes.end(), look, false);
}

template <class T>
Result<T> decode_tolerantly(std::string_view bytes, std::string_view name) {
    const auto corrupt = [&](std::string_view why) { return fail(Code::kCorrupt, fmt::format("the stored {} cannot be read: {}", name, why)); };
    if (bytes.size() > kMaxEncodedBytes) return corrupt(fmt::format("longer than {} bytes", kMaxEncodedBytes));
    try {
        Census census;
        const auto root = parse(bytes, census);
        if (census.too_deep) return corrupt(fmt::format("nested deeper than {}", kMaxDepth));
        if (root.is_discarded()) return corrupt("not JSON");
        TolerantReader reader;
        T value;
        reader.document(root, name, value);
        if (!reader.reason().empty()) return corrupt(reader.reason());
        if (reader.names_seen() != census.names) return corrupt("a field stands twice");
        return value;
    } catch (const std::exception& error) {
        return corrupt(error.what());
    }
}

template <class T>
Result<T> decode(std::string_view bytes, std::string_view name) {
    if (bytes.size() <= kMaxEncodedBytes) {
        if (auto value = QuickReader::document<T>(bytes, kCodecVersion, name)) return std::move(*value);
    }
    return decode_tolerantly<T>(bytes, name);
}

}  // namespace

std::string encode(const engine::Session& session) { return FieldWriter().document(kCodecVersion, "session", session); }
std::string encode(const Marked& marked) { return FieldWriter().document(kCodecVersion, "marks", marked); }
Result<engine::Session> decode_session(std::string_view bytes) { return decode<engine::Session>(bytes, "session"); }
Result<Marked> decode_marked(std::string_view bytes) { return decode<Marked>(bytes, "marks"); }
Result<engine::Session> decode_session_tolerantly(std::string_view bytes) { return decode_tolerantly<engine::Session>(bytes, "session"); }

}  // namespace bot::store
