// Owns what word_index.h promises.
#include "bot/grade/word_index.h"

#include <algorithm>
#include <bit>

namespace bot::grade {
namespace {

// Is the word at this place of the text this one?
bool stands_at(std::string_view text, std::size_t place, std::string_view word) {
    return text.size() - place > word.size() && text[place + word.size()] == '\n' && text.substr(place, word.size()) == word;
}

}  // namespace

WordIndex::WordIndex(std::string_view text) {
    const auto words = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (words == 0) return;
    slots_.assign(std::bit_ceil(words * 2), 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        if (end == std::string_view::npos) break;
        std::size_t slot = word_hash(text.substr(begin, end - begin)) & mask;
        while (slots_[slot] != 0) slot = (slot + 1) & mask;
        slots_[slot] = static_cast<std::uint32_t>(begin + 1);
        begin = end + 1;
    }
}

bool WordIndex::contains(std::string_view text, std::string_view word) const {
    if (slots_.empty()) return false;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = word_hash(word) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
        if (stands_at(text, slots_[slot] - 1, word)) return true;
    }
    return false;
}

}  // namespace bot::grade
