// Owns the wording of pattern problems.
#include "bot/script/pattern_problems.h"

#include <fmt/format.h>

#include "bot/script/codes.h"

namespace bot::script {

using Kind = grade::PatternProblem::Kind;

void report_problem(const grade::PatternProblem& problem, Report& report) {
    const Place place = place_inside(report.source().text, problem.place, problem.offset);
    switch (problem.kind) {
        case Kind::kBadRegex: return report.add(kBadRegex, place, fmt::format("bad pattern: {}", problem.reason));
        case Kind::kTooLarge: return report.add(kPatternTooLarge, place, problem.reason);
        case Kind::kEmptyMatch: return report.add(kEmptyMatch, place, problem.reason);
        case Kind::kGapAtEdge: return report.add(kGapAtEdge, place, problem.reason);
        case Kind::kUnknownName:
        case Kind::kNameCycle:
        case Kind::kTooDeep: return;
    }
}

grade::Question question_of_phrases(const std::vector<NamedPhrases>& entries) {
    grade::Question question;
    for (const NamedPhrases& entry : entries) {
        grade::Point point;
        point.id = entry.name;
        for (const Phrase& phrase : entry.phrases) {
            grade::PatternNode node;
            node.phrase = phrase.text;
            node.place = phrase.place;
            point.match.push_back(std::move(node));
        }
        question.points.push_back(std::move(point));
    }
    return question;
}

}  // namespace bot::script
