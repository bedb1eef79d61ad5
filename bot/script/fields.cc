// Owns the formats of texts and which table belongs to which shape.
#include "bot/script/fields.h"

#include <algorithm>

#include "bot/base/check.h"
#include "bot/base/ids.h"
#include "bot/base/text.h"
#include "bot/base/time.h"
#include "bot/script/guard.h"
#include "bot/script/tables.h"

namespace bot::script {
namespace {

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool is_vocabulary_name(std::string_view text) {
    return text.size() >= 2 && text.size() <= 32 && lower(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return lower(c) || digit(c) || c == '_'; });
}

bool is_message_key(std::string_view text) {
    return !text.empty() && text.size() <= 64 && lower(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return lower(c) || digit(c) || c == '_' || c == '-' || c == '.'; });
}

bool is_language(std::string_view text) {
    return text.size() >= 2 && text.size() <= 8 && lower(text[0]) && lower(text[1]) &&
           std::all_of(text.begin(), text.end(), [](char c) { return lower(c) || digit(c) || c == '-'; });
}

bool is_address(std::string_view text) {
    const auto rest = text.starts_with("https://") ? text.substr(8) : text.starts_with("http://") ? text.substr(7) : std::string_view{};
    return !rest.empty() &&
           std::none_of(rest.begin(), rest.end(), [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '"' || c == '<' || c == '>'; });
}

bool is_whole_number(std::string_view text) { return !text.empty() && text.size() <= 6 && std::all_of(text.begin(), text.end(), digit); }

bool is_argument_name(std::string_view text) { return text.starts_with('$') && is_author_id(text.substr(1)); }

bool is_selection(std::string_view text) {
    const auto mark = std::min(text.find('#'), text.size());
    const auto base = text.substr(0, mark);
    return (is_author_id(base) || is_argument_name(base)) && (mark == text.size() || is_author_id(text.substr(mark + 1)));
}

bool is_argument_value(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](char c) { return lower(c) || digit(c) || c == '-' || c == '/' || c == '#'; });
}

}  // namespace

std::string_view to_string(Shape shape) {
    switch (shape) {
        case Shape::kPack: return "pack";
        case Shape::kQuestion: return "question";
        case Shape::kSamples: return "samples";
        case Shape::kScript: return "script";
        case Shape::kVocabulary: return "vocabulary";
        case Shape::kMessages: return "messages";
    }
    VIVA_CHECK(false);
    return {};
}

bool accepts(Format format, std::string_view text) {
    switch (format) {
        case Format::kFree: return !trim(text).empty();
        case Format::kAuthorId: return is_author_id(text);
        case Format::kVocabularyName: return is_vocabulary_name(text);
        case Format::kMessageKey: return is_message_key(text);
        case Format::kLanguage: return is_language(text);
        case Format::kDuration: return parse_duration(text).has_value();
        case Format::kAddress: return is_address(text);
        case Format::kSelection: return is_selection(text);
        case Format::kAmount: return is_whole_number(text) || is_argument_name(text);
        case Format::kGuard: return parse_guard(text).has_value();
        case Format::kArgument: return is_argument_value(text);
    }
    VIVA_CHECK(false);
    return false;
}

std::string_view regex_of(Format format) {
    switch (format) {
        case Format::kFree: return "";
        case Format::kAuthorId: return "^[a-z][a-z0-9-]{1,31}$";
        case Format::kVocabularyName: return "^[a-z][a-z0-9_]{1,31}$";
        case Format::kMessageKey: return "^[a-z][a-z0-9_.-]{0,63}$";
        case Format::kLanguage: return "^[a-z]{2}[a-z0-9-]{0,6}$";
        case Format::kDuration: return "^[1-9][0-9]*[smhd]$";
        case Format::kAddress: return "^https?://[^ \"<>]+$";
        case Format::kSelection: return "^[$]?[a-z][a-z0-9-]{1,31}(#[a-z][a-z0-9-]{1,31})?$";
        case Format::kAmount: return "^([0-9]{1,6}|[$][a-z][a-z0-9-]{1,31})$";
        case Format::kGuard: return "^(followup-left|band>=(none|weak|partial|strong)|score>=[0-9]{1,3}|(missed|claimed) [a-z][a-z0-9-]{1,31})$";
        case Format::kArgument: return "^[a-z0-9/#-]{1,64}$";
    }
    VIVA_CHECK(false);
    return {};
}

std::string_view description_of(Format format) {
    switch (format) {
        case Format::kFree: return "a text";
        case Format::kAuthorId: return "an id: 2 to 32 lower-case letters, digits and '-', a letter first";
        case Format::kVocabularyName: return "a vocabulary name: 2 to 32 lower-case letters, digits and '_', a letter first";
        case Format::kMessageKey: return "a message key: lower-case letters, digits, '.', '-' and '_', a letter first";
        case Format::kLanguage: return "a language such as en or pt-br";
        case Format::kDuration: return "a duration such as 90s, 5m, 2h or 1d";
        case Format::kAddress: return "an address that begins with http:// or https://";
        case Format::kSelection: return "a pack's id, any or a $argument, with #tag behind it if only that tag is meant";
        case Format::kAmount: return "a whole number or a $argument";
        case Format::kGuard: return "followup-left, band>=none|weak|partial|strong, score>=0..100, missed POINT or claimed MISCONCEPTION";
        case Format::kArgument: return "a word or a whole number";
    }
    VIVA_CHECK(false);
    return {};
}

const Value& value_of(Shape shape) {
    switch (shape) {
        case Shape::kPack: return pack_value();
        case Shape::kQuestion: return question_value();
        case Shape::kSamples: return samples_value();
        case Shape::kScript: return script_value();
        case Shape::kVocabulary: return vocabulary_value();
        case Shape::kMessages: return messages_value();
    }
    VIVA_CHECK(false);
    return pack_value();
}

}  // namespace bot::script
