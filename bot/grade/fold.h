// Owns character folding: any bytes to the plain form that is segmented, with a way back to the bytes that were given.
// Must not know words, lines or sentences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bot::grade {

// Folded text: NFKC, case folded, control characters as spaces, every line end as '\n', quotes ' and ", dashes '-' (a long dash " - "), arrows "->", bullets
// '*'. A byte of 0x80 and above belongs to a letter, mark or digit; all other characters beyond ASCII are spaces.
struct Folded {
    std::string text;
    std::vector<std::uint32_t> begin;  // per byte of text: where the character it came from begins in the input
    std::vector<std::uint32_t> end;    // and where that character ends
    int letters = 0;                   // characters that are letters
    int foreign = 0;                   // of these, in another script than Latin
    bool repaired = false;             // the input was no valid UTF-8; bad bytes became spaces
};

// Linear in the input, which must be below 4 GiB.
Folded fold_text(std::string_view input);

}  // namespace bot::grade
