// Owns chance for property tests: the same numbers from the same seed, on any machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

namespace stage {

class Dice {
   public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
    // 0..sides-1
    int roll(int sides) {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return int((state_ >> 11) % std::uint64_t(sides));
    }
    bool once_in(int times) { return roll(times) == 0; }
    template <class Items>
    const auto& one_of(const Items& items) {
        return items[std::size_t(roll(int(std::size(items))))];
    }
    template <class Items>
    void shuffle(Items& items) {
        for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[std::size_t(roll(int(i)))]);
    }

   private:
    std::uint64_t state_;
};

}  // namespace stage
