// Owns the stems of topic.h: a word's first letters without its plural, enough to tell subjects apart.
#include "bot/grade/topic.h"

#include <algorithm>
#include <string_view>

#include "bot/grade/lexicon.h"
#include "bot/grade/words.h"

namespace bot::grade {
namespace {

constexpr std::size_t kShortest = 4;  // letters
constexpr std::size_t kLongest = 7;

// Different words, measured on 3,139 marked answers: nothing that experts gave a mark for had fewer, hardly anything beside the point had more.
constexpr std::size_t kMetWords = 4;     // of the subject, that show that it is spoken of
constexpr std::size_t kMetOwnWords = 2;  // of them not from the question
constexpr std::size_t kMissedWords = 1;  // of the subject at most,
constexpr std::size_t kMissedOf = 6;     // among so many telling ones, show that something else is spoken of
constexpr std::size_t kMostDenied = 32;  // words looked at for denials, so that the time is bounded

std::string_view stem_of(std::string_view word) {
    if (word.size() > kShortest && word.back() == 's') word.remove_suffix(1);
    return word.substr(0, kLongest);
}

void sort_once(std::vector<std::string>& stems) {
    std::sort(stems.begin(), stems.end());
    stems.erase(std::unique(stems.begin(), stems.end()), stems.end());
}

bool telling(const Answer& answer, std::size_t index) {
    return answer.words[index].end - answer.words[index].begin >= kShortest && (answer.words[index].bits & (kFunctionWord | kCommonVerb | kNumberWord)) == 0;
}

}  // namespace

Topic::Topic(const Question& question, std::span<const std::string> spelt) {
    const auto add_text = [this](std::string_view text) {
        const Answer answer = normalise(text);
        for (std::size_t i = 0; i < answer.words.size(); ++i) {
            if (telling(answer, i)) stems_.emplace_back(stem_of(answer.word(i)));
        }
    };
    add_text(question.prompt);
    prompt_ = stems_;
    sort_once(prompt_);
    add_text(question.answer);
    for (const Point& point : question.points) add_text(point.want);
    for (const Misconception& claim : question.misconceptions) add_text(claim.claim);
    for (const std::string& word : spelt) {
        const bool open = word.back() == '*' || word.back() == '?';
        if (!open && word.size() >= kShortest && !is_known_word(word)) stems_.emplace_back(stem_of(word));
    }
    sort_once(stems_);
}

std::vector<bool> Topic::find(const Answer& answer) const {
    std::vector<bool> found(answer.words.size(), false);
    for (std::size_t i = 0; i < answer.words.size(); ++i)
        found[i] = telling(answer, i) && std::binary_search(stems_.begin(), stems_.end(), stem_of(answer.word(i)));
    return found;
}

Subject Topic::judge(const Answer& answer, const std::vector<bool>& topical, const std::function<bool(std::uint32_t)>& denied) const {
    std::vector<std::string_view> all;
    std::vector<std::string_view> spoken;
    std::vector<std::string_view> own;
    const auto add = [](std::vector<std::string_view>& stems, std::size_t enough, std::string_view stem) {
        if (stems.size() < enough && std::find(stems.begin(), stems.end(), stem) == stems.end()) stems.push_back(stem);
    };
    std::size_t looked_at = 0;
    for (std::uint32_t i = 0; i < answer.words.size(); ++i) {
        if (!telling(answer, i)) continue;
        const std::string_view stem = stem_of(answer.word(i));
        add(all, kMissedOf, stem);
        if (!topical[i]) continue;
        add(spoken, kMetWords, stem);
        if (own.size() < kMetOwnWords && !std::binary_search(prompt_.begin(), prompt_.end(), stem) && ++looked_at <= kMostDenied && !denied(i))
            add(own, kMetOwnWords, stem);
        if (spoken.size() == kMetWords && own.size() == kMetOwnWords) return Subject::kMet;
    }
    return spoken.size() <= kMissedWords && all.size() == kMissedOf ? Subject::kMissed : Subject::kUnclear;
}

}  // namespace bot::grade
