// Owns the rules of guards.h. Distances are in words; a clause ends a negator's reach, and so do the words that open a new statement.
#include "bot/grade/guards.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "bot/grade/lexicon.h"

namespace bot::grade {
namespace {

constexpr std::uint32_t kNegationReach = 5;    // words a negator before a match is looked for
constexpr std::uint32_t kDeterminerReach = 4;  // of "no", "without", "lack": they deny a noun, not a verb further on
constexpr std::uint32_t kAfterReach = 4;       // words between a match and "is not needed"
constexpr std::uint32_t kShunReach = 6;
constexpr std::uint32_t kIgnoranceReach = 10;

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 6> kAfterNot{"only", "just", "merely", "simply", "forget", "hesitate"};
constexpr std::array<std::string_view, 6> kAfterNo{"doubt", "matter", "wonder", "problem", "surprise", "idea"};
constexpr std::array<std::string_view, 6> kDeterminers{"no", "without", "lack", "lacks", "lacking", "lacked"};
constexpr std::array<std::string_view, 10> kCopulas{"is", "are", "was", "were", "be", "being", "does", "do", "would", "seems"};
constexpr std::array<std::string_view, 11> kDenials{"needed",   "required",  "necessary", "true",      "correct",  "guaranteed",
                                                    "possible", "supported", "involved",  "mandatory", "happening"};
constexpr std::array<std::string_view, 3> kNeedless{"unnecessary", "unneeded", "needless"};
constexpr std::array<std::string_view, 5> kTurns{"but", "however", "actually", "reality", "fact"};

}  // namespace

void settle_negators(Answer& answer) {
    std::vector<Word>& words = answer.words;
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        const bool has_next = i + 1 < words.size() && words[i + 1].sentence == words[i].sentence;
        const std::string_view word = answer.word(i);
        if (has_next && ((word == "instead" && answer.word(i + 1) == "of") || (word == "rather" && answer.word(i + 1) == "than"))) words[i].bits |= kNegator;
        if ((words[i].bits & kNegator) == 0) continue;
        const std::string_view next = has_next ? answer.word(i + 1) : std::string_view{};
        const bool first = i == answer.sentences[words[i].sentence].first;
        const bool harmless = (word == "not" && (one_of(next, kAfterNot) || (i > 0 && !first && answer.word(i - 1) == "why"))) ||
                              (word == "no" && (one_of(next, kAfterNo) || (first && has_next && (words[i + 1].bits & kSubject) != 0)));
        if (harmless) words[i].bits &= static_cast<std::uint16_t>(~kNegator);
    }
}

Guards::Guards(std::span<const Cue> cues, const Answer& answer, Sight& sight) : cues_(cues), answer_(answer), sight_(sight) {}

bool Guards::negator(std::uint32_t word, std::span<const std::uint32_t> own) const {
    return (answer_.words[word].bits & kNegator) != 0 && !std::binary_search(own.begin(), own.end(), word);
}

bool Guards::negated_before(const Hit& hit, std::span<const std::uint32_t> own) const {
    const std::vector<Word>& words = answer_.words;
    if ((words[hit.first].bits & kLimit) != 0) return false;  // "does not return until the receiver ..." asserts what follows
    // A pattern that spells its negator is denied only by another one around it: "cannot do without".
    const bool without = answer_.word(hit.first) == "without";
    if (hit.spells && !without) return false;
    const std::uint32_t begin = answer_.sentences[words[hit.first].sentence].first;
    int negators = 0;
    bool past_and = false;
    for (std::uint32_t i = hit.first; i-- > begin;) {
        const std::uint32_t distance = hit.first - i;
        if (distance > kNegationReach || words[i].clause != words[hit.first].clause || (words[i].bits & (kScopeEnd | kLimit)) != 0) break;
        const std::string_view word = answer_.word(i);
        if (word == "and") {
            if ((words[i + 1].bits & kSubject) != 0) break;
            past_and = true;
        }
        if (!negator(i, own)) continue;
        if (word == "non" && distance > 1) continue;
        if (one_of(word, kDeterminers) && (past_and || distance > kDeterminerReach)) continue;
        ++negators;
    }
    return negators % 2 == 1;
}

bool Guards::negated_after(const Hit& hit, std::span<const std::uint32_t> own) const {
    const std::vector<Word>& words = answer_.words;
    const Word& last = words[hit.last - 1];
    const std::uint32_t end = answer_.sentences[last.sentence].last;
    for (std::uint32_t i = hit.last; i + 1 < end && i < hit.last + kAfterReach; ++i) {
        if (words[i].clause != last.clause || (words[i].bits & kScopeEnd) != 0) return false;
        if (!one_of(answer_.word(i), kCopulas)) continue;
        for (std::uint32_t j = i + 1; j < end && j <= i + 3 && words[j].clause == last.clause; ++j) {
            if (one_of(answer_.word(j), kNeedless)) return true;
            if (!negator(j, own)) continue;
            for (std::uint32_t k = j + 1; k < end && k <= j + 2; ++k) {
                if (one_of(answer_.word(k), kDenials)) return true;
            }
        }
    }
    return false;
}

void Guards::places(Cue::Kind kind, std::size_t sentence, std::vector<WordSpan>& out) {
    out.clear();
    for (const Cue& cue : cues_) {
        if (cue.kind != kind) continue;
        const std::vector<int>& atoms = cue.phrase.atoms;
        if (!std::all_of(atoms.begin(), atoms.end(), [&](int atom) { return sight_.in_sentence(sentence, atom); })) continue;
        // Cues have one atom, or two with a gap between them.
        for (const WordSpan& head : sight_.spans(sentence, atoms[0])) {
            if (atoms.size() == 1) {
                out.push_back(head);
                continue;
            }
            for (const WordSpan& tail : sight_.spans(sentence, atoms[1])) {
                if (tail.first < head.last) continue;
                if (tail.first - head.last > static_cast<std::uint32_t>(cue.phrase.gaps[1])) break;
                out.push_back({head.first, tail.last});
            }
        }
    }
}

bool Guards::unknown(const Hit& hit) {
    const std::vector<Word>& words = answer_.words;
    places(Cue::Kind::kIgnorance, words[hit.first].sentence, scratch_);
    for (const WordSpan& place : scratch_) {
        if (place.last > hit.first || hit.first - place.last > kIgnoranceReach) continue;
        if (words[place.last - 1].clause == words[hit.first].clause) return true;
    }
    return false;
}

bool Guards::confesses(std::size_t sentence) {
    places(Cue::Kind::kIgnorance, sentence, scratch_);
    const auto first = std::min_element(scratch_.begin(), scratch_.end(), [](const WordSpan& a, const WordSpan& b) { return a.last < b.last; });
    return first != scratch_.end() && !turns_between(first->last, answer_.sentences[sentence].last);
}

bool Guards::denied(const Hit& hit, std::span<const std::uint32_t> own) {
    if (hit.swallowed != Hit::kNone && !std::binary_search(own.begin(), own.end(), hit.swallowed)) return true;
    return negated_before(hit, own) || negated_after(hit, own) || unknown(hit);
}

// A "but" or "in fact" between a cue and a claim makes the claim the author's own again.
bool Guards::turns_between(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i) {
        if (one_of(answer_.word(i), kTurns)) return true;
    }
    return false;
}

bool Guards::refuted(const Hit& hit) {
    const std::vector<Word>& words = answer_.words;
    const std::size_t sentence = words[hit.first].sentence;
    const std::size_t last_sentence = words[hit.last - 1].sentence;
    if (answer_.sentences[last_sentence].asks) return true;
    std::vector<WordSpan> found;
    places(Cue::Kind::kAttributed, sentence, found);
    for (const WordSpan& place : found) {
        if (place.last <= hit.first && !turns_between(place.last, hit.first)) return true;
    }
    places(Cue::Kind::kShunned, sentence, found);
    for (const WordSpan& place : found) {
        if (place.last <= hit.first && hit.first - place.last <= kShunReach && words[place.last - 1].clause == words[hit.first].clause) return true;
    }
    places(Cue::Kind::kRefuted, last_sentence, found);
    for (const WordSpan& place : found) {
        if (place.first >= hit.last) return true;
    }
    if (last_sentence + 1 < answer_.sentences.size()) {
        places(Cue::Kind::kRefutes, last_sentence + 1, found);
        for (const WordSpan& place : found) {
            if (place.first <= answer_.sentences[last_sentence + 1].first + 1) return true;
        }
    }
    if (sentence > 0) {
        places(Cue::Kind::kMyth, sentence - 1, found);
        if (!found.empty()) return true;
    }
    return false;
}

}  // namespace bot::grade
