// Owns the tables of every file's shape: keys, types, required, allowed values, descriptions. Reader and JSON Schema both use them.
// Must not read files; what needs more than one value to judge (ids that name each other) is the readers'.
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace bot::script {

enum class Shape { kPack, kQuestion, kSamples, kScript, kVocabulary, kMessages };

inline constexpr std::array kShapes{Shape::kPack, Shape::kQuestion, Shape::kSamples, Shape::kScript, Shape::kVocabulary, Shape::kMessages};

std::string_view to_string(Shape shape);  // "pack", "question", ...: the schema's file name

// What a text must look like. Each has a predicate (accepts) and a regular expression for the schema.
enum class Format {
    kFree,            // anything that is not blank
    kAuthorId,        // full-blocks
    kVocabularyName,  // no_one
    kMessageKey,      // status.line
    kLanguage,        // en, pt-br
    kDuration,        // 90s, 5m, 2h, 1d
    kAddress,         // https://...
    kSelection,       // a pack, "any" or $argument, each with or without "#tag"
    kAmount,          // a whole number or $argument
    kGuard,           // followup-left, score>=80, ...
    kArgument,        // an argument's default: a word or a whole number
};

bool accepts(Format format, std::string_view text);
std::string_view regex_of(Format format);        // ECMA 262, anchored; empty = anything
std::string_view description_of(Format format);  // what an error says is expected

struct Field;

// The description of one value.
struct Value {
    enum class Type {
        kText,
        kInteger,
        kDecimal,
        kTrue,    // the word true and nothing else
        kChoice,  // one of words
        kList,    // of item
        kTable,   // any keys of key_format, values of item
        kRecord,  // fields
        kOneOf    // options: told apart by the kind of node; records by their first field, which must be required
    };
    Type type = Type::kText;
    std::string_view about{};  // hover text; may be empty
    Format format = Format::kFree;
    double least = 0;  // kInteger, kDecimal: inclusive range
    double most = 0;
    std::span<const std::string_view> words{};
    const Value* item = nullptr;
    std::size_t fewest = 0;  // kList, kTable: entries at least
    Format key_format = Format::kAuthorId;
    std::span<const Field> fields{};
    std::span<const Value* const> options{};
    std::string_view choice_code{};  // kOneOf: the code when no option or more than one is meant; empty = the general ones
};

struct Field {
    std::string_view key;
    const Value* value;
    bool required;
    std::string_view about;
};

const Value& value_of(Shape shape);

}  // namespace bot::script
