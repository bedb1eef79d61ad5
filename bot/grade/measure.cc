// Owns the counting rules of measure.h. Everything is one pass over the words.
#include "bot/grade/measure.h"

#include <algorithm>
#include <bit>
#include <string_view>

#include "bot/grade/lexicon.h"
#include "bot/grade/word_index.h"

namespace bot::grade {
namespace {

constexpr std::uint32_t kSubjectShare = 8;  // of so many content words of a neighbouring sentence one must be on the subject
constexpr std::size_t kEffortReach = 10;    // words from a match or from a word on the subject: a run-on sentence about something else is no effort

constexpr std::uint32_t kListReach = 4;        // chunks on each side of a match
constexpr std::uint32_t kListMinimum = 4;      // fewer chunks around a match are not judged
constexpr std::uint32_t kTellingPercent = 30;  // fewer telling chunks than this read as a list
constexpr std::uint32_t kShortSentence = 4;    // words; a bullet of a list
constexpr std::uint32_t kRunWords = 6;         // a chunk of so many words without a telling one is a list without commas
constexpr int kListedShare = 60;               // percent of the earned weight

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

// For every word the first one that is spelt the same.
std::vector<std::uint32_t> first_alike(const Answer& answer) {
    std::vector<std::uint32_t> first(answer.words.size());
    std::vector<std::uint32_t> slots(std::bit_ceil(answer.words.size() * 2 + 1), UINT32_MAX);
    for (std::uint32_t i = 0; i < answer.words.size(); ++i) {
        std::size_t slot = word_hash(answer.word(i)) & (slots.size() - 1);
        while (slots[slot] != UINT32_MAX && answer.word(slots[slot]) != answer.word(i)) slot = (slot + 1) & (slots.size() - 1);
        if (slots[slot] == UINT32_MAX) slots[slot] = i;
        first[i] = slots[slot];
    }
    return first;
}

// Different content words among the counted.
int distinct(const Answer& answer, const std::vector<std::uint32_t>& alike, const std::vector<bool>& counted) {
    std::vector<bool> seen(answer.words.size(), false);
    int count = 0;
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        if (!counted[i] || seen[alike[i]] || !is_content(answer, i)) continue;
        seen[alike[i]] = true;
        ++count;
    }
    return count;
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

// Words [first, last) of one chunk.
struct Chunk {
    std::size_t first = 0;
    std::size_t last = 0;
};

Chunk chunk_at(const Answer& answer, std::size_t word) {
    Chunk chunk{word, word + 1};
    while (chunk.first > 0 && answer.words[chunk.first - 1].chunk == answer.words[word].chunk) --chunk.first;
    while (chunk.last < answer.words.size() && answer.words[chunk.last].chunk == answer.words[word].chunk) ++chunk.last;
    return chunk;
}

// The chunk says something about a thing: it is a gloss, or it holds more than the name of the thing.
bool tells(const Answer& answer, const Chunk& chunk) {
    if ((answer.words[chunk.first].bits & kGloss) != 0) return true;
    if (chunk.last - chunk.first < 2) return false;
    for (std::size_t i = chunk.first; i < chunk.last; ++i) {
        const auto word = answer.word(i);
        if (says_something(answer.words[i]) && word != "and" && word != "or" && word != "vs") return true;
    }
    return false;
}

// True if the match stands among names of things: few chunks around it tell anything. A long sentence next to a list does not belong to it.
bool is_listed(const Answer& answer, const WordSpan& place) {
    const auto own_sentence = answer.words[place.first].sentence;
    const auto belongs = [&](std::size_t word) {
        const auto& sentence = answer.sentences[answer.words[word].sentence];
        return answer.words[word].sentence == own_sentence || (!sentence.code && sentence.last - sentence.first <= kShortSentence);
    };
    const Chunk own = chunk_at(answer, place.first);
    // "Shared: heap, files" says of the heap that it is shared, if the match takes in both.
    const bool labelled = own.last < place.last && answer.words[own.last].sentence == own_sentence && (answer.words[own.last].bits & kGloss) != 0;
    if (labelled) return false;
    if (own.last - own.first >= kRunWords && !tells(answer, own)) return true;
    std::uint32_t chunks = 1;
    std::uint32_t telling = tells(answer, own) ? 1 : 0;
    Chunk at = own;
    for (std::uint32_t i = 0; i < kListReach && at.first > 0 && belongs(at.first - 1); ++i) {
        at = chunk_at(answer, at.first - 1);
        ++chunks;
        telling += tells(answer, at) ? 1 : 0;
    }
    at = own;
    for (std::uint32_t i = 0; i < kListReach && at.last < answer.words.size() && belongs(at.last); ++i) {
        at = chunk_at(answer, at.last);
        ++chunks;
        telling += tells(answer, at) ? 1 : 0;
    }
    return chunks >= kListMinimum && telling * 100 < chunks * kTellingPercent;
}

}  // namespace

Counts count_words(const Answer& answer, std::span<const WordSpan> matches, const std::vector<bool>& topical) {
    Counts counts;
    std::vector<bool> near(answer.words.size(), true);
    const std::vector<std::uint32_t> alike = first_alike(answer);
    counts.words = distinct(answer, alike, near);
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
    counts.content_words = distinct(answer, alike, near);
    std::vector<bool> spoken = near;
    keep_within_reach(answer, topical, spoken);
    counts.subject_words = distinct(answer, alike, spoken);
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        if (near[i] && is_number(answer, i)) ++counts.numbers;
    }
    return counts;
}

bool is_term_list(const Answer& answer, std::span<const Earned> earned) {
    std::int64_t total = 0;
    std::int64_t listed = 0;
    for (const Earned& match : earned) {
        total += match.weight;
        if (!answer.sentences[answer.words[match.place.first].sentence].code && is_listed(answer, match.place)) listed += match.weight;
    }
    return total > 0 && listed * 100 >= total * kListedShare;
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
