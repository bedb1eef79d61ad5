// Owns the comparison of words. A mask of letters rules out nearly every target before a distance is computed.
#include "bot/grade/typo.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

#include "bot/grade/lexicon.h"
#include "bot/grade/words.h"

namespace bot::grade {
namespace {

bool plain_letters(std::string_view word) {
    return std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::uint32_t mask_of(std::string_view letters) {
    std::uint32_t mask = 0;
    for (const char c : letters) mask |= std::uint32_t{1} << (c - 'a');
    return mask;
}

// Optimal string alignment distances of word to every prefix length of target is not needed: for a stem the word's prefixes count.
// Returns the distance of target to the nearest prefix of word (stem) or to all of it, limit + 1 if above limit; prefix is the length that was nearest.
struct Near {
    int distance = 0;
    std::size_t prefix = 0;
};

Near distance(std::string_view target, std::string_view word, bool stem, int limit) {
    using Row = std::array<int, kMaxTypoLetters + 2>;
    Row two{};
    Row one{};
    Row now{};
    for (std::size_t j = 0; j <= word.size(); ++j) one[j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= target.size(); ++i) {
        now[0] = static_cast<int>(i);
        int least = now[0];
        for (std::size_t j = 1; j <= word.size(); ++j) {
            int cost = one[j - 1] + (target[i - 1] == word[j - 1] ? 0 : 1);
            cost = std::min({cost, one[j] + 1, now[j - 1] + 1});
            if (i > 1 && j > 1 && target[i - 1] == word[j - 2] && target[i - 2] == word[j - 1]) cost = std::min(cost, two[j - 2] + 1);
            now[j] = cost;
            least = std::min(least, cost);
        }
        if (least > limit) return {limit + 1, 0};
        two = one;
        one = now;
    }
    if (!stem) return {one[word.size()], word.size()};
    Near best{limit + 1, 0};
    const std::size_t shortest = target.size() > static_cast<std::size_t>(limit) ? target.size() - static_cast<std::size_t>(limit) : 1;
    for (std::size_t j = shortest; j <= word.size() && j <= target.size() + static_cast<std::size_t>(limit); ++j) {
        if (one[j] < best.distance || (one[j] == best.distance && j == target.size())) best = {one[j], j};
    }
    return best;
}

}  // namespace

TypoTable::TypoTable(std::span<const std::string> words, std::span<const std::string> known) {
    for (const std::string& word : words) {
        const bool stem = word.ends_with('*') || word.ends_with('?');
        const std::string_view letters = std::string_view(word).substr(0, word.size() - (stem ? 1 : 0));
        if (letters.size() < kMinTypoLetters || letters.size() > kMaxTypoLetters || !plain_letters(letters)) continue;
        targets_.push_back({std::string(letters), mask_of(letters), stem});
    }
    std::sort(targets_.begin(), targets_.end(),
              [](const Target& a, const Target& b) { return a.letters != b.letters ? a.letters < b.letters : a.stem < b.stem; });
    starts_.assign(27, targets_.size());
    for (std::size_t i = targets_.size(); i-- > 0;) {
        for (int letter = 0; letter <= targets_[i].letters.front() - 'a'; ++letter) starts_[static_cast<std::size_t>(letter)] = i;
    }
    // starts_[c] is now the first target with a letter of at least c.
    for (const std::string& word : known) (known_ += word) += '\n';
    known_index_ = WordIndex(known_);
}

bool TypoTable::is_right(std::string_view word) const {
    if (known_index_.contains(known_, word)) return true;
    // A target that equals the word, or a stem it begins with, sorts at or before it, sharing its first letters.
    if (targets_.empty() || word.empty() || word.front() < 'a' || word.front() > 'z') return false;
    const auto letter = static_cast<std::size_t>(word.front() - 'a');
    for (std::size_t i = starts_[letter]; i < starts_[letter + 1]; ++i) {
        const Target& target = targets_[i];
        if (target.letters == word || (target.stem && word.starts_with(target.letters))) return true;
    }
    return false;
}

std::string TypoTable::meant(std::string_view word) const {
    if (word.size() < kMinTypoLetters || word.size() > kMaxTypoLetters || targets_.empty() || !plain_letters(word)) return {};
    const std::uint32_t mask = mask_of(word);
    const auto letter = static_cast<std::size_t>(word.front() - 'a');
    Near best{kMaxTypoLetters, 0};
    const Target* found = nullptr;
    for (std::size_t i = starts_[letter]; i < starts_[letter + 1]; ++i) {
        const Target& target = targets_[i];
        const std::size_t shorter = std::min(target.letters.size(), word.size());
        const int limit = shorter >= kTwoTypoLetters ? 2 : 1;
        const auto allowance = static_cast<std::size_t>(limit);
        if (target.letters.size() > word.size() + allowance || (!target.stem && word.size() > target.letters.size() + allowance)) continue;
        if (std::popcount(target.mask & ~mask) > limit || (!target.stem && std::popcount(mask & ~target.mask) > limit)) continue;
        const Near near = distance(target.letters, word, target.stem, limit);
        if (near.distance > limit || near.distance >= best.distance) continue;
        best = near;
        found = &target;
    }
    if (found == nullptr) return {};
    return found->letters + std::string(found->stem ? word.substr(best.prefix) : std::string_view{});
}

std::size_t TypoTable::memory() const {
    std::size_t bytes = targets_.capacity() * sizeof(Target) + known_.capacity() + known_index_.memory();
    for (const Target& target : targets_) bytes += target.letters.capacity();
    return bytes;
}

Spelling correct(Answer& answer, const TypoTable& table) {
    Spelling result;
    std::vector<std::pair<std::size_t, std::string>> changes;
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        const std::string_view word = answer.word(i);
        if (word.size() < kMinTypoLetters || (answer.words[i].bits & (kFunctionWord | kCommonVerb)) != 0) continue;
        ++result.looked_up;
        if (is_known_word(word) || table.is_right(word)) continue;
        std::string meant = table.meant(word);
        if (meant.empty()) {
            ++result.unknown;
        } else {
            changes.emplace_back(i, std::move(meant));
        }
    }
    if (changes.empty()) return result;
    std::string text;
    text.reserve(answer.text.size() + changes.size() * 4);
    std::size_t next = 0;
    for (Sentence& sentence : answer.sentences) {
        const auto begin = static_cast<std::uint32_t>(text.size());
        text.push_back(' ');
        for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
            Word& word = answer.words[i];
            const bool changed = next < changes.size() && changes[next].first == i;
            const std::string_view spelling = changed ? std::string_view(changes[next++].second) : answer.word(i);
            if (changed) word.bits = word_class(spelling);
            const auto at = static_cast<std::uint32_t>(text.size());
            text.append(spelling);
            word.begin = at;
            word.end = static_cast<std::uint32_t>(text.size());
            text.push_back(' ');
        }
        sentence.begin = begin;
        sentence.end = static_cast<std::uint32_t>(text.size());
        text.push_back('\n');
    }
    answer.text = std::move(text);
    return result;
}

}  // namespace bot::grade
