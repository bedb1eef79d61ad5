// Owns small rubrics for the grader's tests: a question from patterns, and what an answer earns.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/grader.h"

namespace bot::grade::testing {

inline PatternNode phrase(std::string text) {
    PatternNode node;
    node.phrase = std::move(text);
    return node;
}

inline PatternNode group(PatternNode::Op op, std::initializer_list<PatternNode> items) {
    PatternNode node;
    node.op = op;
    node.items = items;
    return node;
}

inline PatternNode near(std::initializer_list<PatternNode> items, int words) {
    PatternNode node = group(PatternNode::Op::kNear, items);
    node.words = words;
    return node;
}

inline PatternNode all(std::initializer_list<PatternNode> items, std::initializer_list<PatternNode> none = {}, std::optional<Window> within = {}) {
    PatternNode node = group(PatternNode::Op::kAll, items);
    node.none = none;
    node.within = within;
    return node;
}

inline Point point(std::string id, std::initializer_list<PatternNode> match, int weight = 1) {
    Point result;
    result.id = std::move(id);
    result.weight = weight;
    result.match = match;
    return result;
}

inline Misconception misconception(std::string id, std::initializer_list<PatternNode> match, int weight = 1) {
    Misconception result;
    result.id = std::move(id);
    result.weight = weight;
    result.match = match;
    return result;
}

inline const Vocabulary& vocabulary() {
    static const Vocabulary words{
        {"blocks", {"block(s|ed|ing)?", "wait(s|ed|ing)?", "hang(s|ing)?", "get stuck", "gets stuck", "park(s|ed|ing)?", "paus(e|es|ed|ing)"}},
        {"receiver", {"receiver\\w*", "reader\\w*", "consumer\\w*", "(other|another) (side|goroutine|end)", "someone (reads|receives|takes)"}},
        {"tiny", {"x", "y"}},
    };
    return words;
}

// Compiles a question that must be right.
inline std::shared_ptr<const Rubric> rubric(std::initializer_list<Point> points, std::initializer_list<Misconception> claims = {}) {
    Question question;
    question.id = "test";
    question.points = points;
    question.misconceptions = claims;
    CompiledRubric compiled = compile(std::move(question), vocabulary());
    if (!compiled.rubric) throw std::runtime_error("test rubric: " + compiled.problems.front().reason + " in " + compiled.problems.front().phrase);
    return compiled.rubric;
}

// "matched: the words", "negated: the words" or "missed" for a rubric of one point.
inline std::string point_in(const PatternNode& pattern, std::string_view answer) {
    const auto compiled = rubric({point("p", {pattern})});
    const PointFinding finding = examine(*compiled, answer).points.at(0);
    std::string out(to_string(finding.status));
    if (finding.span) out += ": " + std::string(answer.substr(finding.span->begin, finding.span->end - finding.span->begin));
    return out;
}

inline std::string point_in(const std::string& pattern, std::string_view answer) { return point_in(phrase(pattern), answer); }

// The same for a rubric of one misconception: "claimed: ...", "refuted: ..." or "absent".
inline std::string claim_in(const std::string& pattern, std::string_view answer) {
    const auto compiled = rubric({point("p", {phrase("neverinthetext")})}, {misconception("m", {phrase(pattern)})});
    const ClaimFinding finding = examine(*compiled, answer).misconceptions.at(0);
    std::string out(to_string(finding.status));
    if (finding.span) out += ": " + std::string(answer.substr(finding.span->begin, finding.span->end - finding.span->begin));
    return out;
}

}  // namespace bot::grade::testing
