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

std::string_view stem_of(std::string_view word) {
    if (word.size() > kShortest && word.back() == 's') word.remove_suffix(1);
    return word.substr(0, kLongest);
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
    add_text(question.answer);
    for (const Point& point : question.points) add_text(point.want);
    for (const Misconception& claim : question.misconceptions) add_text(claim.claim);
    for (const std::string& word : spelt) {
        const bool open = word.back() == '*' || word.back() == '?';
        if (!open && word.size() >= kShortest && !is_known_word(word)) stems_.emplace_back(stem_of(word));
    }
    std::sort(stems_.begin(), stems_.end());
    stems_.erase(std::unique(stems_.begin(), stems_.end()), stems_.end());
}

std::vector<bool> Topic::find(const Answer& answer) const {
    std::vector<bool> found(answer.words.size(), false);
    for (std::size_t i = 0; i < answer.words.size(); ++i)
        found[i] = telling(answer, i) && std::binary_search(stems_.begin(), stems_.end(), stem_of(answer.word(i)));
    return found;
}

}  // namespace bot::grade
