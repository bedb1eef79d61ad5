// Owns the generic walk over tree and table.
#include "bot/script/conform.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/script/codes.h"

namespace bot::script {
namespace {

using Type = Value::Type;

std::string_view kind_name(const YamlNode& node) {
    switch (node.kind) {
        case YamlNode::Kind::kNull: return "nothing";
        case YamlNode::Kind::kScalar: return "a text";
        case YamlNode::Kind::kSequence: return "a list";
        case YamlNode::Kind::kMap: return "a map";
    }
    return "nothing";
}

std::string quoted(std::string_view text) {
    constexpr std::size_t kMost = 40;
    const auto shown = utf8_prefix(text, kMost);
    std::string out = fmt::format("'{}{}'", shown, shown.size() < text.size() ? "..." : "");
    std::replace(out.begin(), out.end(), '\n', ' ');
    return out;
}

bool is_true(const YamlNode& node) { return node.kind == YamlNode::Kind::kScalar && !node.quoted && node.text == "true"; }

// One walk; holds what every step needs.
class Walk {
   public:
    explicit Walk(Report& report) : report_{report} {}

    void value(const YamlNode& node, const Value& value, std::string_view name, Place place) {
        if (node.refused) return;
        if (node.kind == YamlNode::Kind::kNull) {
            if (value.type == Type::kTable && value.fewest == 0) return;  // a file or section with comments only
            report_.add(kEmpty, place, fmt::format("{} is empty: write {}", name, expected(value)));
            return;
        }
        switch (value.type) {
            case Type::kText: return text(node, value, name);
            case Type::kInteger:
            case Type::kDecimal: return number(node, value, name);
            case Type::kTrue:
                if (!is_true(node)) wrong_type(node, name, "the word true");
                return;
            case Type::kChoice: return choice(node, value, name);
            case Type::kList: return list(node, value, name);
            case Type::kTable: return table(node, value, name);
            case Type::kRecord: return record(node, value, name, {});
            case Type::kOneOf: return one_of(node, value, name);
        }
    }

   private:
    void wrong_type(const YamlNode& node, std::string_view name, std::string_view wanted) {
        const std::string found = node.kind == YamlNode::Kind::kScalar ? quoted(node.text) : std::string{kind_name(node)};
        report_.add(kWrongType, node.place, fmt::format("{} must be {}, not {}", name, wanted, found));
    }

    static std::string expected(const Value& value) {
        switch (value.type) {
            case Type::kText: return std::string{description_of(value.format)};
            case Type::kInteger: return "a whole number";
            case Type::kDecimal: return "a number";
            case Type::kTrue: return "true";
            case Type::kChoice: return fmt::format("{}", fmt::join(value.words, ", "));
            case Type::kList: return "a list";
            case Type::kTable: return "a map";
            case Type::kRecord: return fmt::format("a map with {}", fmt::join(required_keys(value), ", "));
            case Type::kOneOf: return expected(*value.options.front());
        }
        return "something";
    }

    static std::vector<std::string_view> required_keys(const Value& value) {
        std::vector<std::string_view> keys;
        for (const Field& field : value.fields) {
            if (field.required) keys.push_back(field.key);
        }
        if (keys.empty()) keys.push_back(value.fields.front().key);
        return keys;
    }

    void text(const YamlNode& node, const Value& value, std::string_view name) {
        if (node.kind != YamlNode::Kind::kScalar) return wrong_type(node, name, description_of(value.format));
        const std::string_view trimmed = trim(node.text);
        if (trimmed.empty()) {
            report_.add(kEmpty, node.place, fmt::format("{} is empty: write {}", name, description_of(value.format)));
        } else if (!accepts(value.format, node.text)) {
            const auto code = value.format == Format::kGuard ? kBadGuard : kBadName;
            report_.add(code, node.place, fmt::format("{} {} must be {}", name, quoted(node.text), description_of(value.format)));
        } else if (trimmed.starts_with("TODO")) {
            report_.add(kPlaceholder, node.place, fmt::format("{} is still to write", name));
        }
    }

    void number(const YamlNode& node, const Value& value, std::string_view name) {
        const std::string_view wanted = value.type == Type::kInteger ? "a whole number" : "a number";
        if (node.kind != YamlNode::Kind::kScalar || node.quoted) return wrong_type(node, name, wanted);
        const char* const end = node.text.data() + node.text.size();
        double found = 0;
        std::from_chars_result read{};
        if (value.type == Type::kInteger) {
            long whole = 0;
            read = std::from_chars(node.text.data(), end, whole);
            found = static_cast<double>(whole);
        } else {
            read = std::from_chars(node.text.data(), end, found);
        }
        if (read.ptr != end || read.ec == std::errc::invalid_argument) return wrong_type(node, name, wanted);
        const bool inside = read.ec == std::errc{} && found >= value.least && found <= value.most;
        if (!inside) report_.add(kOutOfRange, node.place, fmt::format("{} must be {} to {}, not {}", name, value.least, value.most, node.text));
    }

    void choice(const YamlNode& node, const Value& value, std::string_view name) {
        if (node.kind != YamlNode::Kind::kScalar) return wrong_type(node, name, "a word");
        if (std::find(value.words.begin(), value.words.end(), node.text) != value.words.end()) return;
        const std::vector<std::string> words{value.words.begin(), value.words.end()};
        report_.add(kNotAllowed, node.place,
                    fmt::format("{} must be {}, not {}{}", name, fmt::join(words, ", "), quoted(node.text), did_you_mean(node.text, words)));
    }

    void list(const YamlNode& node, const Value& value, std::string_view name) {
        if (node.kind != YamlNode::Kind::kSequence) return wrong_type(node, name, "a list (in [ ] or with a '-' before each entry)");
        if (node.items.size() < value.fewest) report_.add(kEmpty, node.place, fmt::format("{} is an empty list", name));
        const std::string entry = fmt::format("an entry of {}", name);
        for (const YamlNode& item : node.items) this->value(item, *value.item, entry, item.place);
    }

    void table(const YamlNode& node, const Value& value, std::string_view name) {
        if (node.kind != YamlNode::Kind::kMap) return wrong_type(node, name, "a map");
        if (node.items.size() < value.fewest) report_.add(kEmpty, node.place, fmt::format("{} is an empty map", name));
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const Key& key = node.keys[i];
            if (!accepts(value.key_format, key.text)) {
                report_.add(kBadName, key.place, fmt::format("{} is not {}", quoted(key.text), description_of(value.key_format)));
            }
            this->value(node.items[i], *value.item, key.text, key.place);
        }
    }

    // one_of is the choice that the record was taken from, if any.
    void record(const YamlNode& node, const Value& value, std::string_view name, const Value* one_of) {
        if (node.kind != YamlNode::Kind::kMap) return wrong_type(node, name, expected(value));
        if (one_of != nullptr && clashes(node, value, *one_of)) return;
        std::vector<std::string> meant;  // by unknown keys
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            const Key& key = node.keys[i];
            const auto field = std::find_if(value.fields.begin(), value.fields.end(), [&](const Field& one) { return one.key == key.text; });
            if (field != value.fields.end()) {
                this->value(node.items[i], *field->value, key.text, key.place);
            } else {
                meant.push_back(unknown_key(key, node.items[i], node.flow, value));
            }
        }
        for (const Field& field : value.fields) {
            const bool misspelt = std::find(meant.begin(), meant.end(), field.key) != meant.end();
            if (field.required && !misspelt && node.find(field.key) == nullptr)
                report_.add(kMissingKey, node.place, fmt::format("{} lacks the key {}", name, field.key));
        }
    }

    // Reports a first field of another option.
    bool clashes(const YamlNode& node, const Value& value, const Value& one_of) {
        for (const Key& key : node.keys) {
            const bool own = std::any_of(value.fields.begin(), value.fields.end(), [&](const Field& field) { return field.key == key.text; });
            if (own || option_with(one_of, key.text) == nullptr) continue;
            const auto code = one_of.choice_code.empty() ? kUnknownKey : one_of.choice_code;
            report_.add(code, key.place, fmt::format("{} cannot stand beside {} in one map: make two of it", key.text, value.fields.front().key));
            return true;
        }
        return false;
    }

    // Gives the known key that was probably meant; "" if none.
    std::string unknown_key(const Key& key, const YamlNode& item, bool flow, const Value& value) {
        std::vector<std::string> known;
        for (const Field& field : value.fields) known.emplace_back(field.key);
        const std::string near = did_you_mean(key.text, known);
        const bool comma = flow && item.kind == YamlNode::Kind::kNull;
        const std::string fix = comma           ? ": inside { } a text with a comma must be quoted"
                                : !near.empty() ? near
                                                : fmt::format(": known here are {}", fmt::join(known, ", "));
        report_.add(kUnknownKey, key.place, fmt::format("unknown key {}{}", quoted(key.text), fix));
        return nearest(key.text, known).value_or("");
    }

    // The record option whose first field has this key.
    static const Value* option_with(const Value& value, std::string_view key) {
        const auto found = std::find_if(value.options.begin(), value.options.end(),
                                        [&](const Value* one) { return one->type == Type::kRecord && one->fields.front().key == key; });
        return found == value.options.end() ? nullptr : *found;
    }

    void one_of(const YamlNode& node, const Value& value, std::string_view name) {
        if (const Value* option = chosen_option(node, value); option != nullptr) {
            return option->type == Type::kRecord ? record(node, *option, name, &value) : this->value(node, *option, name, node.place);
        }
        std::vector<std::string> firsts;
        for (const Value* option : value.options) {
            if (option->type == Type::kRecord) firsts.emplace_back(option->fields.front().key);
        }
        if (node.kind != YamlNode::Kind::kMap) {
            return wrong_type(node, name, firsts.empty() ? expected(value) : fmt::format("a map with one of {}", fmt::join(firsts, ", ")));
        }
        for (const Key& key : node.keys) {
            if (const auto near = nearest(key.text, firsts); near && option_with(value, key.text) == nullptr) {
                return report_.add(kUnknownKey, key.place, fmt::format("unknown key {} (did you mean {}?)", quoted(key.text), *near));
            }
        }
        const auto code = value.choice_code.empty() ? kMissingKey : value.choice_code;
        report_.add(code, node.place, fmt::format("{} needs one of the keys {}", name, fmt::join(firsts, ", ")));
    }

    Report& report_;
};

}  // namespace

const Value* chosen_option(const YamlNode& node, const Value& value) {
    for (const Value* option : value.options) {
        const bool fits = option->type == Type::kRecord ? node.kind == YamlNode::Kind::kMap && node.find(option->fields.front().key) != nullptr
                                                        : node.kind == YamlNode::Kind::kScalar;
        if (fits) return option;
    }
    return nullptr;
}

void conform(const YamlNode& node, const Value& value, std::string_view name, Place place, Report& report) { Walk{report}.value(node, value, name, place); }

}  // namespace bot::script
