// Owns the joining of questions that are asked twice.
#include <algorithm>
#include <optional>
#include <set>

#include "bot/base/text.h"
#include "bot/notes/recognise.h"
#include "bot/notes/stems.h"

namespace bot::notes {
namespace {

constexpr int kSame = 85;        // percent of both sets together
constexpr int kAlike = 60;       // percent of the smaller set, when one is unanswered
constexpr int kSharedWords = 2;  // at least

// How alike two questions are if they should be one; 0 if not.
int join_strength(const Question& a, const Question& b, const Likeness& like) {
    if (fold(a.prompt) == fold(b.prompt)) return 1000;
    if (like.shared < kSharedWords) return 0;
    if (like.of_both >= kSame) return 500 + like.of_both;
    const bool one_open = a.answered() != b.answered() && !a.task && !b.task;  // a task is no question that an answer elsewhere would settle
    if (one_open && like.of_smaller >= kAlike) return like.of_smaller + like.of_both;
    return 0;
}

void append(std::vector<Said>& to, std::vector<Said>& from) { std::move(from.begin(), from.end(), std::back_inserter(to)); }

void join(Question& into, Question& from) {
    if (fold(into.prompt) != fold(from.prompt)) into.follow_ups.push_back({from.prompt, from.line});
    into.remarks.push_back({"asked again: " + from.prompt, from.line});
    std::move(from.answer.begin(), from.answer.end(), std::back_inserter(into.answer));
    append(into.hints, from.hints);
    append(into.follow_ups, from.follow_ups);
    append(into.remarks, from.remarks);
    for (auto& tag : from.tags) {
        if (std::find(into.tags.begin(), into.tags.end(), tag) == into.tags.end()) into.tags.push_back(std::move(tag));
    }
    into.task = into.task || from.task;
}

}  // namespace

void join_repeated(Notes& notes) {
    auto& questions = notes.questions;
    std::vector<std::set<std::string>> stems;
    stems.reserve(questions.size());
    for (const auto& question : questions) stems.push_back(telling_stems(question.prompt));
    std::vector<int> joined_to(questions.size(), -1);
    for (std::size_t later = 1; later < questions.size(); ++later) {
        std::optional<std::size_t> best;
        int most = 0;
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            if (joined_to[earlier] >= 0) continue;
            const int strength = join_strength(questions[earlier], questions[later], likeness(stems[earlier], stems[later]));
            if (strength > most) {
                most = strength;
                best = earlier;
            }
        }
        if (!best) continue;
        join(questions[*best], questions[later]);
        stems[*best].insert(stems[later].begin(), stems[later].end());
        joined_to[later] = static_cast<int>(*best);
    }
    std::vector<int> moved(questions.size(), 0);
    std::vector<Question> kept;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        moved[i] = joined_to[i] < 0 ? static_cast<int>(kept.size()) : moved[static_cast<std::size_t>(joined_to[i])];
        if (joined_to[i] < 0) kept.push_back(std::move(questions[i]));
    }
    questions = std::move(kept);
    for (auto& line : notes.lines) {
        if (line.question >= 0) line.question = moved[static_cast<std::size_t>(line.question)];
    }
}

}  // namespace bot::notes
