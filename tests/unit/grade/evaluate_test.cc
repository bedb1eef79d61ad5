// Owns the tests of operators, gaps and windows, through examine().
#include "tests/support/catch.h"
#include "tests/unit/grade/make.h"

namespace bot::grade {
namespace {

using namespace testing;

struct Row {
    std::string pattern;
    std::string_view answer;
    std::string_view expected;
};

TEST_CASE("a phrase matches whole words within one sentence") {
    const Row rows[] = {
        {"block", "it will Block here", "matched: Block"},
        {"block", "it blocks", "missed"},
        {"block\\w*", "it is blocking", "matched: blocking"},
        {"acks all", "set acks=all now", "matched: acks=all"},
        {"acks all", "set acks: \"all\"", "matched: acks: \"all"},
        {"sync mutex", "a sync.Mutex", "matched: sync.Mutex"},
        {"hand ?off", "a hand-off", "matched: hand-off"},
        {"hand ?off", "a handoff", "matched: handoff"},
        {"a b", "a. b", "missed"},
        {"is not", "it isn't", "matched: isn't"},
        {"{blocks} until", "the sender Waits until then", "matched: Waits until"},
        {"caf\xC3\xA9", "a CAFE\xCC\x81 here", "matched: CAFE\xCC\x81"},
        {"[\xC3\xA9"
         "e]tat",
         "\xC3\x89tat", "matched: \xC3\x89tat"},
    };
    for (const Row& row : rows) {
        INFO(row.pattern << " in " << row.answer);
        CHECK(point_in(row.pattern, row.answer) == row.expected);
    }
}

TEST_CASE("gaps hold up to three and up to eight words") {
    const Row rows[] = {
        {"a ~ b", "a b", "matched: a b"},
        {"a ~ b", "a 1 2 3 b", "matched: a 1 2 3 b"},
        {"a ~ b", "a 1 2 3 4 b", "missed"},
        {"a ~~ b", "a 1 2 3 4 5 6 7 8 b", "matched: a 1 2 3 4 5 6 7 8 b"},
        {"a ~~ b", "a 1 2 3 4 5 6 7 8 9 b", "missed"},
        {"a ~ b", "b a", "missed"},
        {"a ~ b ~ c", "a b b c", "matched: a b b c"},
        {"a ~ b", "a. b", "missed"},
        {"a ~ b", "a a a a a b", "matched: a a a a b"},
    };
    for (const Row& row : rows) {
        INFO(row.pattern << " in " << row.answer);
        CHECK(point_in(row.pattern, row.answer) == row.expected);
    }
}

TEST_CASE("a gap may need a shorter reading of the words before it") {
    CHECK(point_in("is( the)? ~ the x", "is the x") == "matched: is the x");
    CHECK(point_in("(a|a b) c", "a b c") == "matched: a b c");
    CHECK(point_in("(a )*b ~ c", "a a b c") == "matched: a a b c");
}

TEST_CASE("near takes any order and counts the words between") {
    const PatternNode pattern = near({phrase("sync\\w*"), phrase("hand ?off")}, 2);
    CHECK(point_in(pattern, "a synchronous hand-off") == "matched: synchronous hand-off");
    CHECK(point_in(pattern, "the handoff is quite synchronous") == "matched: handoff is quite synchronous");
    CHECK(point_in(pattern, "the handoff is really quite synchronous") == "missed");
}

TEST_CASE("order wants one after the other") {
    const PatternNode pattern = group(PatternNode::Op::kOrder, {phrase("first"), phrase("second"), phrase("third")});
    CHECK(point_in(pattern, "first comes before second and third") == "matched: first comes before second and third");
    CHECK(point_in(pattern, "second first third") == "missed");
}

TEST_CASE("any takes one of its items") {
    const PatternNode pattern = all({group(PatternNode::Op::kAny, {phrase("red"), phrase("blue")}), phrase("car")});
    CHECK(point_in(pattern, "a blue car") == "matched: blue car");
    CHECK(point_in(pattern, "a green car") == "missed");
}

TEST_CASE("windows are clauses, sentences, pairs of sentences or the answer") {
    const auto pattern = [](std::optional<Window> within) { return all({phrase("red"), phrase("car")}, {}, within); };
    struct Case {
        std::string_view answer;
        bool clause, sentence, pair, answer_wide;
    };
    const Case cases[] = {
        {"red car", true, true, true, true},
        {"red paint, old car", false, true, true, true},
        {"red paint. old car", false, false, true, true},
        {"red paint. and more. old car", false, false, false, true},
    };
    for (const Case& one : cases) {
        INFO(one.answer);
        const auto found = [&](Window within) { return point_in(pattern(within), one.answer).starts_with("matched"); };
        CHECK(found(Window::kClause) == one.clause);
        CHECK(found(Window::kSentence) == one.sentence);
        CHECK(found(Window::kPair) == one.pair);
        CHECK(found(Window::kAnswer) == one.answer_wide);
    }
}

TEST_CASE("points look in two neighbouring sentences, misconceptions in one") {
    const PatternNode pattern = all({phrase("red"), phrase("car")});
    const auto compiled = rubric({point("p", {pattern})}, {misconception("m", {pattern})});
    const Findings pair = examine(*compiled, "It is red. My car is.");
    CHECK(pair.points[0].status == PointStatus::kMatched);
    CHECK(pair.misconceptions[0].status == ClaimStatus::kAbsent);
    CHECK(examine(*compiled, "It is a red car.").misconceptions[0].status == ClaimStatus::kClaimed);
}

TEST_CASE("not keeps its words out of the window") {
    const PatternNode pattern = all({phrase("waits")}, {phrase("full")}, Window::kSentence);
    CHECK(point_in(pattern, "it waits for a reader") == "matched: waits");
    CHECK(point_in(pattern, "it waits when full") == "missed");
    CHECK(point_in(pattern, "it waits. when full too") == "matched: waits");
    CHECK(point_in(pattern, "it waits although not full") == "matched: waits");  // a denied word keeps nothing out
    PatternNode phrase_with_not = near({phrase("a"), phrase("b")}, 3);
    phrase_with_not.none = {phrase("c")};
    phrase_with_not.within = Window::kSentence;
    CHECK(point_in(phrase_with_not, "a b") == "matched: a b");
    CHECK(point_in(phrase_with_not, "a b c") == "missed");
}

TEST_CASE("the first alternative that holds is reported") {
    const auto compiled = rubric({point("p", {phrase("nothing here"), phrase("blocks"), phrase("it")})});
    const Findings findings = examine(*compiled, "it blocks");
    CHECK(findings.points[0].alternative == 1);
    CHECK(findings.points[0].span == Span{3, 9});
}

TEST_CASE("a claimed misconception contradicts the point it opposes") {
    Misconception claim = misconception("m", {phrase("drops values")});
    claim.opposes = "p";
    const auto compiled = rubric({point("p", {phrase("keeps values")}), point("q", {phrase("other")})}, {claim});
    const Findings wrong = examine(*compiled, "it drops values");
    CHECK(wrong.points[0].status == PointStatus::kContradicted);
    CHECK(wrong.points[0].span == Span{3, 15});
    CHECK(wrong.points[1].status == PointStatus::kMissed);
    CHECK(examine(*compiled, "it keeps values. it drops values").points[0].status == PointStatus::kMatched);
}

TEST_CASE("long answers are cut at a character and say so") {
    const auto compiled = rubric({point("p", {phrase("end")})});
    std::string text(kMaxAnswerBytes - 1, 'x');
    text += "\xC3\xA9 end";
    const Findings findings = examine(*compiled, text);
    CHECK(findings.cut);
    CHECK_FALSE(findings.repaired);
    CHECK(findings.points[0].status == PointStatus::kMissed);
    CHECK_FALSE(examine(*compiled, "end").cut);
}

}  // namespace
}  // namespace bot::grade
