// Owns the search for atoms. The set says where an atom may be; its own matcher is asked only there and only when a pattern needs it.
#include "bot/grade/sight.h"

#include <algorithm>

namespace bot::grade {

Sight::Sight(const AtomSet& set, std::span<const Atom> atoms, const Answer& answer) : set_(set), atoms_(atoms), answer_(answer), anywhere_(atoms.size()) {
    pool_.reserve(256);
    sentences_.reserve(answer.sentences.size());
    std::size_t slots = 0;
    for (const Sentence& sentence : answer.sentences) {
        Seen seen{Bits(atoms.size()), slots};
        set.candidates(std::string_view(answer.text).substr(sentence.begin, sentence.end - sentence.begin), seen.found);
        anywhere_ |= seen.found;
        slots += seen.found.count();
        sentences_.push_back(std::move(seen));
    }
    slots_.resize(slots);
}

std::span<const WordSpan> Sight::spans(std::size_t sentence, int atom) {
    const Seen& seen = sentences_[sentence];
    if (!seen.found.test(static_cast<std::size_t>(atom))) return {};
    Slot& slot = slots_[seen.first_slot + seen.found.count_below(static_cast<std::size_t>(atom))];
    if (!slot.known) look(sentence, atom, slot);
    return std::span(pool_).subspan(slot.begin, slot.count);
}

void Sight::look(std::size_t index, int atom, Slot& slot) {
    slot.known = true;
    slot.begin = static_cast<std::uint32_t>(pool_.size());
    if (pool_.size() >= kMaxSpans) return;
    const Sentence& sentence = answer_.sentences[index];
    const std::string_view line = std::string_view(answer_.text).substr(sentence.begin, sentence.end - sentence.begin);
    const Atom& what = atoms_[static_cast<std::size_t>(atom)];
    std::uint32_t word = sentence.first;
    for (std::size_t starts = 0; starts < kMaxStarts && word < sentence.last; ++starts) {
        const std::size_t at = set_.find(static_cast<std::size_t>(atom), line, answer_.words[word].begin - 1 - sentence.begin);
        if (at == std::string_view::npos) break;
        const auto begin = static_cast<std::uint32_t>(sentence.begin + at + 1);
        const auto first = std::lower_bound(answer_.words.begin() + word, answer_.words.begin() + sentence.last, begin,
                                            [](const Word& w, std::uint32_t b) { return w.begin < b; });
        word = static_cast<std::uint32_t>(first - answer_.words.begin());
        if (word >= sentence.last) break;
        if (what.exact) {
            pool_.push_back({word, word + 1});
        } else {
            const std::uint32_t most = std::min(sentence.last - word, static_cast<std::uint32_t>(what.max_words));
            for (std::uint32_t count = 1; count <= most; ++count) {
                const std::size_t end = answer_.words[word + count - 1].end + 1 - sentence.begin;
                if (set_.matches(static_cast<std::size_t>(atom), line, at, end)) pool_.push_back({word, word + count});
            }
        }
        ++word;
    }
    slot.count = static_cast<std::uint32_t>(pool_.size() - slot.begin);
}

}  // namespace bot::grade
