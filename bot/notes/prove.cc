// Owns the proof of a draft by the grader itself: the prompt must earn nothing, every pattern must compile, the model answer should earn what it says.
#include <algorithm>
#include <set>

#include "bot/grade/grader.h"
#include "bot/notes/draft.h"

namespace bot::notes {
namespace {

grade::CompiledRubric compiled(const Draft& draft, const grade::Vocabulary& vocabulary) {
    auto question = draft.question;
    for (const auto& one : draft.points) question.points.push_back(one.point);
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        int number = 0;
        for (auto& pattern : question.points[i].match) {
            const grade::Place place{static_cast<int>(i) + 1, ++number};
            pattern.place = place;
            for (auto& item : pattern.items) item.place = place;
        }
    }
    const auto names = [](const grade::PatternNode& pattern) { return pattern.phrase.find('{') != std::string::npos; };
    const bool named = std::any_of(question.points.begin(), question.points.end(),
                                   [&](const grade::Point& point) { return std::any_of(point.match.begin(), point.match.end(), names); });
    return grade::compile(std::move(question), named ? vocabulary : grade::Vocabulary{});  // reading a vocabulary for nothing takes a while
}

void drop_empty(Draft& draft) {
    std::erase_if(draft.points, [&](const DraftPoint& one) {
        if (one.point.match.empty() && one.first > 0) draft.remarks.push_back({"no point, the question says as much: " + one.point.want, one.first});
        return one.point.match.empty();
    });
}

// Patterns that do not compile: an entry of the vocabulary may have grown too large. Their places are set by compiled().
void drop_problems(Draft& draft, const std::vector<grade::PatternProblem>& problems) {
    std::set<std::pair<int, int>> bad;
    for (const auto& problem : problems) bad.insert({problem.place.line, problem.place.column});
    bool dropped = false;
    for (auto one = bad.rbegin(); one != bad.rend(); ++one) {
        const auto point = static_cast<std::size_t>(one->first) - 1;
        const auto alternative = one->second - 1;
        if (point >= draft.points.size() || alternative < 0) continue;
        auto& match = draft.points[point].point.match;
        if (static_cast<std::size_t>(alternative) >= match.size()) continue;
        match.erase(match.begin() + alternative);
        dropped = true;
    }
    if (!dropped) draft.points.clear();  // a problem without a place: better none than one that does not compile
}

}  // namespace

void prove(Draft& draft, const grade::Vocabulary& vocabulary) {
    drop_empty(draft);
    for (bool again = true; again && !draft.points.empty();) {
        again = false;
        const auto result = compiled(draft, vocabulary);
        if (!result.rubric) {
            drop_problems(draft, result.problems);
            again = true;
            drop_empty(draft);
            continue;
        }
        const auto echo = grade::examine(*result.rubric, draft.question.prompt);
        for (std::size_t i = 0; i < draft.points.size(); ++i) {
            const auto& finding = echo.points[i];
            if (finding.status == grade::PointStatus::kMissed || finding.alternative < 0) continue;
            draft.points[i].point.match.erase(draft.points[i].point.match.begin() + finding.alternative);
            again = true;
        }
        drop_empty(draft);
    }
    if (draft.points.empty() || !draft.answered) return;
    const auto result = compiled(draft, vocabulary);
    if (!result.rubric) return;
    const auto own = grade::examine(*result.rubric, draft.question.answer);
    for (std::size_t i = 0; i < draft.points.size(); ++i) {
        if (own.points[i].status != grade::PointStatus::kMatched && draft.points[i].first > 0) draft.points[i].check += "; the notes' own words do not earn it";
    }
}

}  // namespace bot::notes
