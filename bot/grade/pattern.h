// Owns the only door to RE2: validity of expressions, one set that finds which atoms may match a sentence, and where they match.
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

constexpr std::size_t kMaxExpressionBytes = 32 * 1024;  // of one atom, vocabulary filled in
constexpr int kMaxProgramSize = 2000;                   // RE2 instructions of one atom; larger ones fall off the fast engine

struct RegexFault {
    std::string reason;    // RE2's own words
    std::string argument;  // the part it complains about; may be empty
};

// Why RE2 refuses an expression; nullopt if it does not.
std::optional<RegexFault> regex_fault(std::string_view expression);

// Instructions of the compiled expression; -1 if it does not compile.
int program_size(std::string_view expression);

// A set of small integers below a bound fixed at construction.
class Bits {
   public:
    explicit Bits(std::size_t bound = 0) : blocks_((bound + 63) / 64) {}

    void set(std::size_t index) { blocks_[index / 64] |= std::uint64_t{1} << (index % 64); }
    bool test(std::size_t index) const { return (blocks_[index / 64] >> (index % 64) & 1) != 0; }
    void clear() { blocks_.assign(blocks_.size(), 0); }
    void fill(std::size_t bound) {
        for (std::size_t i = 0; i < bound; ++i) set(i);
    }
    bool any() const;
    std::size_t count_below(std::size_t index) const;  // members smaller than index
    std::size_t count() const { return count_below(blocks_.size() * 64); }
    Bits& operator|=(const Bits& other);

   private:
    std::vector<std::uint64_t> blocks_;
};

// The atoms of one question. Matching is const and safe from any thread. Expressions are Latin-1 over " word word " lines and have passed regex_fault().
class AtomSet {
   public:
    // Builds the set now, each atom's own matcher at its first use.
    explicit AtomSet(std::vector<std::string> expressions);
    ~AtomSet();
    AtomSet(const AtomSet&) = delete;
    AtomSet& operator=(const AtomSet&) = delete;

    std::size_t size() const;

    // Sets the bit of every atom that may match somewhere in the line; all of them if the set cannot tell. Linear in the line.
    void candidates(std::string_view line, Bits& found) const;

    // Where the first match that begins at or after `from` begins; npos if there is none.
    std::size_t find(std::size_t atom, std::string_view line, std::size_t from) const;

    // True if the atom matches exactly [begin, end) of the line.
    bool matches(std::size_t atom, std::string_view line, std::size_t begin, std::size_t end) const;

    // Bytes, estimated from what is built and what the matchers may cache.
    std::size_t memory() const;

   private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace bot::grade
