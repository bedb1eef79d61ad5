// Owns the only door to RE2: whether an expression is valid, how large it is, and whether it matches a piece of text.
// Must not know words, gaps or points. Nothing here throws or logs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bot::grade {

constexpr std::size_t kMaxExpressionBytes = std::size_t{32} * 1024;  // of one atom, vocabulary filled in
constexpr int kMaxProgramSize = 2000;                                // RE2 instructions of one atom; larger ones fall off the fast engine

struct RegexFault {
    std::string reason;    // RE2's own words
    std::string argument;  // the part it complains about; may be empty
};

// What RE2 makes of an expression.
struct Inspection {
    std::optional<RegexFault> fault;  // why it refuses it
    int size = 0;                     // instructions, if it does not
};
Inspection inspect(std::string_view expression);

// The matchers of one question's atoms, each built at its first use and kept. Const and safe from any thread.
// Expressions are Latin-1 over " word word " lines and have passed inspect() or are known to be plain.
class Matchers {
   public:
    explicit Matchers(std::vector<std::string> expressions);
    ~Matchers();
    Matchers(const Matchers&) = delete;
    Matchers& operator=(const Matchers&) = delete;

    std::size_t size() const;

    // The end of the longest match that begins at `begin`; npos if none does. Linear in what it reads.
    std::size_t longest(std::size_t atom, std::string_view line, std::size_t begin) const;

    // True if the atom matches exactly [begin, end) of the line.
    bool matches(std::size_t atom, std::string_view line, std::size_t begin, std::size_t end) const;

    const std::string& expression(std::size_t atom) const { return expressions_[atom]; }

    // Bytes that the atom's matcher takes now, estimated: next to nothing until its first use.
    std::size_t memory(std::size_t atom) const;

   private:
    struct Slot;
    const Slot& ready(std::size_t atom) const;

    std::vector<std::string> expressions_;
    std::unique_ptr<Slot[]> slots_;
};

}  // namespace bot::grade
