// Owns the test of the shared vocabulary for the parts of a story.
#include "bot/app/sources.h"
#include "bot/grade/grader.h"
#include "bot/script/content.h"
#include "tests/support/catch.h"

using namespace bot;

namespace {

grade::PatternNode phrase(const std::string& text) {
    grade::PatternNode node;
    node.phrase = text;
    return node;
}

grade::Point point(const std::string& id, grade::PatternNode pattern) {
    grade::Point made;
    made.id = id;
    made.match = {std::move(pattern)};
    return made;
}

// Which of situation, action, result and lesson an answer tells.
std::string told(std::string_view answer) {
    const auto compiled = script::compile(app::embedded_sources(), {});
    REQUIRE_FALSE(compiled.content.packs.empty());
    grade::Question question;
    question.kind = grade::Kind::kBehavioural;
    grade::PatternNode situation;
    situation.op = grade::PatternNode::Op::kAll;
    situation.items = {phrase("{story_when}"), phrase("{story_problem}")};
    question.points = {point("situation", situation), point("action", phrase("{story_i} ~ {story_did}")),
                       point("result", phrase("{story_result} ~~ {story_figure}")), point("lesson", phrase("{story_learnt}"))};
    const auto rubric = grade::compile(question, compiled.content.packs.front().vocabulary).rubric;
    REQUIRE(rubric);
    std::string found;
    const auto findings = grade::examine(*rubric, answer);
    for (std::size_t i = 0; i < findings.points.size(); ++i) {
        if (findings.points[i].status == grade::PointStatus::kMatched) found += "SARL"[i];
    }
    return found;
}

}  // namespace

TEST_CASE("the shared vocabulary tells a whole story from a part of one") {
    CHECK(told("Last year our checkout had an outage every week. I profiled the service and rewrote the cache. In the end errors dropped from 5% to 1%. "
               "I learned to look at the metrics first.") == "SARL");
    CHECK(told("We are a great team and everyone works hard.").empty());
    CHECK(told("I proposed a new deployment plan.") == "A");
    CHECK(told("Two years ago the release was late.") == "S");
}
