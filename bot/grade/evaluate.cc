// Owns the walk over a plan. Lists of hits are sorted by first word and bounded, so that every operator is a sweep, never a product.
#include "bot/grade/evaluate.h"

#include <algorithm>

#include "bot/grade/lexicon.h"

namespace bot::grade {
namespace {

using Op = PatternNode::Op;

bool earlier(const Hit& a, const Hit& b) { return a.first != b.first ? a.first < b.first : a.last < b.last; }

// The first hit that begins at or after `from`.
std::vector<Hit>::const_iterator at_or_after(const std::vector<Hit>& hits, std::uint32_t from) {
    return std::lower_bound(hits.begin(), hits.end(), from, [](const Hit& hit, std::uint32_t word) { return hit.first < word; });
}

// The first hit within the window; null if there is none.
const Hit* within(const std::vector<Hit>& hits, const WordSpan& window) {
    for (auto hit = at_or_after(hits, window.first); hit != hits.end() && hit->first < window.last; ++hit) {
        if (hit->last <= window.last) return &*hit;
    }
    return nullptr;
}

void widen(Hit& hit, const Hit& other) {
    hit.first = std::min(hit.first, other.first);
    hit.last = std::max(hit.last, other.last);
    hit.spells = hit.spells || other.spells;
    hit.denied = hit.denied || other.denied;
}

void keep_undenied(std::vector<Hit>& hits) {
    if (std::all_of(hits.begin(), hits.end(), [](const Hit& hit) { return hit.denied; })) return;
    std::erase_if(hits, [](const Hit& hit) { return hit.denied; });
}

}  // namespace

Evaluator::Evaluator(std::span<const Phrase> phrases, const Answer& answer, Sight& sight, Guards& guards)
    : phrases_(phrases), answer_(answer), sight_(sight), guards_(guards), raw_(phrases.size()), known_(phrases.size(), false) {}

std::vector<Hit> Evaluator::hits(const Plan& alternative) {
    if (!possible(alternative)) return {};
    claimed_.clear();
    claim_negators(alternative);
    std::sort(claimed_.begin(), claimed_.end());
    std::vector<Hit> found = evaluate(alternative);
    keep_undenied(found);
    return found;
}

// Best chain from one place of an atom to the phrase's end: no negator swallowed if that can be, then the shortest.
struct Evaluator::Chain {
    WordSpan place;
    std::uint32_t end = 0;  // 0 = the chain does not reach the phrase's end
    std::uint32_t swallowed = Hit::kNone;
    bool spells = false;

    bool better_than(const Chain& other) const {
        if (other.end == 0) return true;
        const bool clean = swallowed == Hit::kNone;
        if (clean != (other.swallowed == Hit::kNone)) return clean;
        return end < other.end;
    }
};

void Evaluator::chain_atoms(const Phrase& phrase, std::size_t sentence, std::vector<Hit>& out) {
    const auto negator_in = [this](std::uint32_t from, std::uint32_t to) {
        for (std::uint32_t i = from; i < to; ++i) {
            if ((answer_.words[i].bits & kNegator) != 0) return i;
        }
        return Hit::kNone;
    };
    std::vector<Chain> next;
    for (std::size_t layer = phrase.atoms.size(); layer-- > 0;) {
        std::vector<Chain> now;
        for (const WordSpan& place : sight_.spans(sentence, phrase.atoms[layer])) {
            // A negator that only an open word (\w+) took in was not meant by the author.
            const std::uint32_t inside = negator_in(place.first, place.last);
            const bool spells = inside != Hit::kNone && sight_.spells_negator(phrase.atoms[layer]);
            const std::uint32_t taken_in = spells ? Hit::kNone : inside;
            Chain best{place, 0, taken_in, spells};
            if (layer + 1 == phrase.atoms.size()) {
                best.end = place.last;
                now.push_back(best);
                continue;
            }
            const std::uint32_t reach = place.last + static_cast<std::uint32_t>(phrase.gaps[layer + 1]);
            auto follower =
                std::lower_bound(next.begin(), next.end(), place.last, [](const Chain& chain, std::uint32_t word) { return chain.place.first < word; });
            for (; follower != next.end() && follower->place.first <= reach; ++follower) {
                const std::uint32_t swallowed = negator_in(place.last, follower->place.first);
                const std::uint32_t gone = taken_in != Hit::kNone ? taken_in : swallowed;
                const Chain candidate{place, follower->end, gone != Hit::kNone ? gone : follower->swallowed, spells || follower->spells};
                if (candidate.better_than(best)) best = candidate;
            }
            if (best.end != 0) now.push_back(best);
        }
        if (now.empty()) return;
        next = std::move(now);
    }
    // Of the chains that begin at one word the best stays; a single atom keeps its longest reading, for the sake of the quote.
    for (std::size_t i = 0; i < next.size() && out.size() < kMaxHits;) {
        Chain best = next[i];
        std::size_t j = i + 1;
        for (; j < next.size() && next[j].place.first == best.place.first; ++j) {
            if (phrase.atoms.size() == 1 ? next[j].end > best.end : next[j].better_than(best)) best = next[j];
        }
        out.push_back({best.place.first, best.end, best.swallowed, best.spells, false});
        i = j;
    }
}

const std::vector<Hit>& Evaluator::raw(int index) {
    const auto slot = static_cast<std::size_t>(index);
    if (known_[slot]) return raw_[slot];
    known_[slot] = true;
    const Phrase& phrase = phrases_[slot];
    // The rarest atom leads: only its sentences can hold the phrase.
    int rarest = phrase.atoms.front();
    for (const int atom : phrase.atoms) {
        if (sight_.starts(atom).size() < sight_.starts(rarest).size()) rarest = atom;
    }
    std::size_t done = SIZE_MAX;
    for (const std::uint32_t start : sight_.starts(rarest)) {
        const std::size_t sentence = answer_.words[start].sentence;
        if (sentence == done || raw_[slot].size() >= kMaxHits) continue;
        done = sentence;
        if (!std::all_of(phrase.atoms.begin(), phrase.atoms.end(), [&](int atom) { return sight_.in_sentence(sentence, atom); })) continue;
        chain_atoms(phrase, sentence, raw_[slot]);
    }
    return raw_[slot];
}

bool Evaluator::possible(const Plan& plan) {
    if (plan.op == Op::kPhrase) return !raw(plan.phrase).empty();
    const auto item_possible = [this](const Plan& item) { return possible(item); };
    if (plan.op == Op::kAny) return std::any_of(plan.items.begin(), plan.items.end(), item_possible);
    return std::all_of(plan.items.begin(), plan.items.end(), item_possible);
}

void Evaluator::claim_negators(const Plan& plan) {
    for (const Plan& item : plan.items) claim_negators(item);
    if (plan.op != Op::kPhrase) return;
    const Phrase& phrase = phrases_[static_cast<std::size_t>(plan.phrase)];
    for (const Hit& hit : raw(plan.phrase)) {
        if (!hit.spells) continue;
        const std::size_t sentence = answer_.words[hit.first].sentence;
        for (const int atom : phrase.atoms) {
            for (const WordSpan& place : sight_.spans(sentence, atom)) {
                if (place.first < hit.first || place.last > hit.last) continue;
                for (std::uint32_t i = place.first; i < place.last; ++i) {
                    if ((answer_.words[i].bits & kNegator) != 0) claimed_.push_back(i);
                }
            }
        }
    }
}

std::vector<Hit> Evaluator::phrase_hits(int phrase) {
    std::vector<Hit> found = raw(phrase);
    for (Hit& hit : found) hit.denied = guards_.denied(hit, claimed_);
    return found;
}

std::vector<Hit> Evaluator::evaluate(const Plan& plan) {
    if (plan.op == Op::kPhrase) return phrase_hits(plan.phrase);
    std::vector<std::vector<Hit>> lists;
    for (const Plan& item : plan.items) {
        lists.push_back(evaluate(item));
        if (lists.back().empty() && plan.op != Op::kAny) return {};
    }
    std::vector<std::vector<Hit>> none;
    for (const Plan& item : plan.none) {
        if (!possible(item)) continue;
        none.push_back(evaluate(item));
        std::erase_if(none.back(), [](const Hit& hit) { return hit.denied; });
    }
    std::vector<std::vector<Hit>> undenied = lists;
    bool all_have = true;
    for (std::vector<Hit>& list : undenied) {
        std::erase_if(list, [](const Hit& hit) { return hit.denied; });
        all_have = all_have && !list.empty();
    }
    if (all_have || plan.op == Op::kAny) {
        std::vector<Hit> found = combine(plan, undenied, none);
        if (!found.empty()) return found;
    }
    return combine(plan, lists, none);
}

std::vector<Hit> Evaluator::combine(const Plan& plan, const std::vector<std::vector<Hit>>& lists, const std::vector<std::vector<Hit>>& none) const {
    std::vector<Hit> found;
    if (plan.op == Op::kAll) {
        found = all_hits(plan, lists, none);
    } else if (plan.op == Op::kNear) {
        found = near_hits(plan, lists);
    } else if (plan.op == Op::kOrder) {
        found = order_hits(plan, lists);
    } else {
        for (const std::vector<Hit>& list : lists) found.insert(found.end(), list.begin(), list.end());
    }
    std::sort(found.begin(), found.end(), earlier);
    if (plan.op != Op::kAll && !none.empty()) {
        std::vector<WordSpan> windows;
        std::erase_if(found, [&](const Hit& hit) {
            windows_of(hit, plan.within, windows);
            return std::none_of(windows.begin(), windows.end(), [&](const WordSpan& window) {
                return hit.last <= window.last &&
                       std::none_of(none.begin(), none.end(), [&](const std::vector<Hit>& list) { return bot::grade::within(list, window) != nullptr; });
            });
        });
    }
    if (found.size() > kMaxHits) found.resize(kMaxHits);
    return found;
}

// The windows that hold the hit's first word: one, or for pairs of sentences two.
void Evaluator::windows_of(const Hit& hit, Window within, std::vector<WordSpan>& out) const {
    out.clear();
    const std::vector<Word>& words = answer_.words;
    const std::size_t sentence = words[hit.first].sentence;
    const Sentence& own = answer_.sentences[sentence];
    switch (within) {
        case Window::kAnswer: out.push_back({0, static_cast<std::uint32_t>(words.size())}); return;
        case Window::kSentence: out.push_back({own.first, own.last}); return;
        case Window::kClause: {
            const auto clause = words[hit.first].clause;
            const auto begin = std::lower_bound(words.begin() + own.first, words.begin() + own.last, clause,
                                                [](const Word& word, std::uint32_t c) { return word.clause < c; });
            const auto end = std::upper_bound(begin, words.begin() + own.last, clause, [](std::uint32_t c, const Word& word) { return c < word.clause; });
            out.push_back({static_cast<std::uint32_t>(begin - words.begin()), static_cast<std::uint32_t>(end - words.begin())});
            return;
        }
        case Window::kPair:
            if (sentence > 0) out.push_back({answer_.sentences[sentence - 1].first, own.last});
            if (sentence + 1 < answer_.sentences.size()) out.push_back({own.first, answer_.sentences[sentence + 1].last});
            if (out.empty()) out.push_back({own.first, own.last});
            return;
    }
}

std::vector<Hit> Evaluator::all_hits(const Plan& plan, const std::vector<std::vector<Hit>>& lists, const std::vector<std::vector<Hit>>& none) const {
    std::vector<Hit> found;
    std::vector<WordSpan> windows;
    for (const Hit& anchor : lists.front()) {
        windows_of(anchor, plan.within, windows);
        for (const WordSpan& window : windows) {
            if (anchor.last > window.last) continue;
            Hit whole = anchor;
            bool holds = true;
            for (std::size_t i = 1; i < lists.size() && holds; ++i) {
                const Hit* other = bot::grade::within(lists[i], window);
                holds = other != nullptr;
                if (holds) widen(whole, *other);
            }
            for (std::size_t i = 0; i < none.size() && holds; ++i) holds = bot::grade::within(none[i], window) == nullptr;
            if (holds) found.push_back(whole);
        }
        if (found.size() >= kMaxHits) break;
    }
    return found;
}

// For every hit as the leftmost the nearest of each other list: words between the first one's end and the last one's begin count.
std::vector<Hit> Evaluator::near_hits(const Plan& plan, const std::vector<std::vector<Hit>>& lists) const {
    std::vector<Hit> found;
    std::vector<WordSpan> windows;
    for (std::size_t leftmost = 0; leftmost < lists.size(); ++leftmost) {
        for (const Hit& anchor : lists[leftmost]) {
            windows_of(anchor, plan.within, windows);
            const std::uint32_t limit = windows.back().last;
            Hit whole = anchor;
            bool holds = true;
            for (std::size_t i = 0; i < lists.size() && holds; ++i) {
                if (i == leftmost) continue;
                const auto other = at_or_after(lists[i], anchor.first);
                holds = other != lists[i].end() && other->last <= limit && other->first <= anchor.last + static_cast<std::uint32_t>(plan.words);
                if (holds) widen(whole, *other);
            }
            if (holds) found.push_back(whole);
            if (found.size() >= kMaxHits) return found;
        }
    }
    return found;
}

std::vector<Hit> Evaluator::order_hits(const Plan& plan, const std::vector<std::vector<Hit>>& lists) const {
    std::vector<Hit> found;
    std::vector<WordSpan> windows;
    for (const Hit& anchor : lists.front()) {
        windows_of(anchor, plan.within, windows);
        const std::uint32_t limit = windows.back().last;
        Hit whole = anchor;
        bool holds = true;
        std::uint32_t from = anchor.last;
        for (std::size_t i = 1; i < lists.size() && holds; ++i) {
            const auto next = at_or_after(lists[i], from);
            holds = next != lists[i].end() && next->last <= limit;
            if (!holds) break;
            from = next->last;
            widen(whole, *next);
        }
        if (holds) found.push_back(whole);
        if (found.size() >= kMaxHits) break;
    }
    return found;
}

}  // namespace bot::grade
