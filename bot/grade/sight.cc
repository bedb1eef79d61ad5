// Owns the search for atoms. First words say where an atom may begin; its matcher is asked only there, and only when a pattern needs the atom.
#include "bot/grade/sight.h"

#include <algorithm>

namespace bot::grade {

Sight::Sight(const FirstWords& index, const Matchers& matchers, std::span<const Atom> atoms, const Answer& answer)
    : matchers_(matchers), atoms_(atoms), answer_(answer), begins_(atoms.size() + 1, 0) {
    struct Start {
        std::uint32_t atom;
        std::uint32_t word;
    };
    std::vector<Start> found;
    found.reserve(answer.words.size() * 8);
    std::vector<std::uint32_t> last(atoms.size(), UINT32_MAX);
    std::vector<int> here;
    for (std::uint32_t word = 0; word < answer.words.size(); ++word) {
        here.clear();
        index.find(answer.word(word), here);
        for (const int candidate : here) {
            const auto atom = static_cast<std::uint32_t>(candidate);
            if (last[atom] == word || begins_[atom + 1] >= kMaxStarts) continue;
            last[atom] = word;
            ++begins_[atom + 1];
            found.push_back({atom, word});
        }
    }
    for (std::size_t atom = 0; atom < atoms.size(); ++atom) begins_[atom + 1] += begins_[atom];
    starts_.resize(found.size());
    std::vector<std::uint32_t> next(begins_.begin(), begins_.end() - 1);
    for (const Start& start : found) starts_[next[start.atom]++] = start.word;
    seen_.resize(starts_.size());
    pool_.reserve(128);
}

std::span<const std::uint32_t> Sight::starts(int atom) const {
    const auto index = static_cast<std::size_t>(atom);
    return std::span(starts_).subspan(begins_[index], begins_[index + 1] - begins_[index]);
}

std::span<const std::uint32_t> Sight::starts_in(std::size_t sentence, int atom) const {
    const std::span<const std::uint32_t> all = starts(atom);
    const Sentence& where = answer_.sentences[sentence];
    const auto begin = std::lower_bound(all.begin(), all.end(), where.first);
    const auto end = std::lower_bound(begin, all.end(), where.last);
    return all.subspan(static_cast<std::size_t>(begin - all.begin()), static_cast<std::size_t>(end - begin));
}

std::span<const WordSpan> Sight::spans(std::size_t sentence, int atom) {
    const std::span<const std::uint32_t> starts = starts_in(sentence, atom);
    if (starts.empty()) return {};
    Seen& seen = seen_[static_cast<std::size_t>(starts.data() - starts_.data())];
    if (!seen.known) look(sentence, atom, starts.first(std::min<std::size_t>(starts.size(), kMaxStartsInSentence)), seen);
    return std::span(pool_).subspan(seen.first, seen.count);
}

void Sight::look(std::size_t index, int atom, std::span<const std::uint32_t> starts, Seen& seen) {
    seen.known = true;
    seen.first = static_cast<std::uint32_t>(pool_.size());
    const Sentence& sentence = answer_.sentences[index];
    const std::string_view line = std::string_view(answer_.text).substr(sentence.begin, sentence.end - sentence.begin);
    const Atom& what = atoms_[static_cast<std::size_t>(atom)];
    for (const std::uint32_t word : starts) {
        if (what.exact) {
            pool_.push_back({word, word + 1});
            continue;
        }
        const auto which = static_cast<std::size_t>(atom);
        const std::size_t begin = answer_.words[word].begin - 1 - sentence.begin;
        const std::uint32_t most = std::min(sentence.last, word + static_cast<std::uint32_t>(what.max_words));
        const std::string_view piece = line.substr(0, answer_.words[most - 1].end + 1 - sentence.begin);
        const std::size_t longest = matchers_.longest(which, piece, begin);
        if (longest == std::string_view::npos) continue;
        // Gaps may need a shorter reading, so all are listed.
        for (std::uint32_t end = word + 1; end <= most; ++end) {
            const std::size_t stop = answer_.words[end - 1].end + 1 - sentence.begin;
            if (stop > longest) break;
            if (stop == longest || matchers_.matches(which, line, begin, stop)) pool_.push_back({word, end});
        }
    }
    seen.count = static_cast<std::uint32_t>(pool_.size() - seen.first);
}

}  // namespace bot::grade
