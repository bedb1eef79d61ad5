// Owns the look-up of a word among many by its hash: one probe where a binary search compares a dozen times.
// Must not know what the words mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace bot::grade {

// FNV-1a, 32 bits (Fowler, Noll, Vo); never stored.
constexpr std::uint32_t word_hash(std::string_view word) {
    std::uint32_t hash = 2166136261u;
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash ^ (hash >> 15);
}

// Where the entries of a list that is fixed at compile time stand, by their member `word`. Of equal words the first counts.
template <std::size_t Slots>
class FixedIndex {
    static_assert((Slots & (Slots - 1)) == 0);

   public:
    template <class Entries>
    constexpr explicit FixedIndex(const Entries& entries) {
        std::uint16_t number = 0;
        for (const auto& entry : entries) {
            ++number;
            std::uint32_t slot = word_hash(entry.word) & (Slots - 1);
            while (slots_[slot] != 0 && entries[slots_[slot] - 1u].word != entry.word) slot = (slot + 1) & (Slots - 1);
            if (slots_[slot] == 0) slots_[slot] = number;
        }
    }

    // The entry with this word, null if there is none. The entries are those of the constructor.
    template <class Entries>
    constexpr auto find(const Entries& entries, std::string_view word) const -> decltype(&entries[0]) {
        for (std::uint32_t slot = word_hash(word) & (Slots - 1); slots_[slot] != 0; slot = (slot + 1) & (Slots - 1)) {
            const auto& entry = entries[slots_[slot] - 1u];
            if (entry.word == word) return &entry;
        }
        return nullptr;
    }

   private:
    std::array<std::uint16_t, Slots> slots_{};  // number of the entry from 1; at most half are taken
};

// The words of one text, each ended by '\n'. Keeps places in the text, not the text: it is given again at each look-up. Immutable.
class WordIndex {
   public:
    WordIndex() = default;
    // Linear; text is below 4 GiB.
    explicit WordIndex(std::string_view text);

    // word holds no '\n'.
    bool contains(std::string_view text, std::string_view word) const;
    std::size_t memory() const { return slots_.capacity() * sizeof(std::uint32_t); }

   private:
    std::vector<std::uint32_t> slots_;  // a word's begin in the text, plus 1; 0 = free; at most half are taken
};

}  // namespace bot::grade
