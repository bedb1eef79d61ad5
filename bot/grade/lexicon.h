// Owns the closed classes of English words that the grader knows by heart: function words, negators, numbers, clause starters, and contractions.
// Must not hold a subject's words (vocabulary files do).
#pragma once

#include <cstdint>
#include <string_view>

namespace bot::grade {

// What a word is, as a set of bits.
enum WordClass : std::uint16_t {
    kFunctionWord = 1 << 0,  // says nothing by itself: articles, pronouns, prepositions, auxiliaries, adverbs of degree
    kNegator = 1 << 1,       // not, never, without ...
    kNumberWord = 1 << 2,    // two, hundred, twice ...
    kClauseStart = 1 << 3,   // but, while, because ...: the word opens a clause
    kScopeEnd = 1 << 4,      // when, if, so ...: what a negator before it denies ends here
    kLimit = 1 << 5,         // until, unless, except ...: "not ... until X" asserts X
    kSubject = 1 << 6,       // it, the, each ...: after "and" it begins a new statement
    kCommonVerb = 1 << 7,    // use, get, make ...: not telling, but the sign of a sentence
    kGloss = 1 << 8,         // stands first behind a colon, bracket, dash, equals sign or arrow: it says something about what stands before
};

// The classes of a folded word; 0 for a content word.
std::uint16_t word_class(std::string_view word);

// What a word written without its apostrophe or in slang stands for ("dont" -> "do not"), words separated by one space; "" if it stands for itself.
std::string_view expansion(std::string_view word);

// What base + apostrophe + suffix stands for ("do" + "n't", split as "don" + "t"); "" if the apostrophe is no contraction.
// The returned text is what replaces the suffix; base_cut is the number of bytes to drop from the end of base, base_instead replaces base if not empty.
struct Contraction {
    std::string_view suffix;
    std::string_view base_instead;
    unsigned base_cut = 0;
};
Contraction contraction(std::string_view base, std::string_view suffix);

}  // namespace bot::grade
