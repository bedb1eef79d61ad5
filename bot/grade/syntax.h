// Owns the syntax tree of patterns: what an author wrote, with separators, words and vocabulary names told apart.
// Must not know RE2, gaps or operators.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/rubric.h"

namespace bot::grade {

// A mistake found while reading a pattern.
struct Fault {
    enum class Kind { kSyntax, kUnknownName, kNameCycle };
    Kind kind = Kind::kSyntax;
    std::size_t offset = 0;  // into the text that was read
    std::string reason;
};

// Reads regular expressions in the subset that makes sense on words: literals, classes, groups, |, ? * + {m,n}, \w \d \s and {name}.
// Every character that is no letter, digit or '_' is a separator. One instance serves one rubric; a vocabulary entry is read once.
class Syntax {
   public:
    enum class Kind { kEmpty, kSeparator, kLiteral, kClass, kConcat, kAlternation, kRepeat };
    struct Node {
        Kind kind = Kind::kEmpty;
        std::string text{};                   // kLiteral: folded letters; kClass: the RE2 class for one byte
        std::vector<std::string> spelling{};  // kClass: its members if they are few, else empty
        std::vector<int> children{};
        int min = 1;  // kRepeat
        int max = 1;  // -1 = no limit
        // Of everything below:
        bool nullable = false;
        int separators = 0;    // the most that a match can hold, at most kManyWords
        std::size_t size = 1;  // about the number of RE2 instructions
    };

    static constexpr int kManyWords = 15;
    static constexpr int kUnlimited = -1;
    static constexpr std::size_t kMaxDepth = 24;

    // The vocabulary must outlive this object.
    explicit Syntax(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    // Reads a pattern without gaps; the root's index, or -1 and a fault.
    int read(std::string_view pattern, Fault& fault);

    // Reads a vocabulary entry as one alternation; -1 and a fault (offset 0) if it or a name it uses is faulty.
    int read_name(std::string_view name, Fault& fault);

    const Node& node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }

    // The vocabulary entries read so far.
    const std::map<std::string, int, std::less<>>& names() const { return names_; }

    // Appends the RE2 expression (Latin-1) for words with one space between them; a leading and a trailing space belong to it.
    std::string expression(int root) const;

    // Every word that the pattern spells, each once, in order; a word that goes on in letters of the person's choice ends in '*'.
    std::vector<std::string> words(int root) const;

   private:
    friend class SyntaxReader;
    int add(Node node);

    const Vocabulary& vocabulary_;
    std::vector<Node> nodes_;
    std::map<std::string, int, std::less<>> names_;  // -2 while being read
};

}  // namespace bot::grade
