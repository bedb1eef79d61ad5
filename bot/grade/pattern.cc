// Owns every use of RE2. Budgets as measured: one pattern 1 MiB, a set 8 MiB; below that RE2 leaves its linear fast path or refuses to compile.
#include "bot/grade/pattern.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <bit>
#include <mutex>

namespace bot::grade {
namespace {

constexpr std::int64_t kPatternMemory = std::int64_t{1} << 20;
constexpr std::int64_t kSetMemory = std::int64_t{8} << 20;
constexpr std::size_t kSmallestSet = 8;  // atoms; a set this small that does not compile is left out

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options options(std::int64_t memory) {
    RE2::Options result;
    result.set_log_errors(false);
    result.set_encoding(RE2::Options::EncodingLatin1);
    result.set_never_capture(true);
    result.set_max_mem(memory);
    return result;
}

}  // namespace

std::optional<RegexFault> regex_fault(std::string_view expression) {
    const RE2 regex(piece(expression), options(kPatternMemory));
    if (regex.ok()) return std::nullopt;
    return RegexFault{regex.error(), regex.error_arg()};
}

int program_size(std::string_view expression) {
    const RE2 regex(piece(expression), options(kPatternMemory));
    return regex.ok() ? regex.ProgramSize() : -1;
}

bool Bits::any() const {
    for (const std::uint64_t block : blocks_) {
        if (block != 0) return true;
    }
    return false;
}

std::size_t Bits::count_below(std::size_t index) const {
    std::size_t count = 0;
    for (std::size_t block = 0; block < index / 64; ++block) count += static_cast<std::size_t>(std::popcount(blocks_[block]));
    if (index % 64 != 0) count += static_cast<std::size_t>(std::popcount(blocks_[index / 64] & ((std::uint64_t{1} << (index % 64)) - 1)));
    return count;
}

Bits& Bits::operator|=(const Bits& other) {
    for (std::size_t i = 0; i < blocks_.size(); ++i) blocks_[i] |= other.blocks_[i];
    return *this;
}

struct AtomSet::Parts {
    struct Matcher {
        std::once_flag once;
        std::unique_ptr<RE2> regex;
    };
    // Neighbouring atoms [first, first + count).
    struct Group {
        std::size_t first = 0;
        std::size_t count = 0;
        std::unique_ptr<RE2::Set> set;  // null = it does not fit its memory: every atom is a candidate
    };

    std::vector<std::string> expressions;
    std::unique_ptr<Matcher[]> matchers;
    std::vector<Group> groups;

    // Halves what does not fit.
    void build(std::size_t first, std::size_t count) {
        Group group{first, count, std::make_unique<RE2::Set>(options(kSetMemory), RE2::UNANCHORED)};
        bool fits = true;
        for (std::size_t i = first; i < first + count && fits; ++i) fits = group.set->Add(piece(expressions[i]), nullptr) >= 0;
        fits = fits && group.set->Compile();
        if (!fits && count > kSmallestSet) {
            build(first, count / 2);
            build(first + count / 2, count - count / 2);
            return;
        }
        if (!fits) group.set.reset();
        groups.push_back(std::move(group));
    }

    // Null if the atom does not compile after all: it matches nothing then.
    const RE2* matcher(std::size_t atom) {
        Matcher& slot = matchers[atom];
        std::call_once(slot.once, [&] {
            auto regex = std::make_unique<RE2>(piece(expressions[atom]), options(kPatternMemory));
            if (regex->ok()) slot.regex = std::move(regex);
        });
        return slot.regex.get();
    }
};

AtomSet::AtomSet(std::vector<std::string> expressions) : parts_(std::make_unique<Parts>()) {
    parts_->expressions = std::move(expressions);
    parts_->matchers = std::make_unique<Parts::Matcher[]>(parts_->expressions.size());
    if (!parts_->expressions.empty()) parts_->build(0, parts_->expressions.size());
}

AtomSet::~AtomSet() = default;

std::size_t AtomSet::size() const { return parts_->expressions.size(); }

void AtomSet::candidates(std::string_view line, Bits& found) const {
    std::vector<int> hits;
    for (const Parts::Group& group : parts_->groups) {
        RE2::Set::ErrorInfo error{RE2::Set::kNoError};
        hits.clear();
        const bool told = group.set != nullptr && (group.set->Match(piece(line), &hits, &error) || error.kind == RE2::Set::kNoError);
        if (told) {
            for (const int hit : hits) found.set(group.first + static_cast<std::size_t>(hit));
        } else {
            for (std::size_t i = 0; i < group.count; ++i) found.set(group.first + i);
        }
    }
}

std::size_t AtomSet::find(std::size_t atom, std::string_view line, std::size_t from) const {
    const RE2* regex = parts_->matcher(atom);
    re2::StringPiece match;
    if (regex == nullptr || !regex->Match(piece(line), from, line.size(), RE2::UNANCHORED, &match, 1)) return std::string_view::npos;
    return static_cast<std::size_t>(match.data() - line.data());
}

bool AtomSet::matches(std::size_t atom, std::string_view line, std::size_t begin, std::size_t end) const {
    const RE2* regex = parts_->matcher(atom);
    return regex != nullptr && regex->Match(piece(line), begin, end, RE2::ANCHOR_BOTH, nullptr, 0);
}

std::size_t AtomSet::memory() const {
    constexpr std::size_t kPerByte = 48;  // program, reverse program and warm states for a byte of expression, measured
    std::size_t bytes = sizeof(Parts) + parts_->groups.size() * 4096;
    for (const std::string& expression : parts_->expressions) bytes += sizeof(Parts::Matcher) + 512 + expression.size() * kPerByte;
    return bytes;
}

}  // namespace bot::grade
