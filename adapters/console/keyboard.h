// Owns the characters that come from a terminal: bytes -> UTF-8 characters, with what is waiting behind them. Must not know the line editor.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "adapters/console/input.h"

namespace adapters::console {

std::wstring widen(std::string_view text);   // ill-formed parts become U+FFFD
std::string narrow(std::wstring_view text);  // UTF-8

// The end of a bracketed paste, as terminals send it.
constexpr std::string_view kPasteEnd = "\x1b[201~";

// Bytes read from a terminal and not used yet. Pure but for who adds the bytes.
class KeyBuffer {
   public:
    void add(std::string_view bytes);
    bool empty() const { return at_ == bytes_.size(); }

    // True if the first waiting character is whole (an ill-formed one counts as whole).
    bool whole() const;

    // The next character; U+FFFD for an ill-formed byte. Precondition: whole().
    wchar_t next();

    // What waits, if it is a stretch of text that nobody typed: at least kBurst bytes before the next control character other than tab and line end.
    // Takes it, without an unfinished character and without line ends at its end; "" otherwise, and inside the escape sequence of a key.
    std::string take_burst();

    // Takes up to the end of a bracketed paste, or all that waits if that end is not there yet (*ended says which).
    std::string take_paste(bool* ended);

    static constexpr std::size_t kBurst = 16;

   private:
    std::string_view waiting() const { return std::string_view(bytes_).substr(at_); }
    void drop(std::size_t size);

    std::string bytes_;
    std::size_t at_ = 0;
    enum class Sequence { kNone, kEscape, kParameters } sequence_ = Sequence::kNone;  // where next() stands in a key's escape sequence
};

}  // namespace adapters::console
