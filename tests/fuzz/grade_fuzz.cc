// Owns the fuzz target of the grader: any bytes as a pattern and as an answer give findings whose spans lie within the answer, the same twice.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "bot/base/check.h"
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"

namespace {

using namespace bot::grade;

PatternNode phrase(std::string_view text) {
    PatternNode node;
    node.phrase = text;
    return node;
}

// A rubric with every operator; `pattern` is one of its alternatives, as long as it compiles.
std::shared_ptr<const Rubric> rubric(std::string_view pattern) {
    Question question;
    Point point;
    point.id = "p";
    point.match = {phrase(pattern), phrase("{blocks} ~ until ~~ (receiver|reader)s?")};
    PatternNode all;
    all.op = PatternNode::Op::kAll;
    all.items = {phrase("unbuffered"), phrase("wait\\w*")};
    all.none = {phrase("full")};
    point.match.push_back(all);
    all.op = PatternNode::Op::kNear;
    point.match.push_back(all);
    all.op = PatternNode::Op::kOrder;
    all.within = Window::kAnswer;
    point.match.push_back(all);
    Misconception claim;
    claim.id = "m";
    claim.opposes = "p";
    claim.match = {phrase("unbuffered ~~ drops?"), phrase(pattern)};
    question.points = {point};
    question.misconceptions = {claim};
    const Vocabulary names{{"blocks", {"block(s|ed)?", "gets stuck", "wait\\w*"}}};
    CompiledRubric compiled = compile(question, names);
    VIVA_CHECK((compiled.rubric == nullptr) != compiled.problems.empty());
    for (const PatternProblem& problem : compiled.problems) VIVA_CHECK(!problem.reason.empty() && problem.offset <= problem.phrase.size());
    return compiled.rubric;
}

void check(const std::optional<Span>& span, std::string_view text) { VIVA_CHECK(!span || (span->begin < span->end && span->end <= text.size())); }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    // The first line is a pattern, the rest an answer.
    const std::size_t line = bytes.find('\n');
    const std::string_view pattern = bytes.substr(0, line);
    const std::string_view text = line == std::string_view::npos ? bytes : bytes.substr(line + 1);
    static const std::shared_ptr<const Rubric> fallback = rubric("x");
    std::shared_ptr<const Rubric> compiled = rubric(pattern);
    if (compiled == nullptr) compiled = fallback;
    const Findings findings = examine(*compiled, text);
    VIVA_CHECK(findings == examine(*compiled, text));
    for (const PointFinding& finding : findings.points) check(finding.span, text);
    for (const ClaimFinding& finding : findings.misconceptions) check(finding.span, text);
    const Mark result = mark(question_of(*compiled), first_tally(question_of(*compiled), findings, {}));
    VIVA_CHECK(result.score >= 0 && result.score <= 100);
    return 0;
}
