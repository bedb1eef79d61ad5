// Owns a JSON text that grows: keys, numbers and texts of any bytes. Must not know fields or types. Private to the codecs.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bot::store::codec {

template <class T>
concept Number = std::integral<T> && !std::same_as<T, bool>;

class JsonText {
   public:
    std::string take() {
        bytes_.resize(size_);
        return std::move(bytes_);
    }

    void put(char c) {
        *room_for(1) = c;
        ++size_;
    }
    void put(std::string_view token);

    // "name": with a comma before it unless it is the first in its object.
    void key(std::string_view name);

    // A comma, unless the next value is the first behind this bracket.
    void next(char opening) {
        if (bytes_[size_ - 1] != opening) put(',');
    }

    // Text that JSON cannot hold as it is goes as {"hex": ...}, so that every byte comes back.
    void text(std::string_view text);

    template <Number T>
    void number(T value) {
        auto* begin = room_for(kLongestNumber);
        size_ += static_cast<std::size_t>(std::to_chars(begin, begin + kLongestNumber, value).ptr - begin);
    }

    template <Number T>
    void numbers(const std::vector<T>& values) {
        auto* const begin = room_for(2 + (kLongestNumber + 1) * values.size());
        auto* to = begin;
        *to++ = '[';
        for (const auto value : values) {
            if (to[-1] != '[') *to++ = ',';
            to = std::to_chars(to, to + kLongestNumber, value).ptr;
        }
        *to++ = ']';
        size_ += static_cast<std::size_t>(to - begin);
    }

   private:
    static constexpr std::size_t kLongestNumber = 20;  // of 64 bits, with its sign

    // The text grows by doubling; size_ bytes of it are written.
    char* room_for(std::size_t bytes) {
        if (bytes_.size() - size_ < bytes) bytes_.resize(2 * bytes_.size() + bytes);
        return bytes_.data() + size_;
    }
    void escaped(std::string_view text);
    void hex(std::string_view bytes);

    std::string bytes_ = std::string(2000, ' ');
    std::size_t size_ = 0;
};

}  // namespace bot::store::codec
