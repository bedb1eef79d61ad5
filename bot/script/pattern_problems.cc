// Owns the wording of pattern problems.
#include "bot/script/pattern_problems.h"

#include <fmt/format.h>

#include "bot/script/codes.h"

namespace bot::script {

using Kind = grade::PatternProblem::Kind;

void report_problem(const grade::PatternProblem& problem, Report& report) {
    const Place place = place_inside(report.source().text, problem.place, problem.offset);
    switch (problem.kind) {
        case Kind::kBadRegex: return report.add(kBadRegex, place, fmt::format("bad pattern '{}': {}", problem.phrase, problem.reason));
        case Kind::kTooLarge:
            return report.add(kPatternTooLarge, place, fmt::format("pattern '{}' is too large: {}; split it", problem.phrase, problem.reason));
        case Kind::kEmptyMatch:
            return report.add(kEmptyMatch, place, fmt::format("pattern '{}' matches without any word: make a part of it required", problem.phrase));
        case Kind::kGapAtEdge:
            return report.add(kGapAtEdge, place, fmt::format("pattern '{}' has a gap without a word on both sides: remove the gap", problem.phrase));
        case Kind::kUnknownName:
        case Kind::kNameCycle:
        case Kind::kTooDeep: return;
    }
}

grade::Question question_of_phrases(const NamedPhrases& entry) {
    grade::Question question;
    question.id = entry.name;
    grade::Point point;
    point.id = entry.name;
    for (const Phrase& phrase : entry.phrases) {
        grade::PatternNode node;
        node.phrase = phrase.text;
        node.place = phrase.place;
        point.match.push_back(std::move(node));
    }
    question.points.push_back(std::move(point));
    return question;
}

}  // namespace bot::script
