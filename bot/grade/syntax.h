// Owns the syntax tree of patterns: what an author wrote, with separators, words and vocabulary names told apart.
// Must not know RE2, gaps or operators.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/rubric.h"

namespace bot::grade {

// A mistake found while reading a pattern.
struct Fault {
    enum class Kind { kSyntax, kUnknownName, kNameCycle, kTooLarge };
    Kind kind = Kind::kSyntax;
    std::size_t offset = 0;  // into the text that was read
    std::string reason;
    bool in_name = false;  // the reason says which vocabulary name it is about
};

// Reads regular expressions in the subset that makes sense on words: literals, classes, groups, |, ? * + {m,n}, \w \d \s and {name}.
// Every character that is no letter, digit or '_' is a separator. One instance serves one rubric; a vocabulary entry is read once.
class Syntax {
   public:
    enum class Kind { kEmpty, kSeparator, kLiteral, kClass, kConcat, kAlternation, kRepeat };
    struct Node {
        Kind kind = Kind::kEmpty;
        bool nullable = false;  // can match nothing
        bool wordless = false;  // can match without a letter
        int min = 1;            // kRepeat
        int max = 1;            // -1 = no limit
        // kLiteral: its folded letters in the pool; kClass: the RE2 class for one byte. Others: the children's indexes in their pool.
        std::uint32_t begin = 0;
        std::uint32_t count = 0;
        // Of everything below:
        int separators = 0;      // the most that a match can hold, at most kManyWords
        std::uint32_t size = 1;  // about the number of RE2 instructions
        std::uint32_t cost = 1;  // the most bytes and steps that expression() takes for it
    };

    static constexpr int kManyWords = 8;
    static constexpr int kUnlimited = -1;
    static constexpr std::string_view kAnyLetter = "[^ ]";
    static constexpr std::size_t kMaxDepth = 24;  // of groups
    static constexpr int kMaxNameDepth = 16;
    static constexpr std::uint32_t kMaxCost = 256 * 1024;  // of a pattern or a vocabulary entry, names filled in

    // The vocabulary must outlive this object.
    explicit Syntax(const Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    // Reads a pattern without gaps; the root's index, or -1 and a fault. A pattern that costs too much is refused before it is written out.
    int read(std::string_view pattern, Fault& fault);

    // Reads a vocabulary entry as one alternation; -1 and a fault (offset 0) if it or a name it uses is faulty.
    int read_name(std::string_view name, Fault& fault);

    const Node& node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }
    std::string_view text(const Node& node) const { return std::string_view(letters_).substr(node.begin, node.count); }
    std::span<const int> children(const Node& node) const { return std::span(children_).subspan(node.begin, node.count); }
    int only_child(const Node& node) const { return children_[node.begin]; }

    // Appends the RE2 expression (Latin-1) for words with one space between them; a leading and a trailing space belong to it.
    std::string expression(int root) const;

   private:
    friend class SyntaxReader;
    struct Name {
        int index;      // -2 while being read, -1 = faulty
        int depth = 0;  // of the names in it, itself included
    };
    int read_entry(std::string_view name, Fault& fault);
    Name read_new(std::string_view name, Fault& fault);
    int affordable(int root, Fault& fault) const;
    int add(Node node);
    int add_text(Kind kind, std::string_view text);
    int add_parent(Kind kind, std::span<const int> children);
    int add_repeat(int child, int min, int max);

    const Vocabulary& vocabulary_;
    std::deque<Node> nodes_;  // many: a growing vector would hold them twice for a moment
    std::vector<int> children_;
    std::string letters_;
    std::map<std::string, Name, std::less<>> names_;
    std::map<std::string, Fault, std::less<>> faults_;
    int reading_ = 0;  // names that are being read, one inside another
    int below_ = 0;    // the greatest depth of the names in what is being read
    int unknown_ = 0;  // names looked for in vain
};

}  // namespace bot::grade
