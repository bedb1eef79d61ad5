// Owns the normal form of an answer: words in sentences and clauses, each with its place in the bytes that were given.
// Must not know rubrics, patterns or marks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bot::grade {

struct Word {
    std::uint32_t begin = 0;  // in Answer::text; a word has a space on each side
    std::uint32_t end = 0;
    std::uint32_t source_begin = 0;  // in the input, at character boundaries
    std::uint32_t source_end = 0;
    std::uint32_t sentence = 0;
    std::uint32_t clause = 0;  // counted over the whole answer
    std::uint32_t chunk = 0;   // pieces between commas, bullets and the like, counted over the whole answer
    std::uint16_t bits = 0;    // WordClass
};

// Words [first, last) and their text, spaces at both ends included.
struct Sentence {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool code = false;  // a line of code
    bool asks = false;  // ended by a question mark
};

// " word word word \n word word \n": one space around every word, one line a sentence, nothing else.
struct Answer {
    std::string text;
    std::vector<Word> words;
    std::vector<Sentence> sentences;
    bool repaired = false;
    int letters = 0;
    int foreign = 0;  // letters of another script than Latin

    std::string_view word(std::size_t index) const { return std::string_view(text).substr(words[index].begin, words[index].end - words[index].begin); }
};

// Any bytes (below 4 GiB) to their normal form. Linear.
Answer normalise(std::string_view input);

}  // namespace bot::grade
