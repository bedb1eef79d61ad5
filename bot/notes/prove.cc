// Owns the proof of a draft by the grader itself: the prompt must earn nothing, every pattern must compile, the model answer should earn what it says.
#include <algorithm>

#include "bot/grade/grader.h"
#include "bot/notes/draft.h"

namespace bot::notes {
namespace {

grade::CompiledRubric compiled(const Draft& draft, const grade::Vocabulary& vocabulary) {
    auto question = draft.question;
    for (const auto& one : draft.points) question.points.push_back(one.point);
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        int line = 0;
        for (auto& pattern : question.points[i].match) pattern.place = {static_cast<int>(i) + 1, ++line};
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

}  // namespace

void prove(Draft& draft, const grade::Vocabulary& vocabulary) {
    drop_empty(draft);
    for (bool again = true; again && !draft.points.empty();) {
        again = false;
        const auto result = compiled(draft, vocabulary);
        if (!result.rubric) {
            draft.points.clear();  // never seen: patterns are made of plain words
            return;
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
