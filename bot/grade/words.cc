// Owns the search in the embedded list: sorted, lower-case, one word a line, each line ended by '\n' (cmake/embed.cmake).
#include "bot/grade/words.h"

#include <cstddef>
#include <cstring>

extern "C" {
extern const char viva_words_begin[];
extern const char viva_words_end[];
}

namespace bot::grade {
namespace {

std::string_view list() { return {viva_words_begin, static_cast<std::size_t>(viva_words_end - viva_words_begin)}; }

}  // namespace

bool is_known_word(std::string_view word) {
    const std::string_view words = list();
    std::size_t low = 0;  // always the begin of a line
    std::size_t high = words.size();
    while (low < high) {
        std::size_t begin = low + (high - low) / 2;
        while (begin > low && words[begin - 1] != '\n') --begin;
        const void* stop = std::memchr(words.data() + begin, '\n', words.size() - begin);
        const std::size_t end = stop == nullptr ? words.size() : static_cast<std::size_t>(static_cast<const char*>(stop) - words.data());
        const int order = word.compare(words.substr(begin, end - begin));
        if (order == 0) return true;
        if (order < 0) {
            high = begin;
        } else {
            low = end + 1;
        }
    }
    return false;
}

const Fingerprint& known_words_fingerprint() {
    static const Fingerprint value = fingerprint({list()});
    return value;
}

}  // namespace bot::grade
