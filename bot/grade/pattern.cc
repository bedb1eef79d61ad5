// Owns every use of RE2. The budget is as measured: below 1 MiB for one pattern RE2 leaves its fast path on long text.
#include "bot/grade/pattern.h"

#include <re2/re2.h>

#include <atomic>
#include <mutex>

namespace bot::grade {
namespace {

constexpr std::int64_t kPatternMemory = std::int64_t{1} << 20;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

RE2::Options options(std::int64_t memory) {
    RE2::Options result;
    result.set_log_errors(false);
    result.set_encoding(RE2::Options::EncodingLatin1);
    result.set_never_capture(true);
    result.set_longest_match(true);
    result.set_max_mem(memory);
    return result;
}

}  // namespace

Inspection inspect(std::string_view expression) {
    const RE2 regex(piece(expression), options(kPatternMemory));
    if (!regex.ok()) return {RegexFault{regex.error(), regex.error_arg()}, 0};
    return {std::nullopt, regex.ProgramSize()};
}

struct Matchers::Slot {
    std::once_flag once;
    std::unique_ptr<const RE2> regex;  // null if it does not compile after all: it matches nothing then
    std::atomic<bool> built = false;
};

Matchers::Matchers(std::vector<std::string> expressions) : expressions_(std::move(expressions)), slots_(std::make_unique<Slot[]>(expressions_.size())) {}

Matchers::~Matchers() = default;

std::size_t Matchers::size() const { return expressions_.size(); }

const Matchers::Slot& Matchers::ready(std::size_t atom) const {
    Slot& slot = slots_[atom];
    std::call_once(slot.once, [&] {
        auto regex = std::make_unique<RE2>(piece(expressions_[atom]), options(kPatternMemory));
        if (regex->ok()) slot.regex = std::move(regex);
        slot.built = true;
    });
    return slot;
}

std::size_t Matchers::longest(std::size_t atom, std::string_view line, std::size_t begin) const {
    const Slot& slot = ready(atom);
    re2::StringPiece match;
    if (slot.regex == nullptr || !slot.regex->Match(piece(line), begin, line.size(), RE2::ANCHOR_START, &match, 1)) return std::string_view::npos;
    return begin + match.size();
}

bool Matchers::matches(std::size_t atom, std::string_view line, std::size_t begin, std::size_t end) const {
    const Slot& slot = ready(atom);
    return slot.regex != nullptr && slot.regex->Match(piece(line), begin, end, RE2::ANCHOR_BOTH, nullptr, 0);
}

std::size_t Matchers::memory(std::size_t atom) const {
    if (!slots_[atom].built) return sizeof(Slot);
    // As measured: parse tree, program and the states of a few matches.
    constexpr std::size_t kFixed = 4096;
    constexpr std::size_t kPerByte = 80;
    return kFixed + expressions_[atom].size() * kPerByte;
}

}  // namespace bot::grade
