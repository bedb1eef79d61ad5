// Owns the search in the embedded list: lower-case, one word a line, each line ended by '\n' (cmake/embed.cmake).
#include "bot/grade/words.h"

#include <cstddef>

#include "bot/grade/word_index.h"

extern "C" {
extern const char viva_words_begin[];
extern const char viva_words_end[];
}

namespace bot::grade {
namespace {

std::string_view list() { return {viva_words_begin, static_cast<std::size_t>(viva_words_end - viva_words_begin)}; }

}  // namespace

bool is_known_word(std::string_view word) {
    static const WordIndex index(list());
    return word.find('\n') == std::string_view::npos && index.contains(list(), word);
}

const Fingerprint& known_words_fingerprint() {
    static const Fingerprint value = fingerprint({list()});
    return value;
}

}  // namespace bot::grade
