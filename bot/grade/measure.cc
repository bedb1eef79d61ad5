// Owns the counting rules of measure.h. Everything is one pass over the words.
#include "bot/grade/measure.h"

#include <algorithm>
#include <string_view>

#include "bot/grade/lexicon.h"

namespace bot::grade {
namespace {

constexpr std::uint32_t kSubjectShare = 8;  // of so many content words of a neighbouring sentence one must be on the subject
constexpr std::size_t kEffortReach = 10;    // words from a match or from a word on the subject: a run-on sentence about something else is no effort

constexpr std::uint32_t kListReach = 8;    // words on each side of a match
constexpr std::uint32_t kListMinimum = 6;  // fewer words around a match are not judged
constexpr int kListPercent = 25;           // fewer function words than this read as a list
constexpr int kSparseShare = 50;           // percent of the earned weight
constexpr std::uint32_t kChunkWords = 4;
constexpr std::uint32_t kChunksInRun = 4;
constexpr int kShortChunkPercent = 60;
constexpr int kChunkedShare = 60;  // percent of the earned weight

constexpr int kLanguageLetters = 20;
constexpr int kLanguageWords = 8;

bool says_something(const Word& word) { return (word.bits & (kFunctionWord | kCommonVerb)) != 0; }

bool is_number(const Answer& answer, std::size_t index) {
    if ((answer.words[index].bits & kNumberWord) != 0) return true;
    const char first = answer.text[answer.words[index].begin];
    return first >= '0' && first <= '9';
}

bool is_content(const Answer& answer, std::size_t index) {
    const Word& word = answer.words[index];
    return (word.bits & kFunctionWord) == 0 && word.end - word.begin >= 2;
}

int distinct(const Answer& answer, const std::vector<bool>& counted) {
    std::vector<std::string_view> seen;
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        if (counted[i] && is_content(answer, i)) seen.push_back(answer.word(i));
    }
    std::sort(seen.begin(), seen.end());
    return static_cast<int>(std::unique(seen.begin(), seen.end()) - seen.begin());
}

// Takes out of `near` what is further than kEffortReach words from every anchor of its sentence, before it or behind it.
void keep_within_reach(const Answer& answer, const std::vector<bool>& anchors, std::vector<bool>& near) {
    std::vector<bool> reached(near.size(), false);
    const auto starts = [&](std::size_t i) { return i == answer.sentences[answer.words[i].sentence].first; };
    std::size_t distance = kEffortReach + 1;
    for (std::size_t i = 0; i < near.size(); ++i) {
        if (starts(i)) distance = kEffortReach + 1;
        distance = anchors[i] ? 0 : distance + 1;
        if (distance <= kEffortReach) reached[i] = true;
    }
    distance = kEffortReach + 1;
    for (std::size_t i = near.size(); i-- > 0;) {
        distance = anchors[i] ? 0 : distance + 1;
        near[i] = near[i] && (reached[i] || distance <= kEffortReach);
        if (starts(i)) distance = kEffortReach + 1;
    }
}

// Function words are rare around the match.
bool sparse(const Answer& answer, const WordSpan& place) {
    const auto total = static_cast<std::uint32_t>(answer.words.size());
    const std::uint32_t begin = place.first > kListReach ? place.first - kListReach : 0;
    const std::uint32_t end = std::min(total, place.last + kListReach);
    std::uint32_t words = 0;
    std::uint32_t function = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
        if (answer.sentences[answer.words[i].sentence].code) continue;
        ++words;
        if (says_something(answer.words[i])) ++function;
    }
    return words >= kListMinimum && function * 100 < words * kListPercent;
}

// The sentences around the match, as far as each is short or the match's own, are a run of short chunks without statements.
bool chunked(const Answer& answer, const WordSpan& place) {
    const std::size_t own = answer.words[place.first].sentence;
    const auto short_sentence = [&](std::size_t s) { return !answer.sentences[s].code && answer.sentences[s].last - answer.sentences[s].first <= kChunkWords; };
    std::size_t from = own;
    std::size_t to = own;
    if (short_sentence(own)) {
        constexpr std::size_t kFar = 8;  // sentences
        while (from > 0 && own - from < kFar && short_sentence(from - 1)) --from;
        while (to + 1 < answer.sentences.size() && to - own < kFar && short_sentence(to + 1)) ++to;
    }
    std::uint32_t chunks = 0;
    std::uint32_t bare = 0;
    std::uint32_t i = answer.sentences[from].first;
    const std::uint32_t end = answer.sentences[to].last;
    while (i < end) {
        std::uint32_t stop = i;
        std::uint32_t telling = 0;
        while (stop < end && answer.words[stop].chunk == answer.words[i].chunk) {
            if (says_something(answer.words[stop]) && answer.word(stop) != "and" && answer.word(stop) != "or") ++telling;
            ++stop;
        }
        ++chunks;
        if (stop - i <= kChunkWords && telling == 0) ++bare;
        i = stop;
    }
    return chunks >= kChunksInRun && bare * 100 > chunks * kShortChunkPercent;
}

}  // namespace

Counts count_words(const Answer& answer, std::span<const WordSpan> matches, const std::vector<bool>& topical) {
    Counts counts;
    std::vector<bool> near(answer.words.size(), true);
    counts.words = distinct(answer, near);
    near.assign(answer.words.size(), false);
    // A neighbour that hardly speaks of the subject is padding.
    const auto on_subject = [&](std::size_t sentence) {
        const Sentence& where = answer.sentences[sentence];
        std::uint32_t known = 0;
        std::uint32_t content = 0;
        for (std::uint32_t i = where.first; i < where.last; ++i) {
            known += topical[i] ? 1 : 0;
            content += is_content(answer, i) ? 1 : 0;
        }
        return known > 0 && known * kSubjectShare >= content;
    };
    std::vector<bool> anchors = topical;
    const auto take = [&](std::size_t sentence) {
        std::fill(near.begin() + answer.sentences[sentence].first, near.begin() + answer.sentences[sentence].last, true);
    };
    for (const WordSpan& match : matches) {
        const std::size_t first = answer.words[match.first].sentence;
        const std::size_t last = answer.words[match.last - 1].sentence;
        if (first > 0 && on_subject(first - 1)) take(first - 1);
        take(first);
        take(last);
        if (last + 1 < answer.sentences.size() && on_subject(last + 1)) take(last + 1);
        // Of a match over several sentences only its ends are known to be meant.
        if (first == last) {
            std::fill(anchors.begin() + match.first, anchors.begin() + match.last, true);
        } else {
            anchors[match.first] = true;
            anchors[match.last - 1] = true;
        }
    }
    keep_within_reach(answer, anchors, near);
    counts.content_words = distinct(answer, near);
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        if (near[i] && is_number(answer, i)) ++counts.numbers;
    }
    return counts;
}

bool is_term_list(const Answer& answer, std::span<const Earned> earned) {
    std::int64_t total = 0;
    std::int64_t sparse_weight = 0;
    std::int64_t chunked_weight = 0;
    for (const Earned& match : earned) {
        total += match.weight;
        if (answer.sentences[answer.words[match.place.first].sentence].code) continue;
        if (sparse(answer, match.place)) sparse_weight += match.weight;
        if (chunked(answer, match.place)) chunked_weight += match.weight;
    }
    if (total == 0) return false;
    return sparse_weight * 100 >= total * kSparseShare || chunked_weight * 100 >= total * kChunkedShare;
}

bool is_other_language(const Answer& answer, const Spelling& spelling) {
    if (answer.letters >= kLanguageLetters && answer.foreign * 2 > answer.letters) return true;
    int words = 0;
    int function = 0;
    for (const Word& word : answer.words) {
        if (answer.sentences[word.sentence].code) continue;
        ++words;
        if ((word.bits & (kFunctionWord | kCommonVerb)) != 0) ++function;
    }
    if (words < kLanguageWords || spelling.looked_up < kLanguageWords / 2) return false;
    return function * 100 < words * 15 && spelling.unknown * 100 > spelling.looked_up * 50;
}

}  // namespace bot::grade
