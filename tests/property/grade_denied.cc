// Owns the properties of the guards: whatever the words are, a denied point earns nothing and a refuted or attributed misconception costs nothing.
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"
#include "tests/property/grade_random.h"
#include "tests/support/catch.h"

using namespace bot;
using namespace bot::grade;

namespace {

// '#' stands for the words that the pattern looks for.
const std::vector<std::string> kDenials{
    "It does not #.",
    "It doesn't #.",
    "It will never # at all.",
    "They cannot really # here.",
    "There is no # in it.",
    "It works without #.",
    "It works without any kind of #.",
    "Nobody needs #.",
    "# is not needed.",
    "# is really not necessary for this.",
    "# is unnecessary.",
    "I do not know #.",
    "I don't really know what # is.",
    "I have never used #.",
    "I'm not sure about #.",
    "I have no idea what # means.",
    "We take the other one instead of #.",
    "We take the other one rather than #.",
    "Neither side has #.",
    "It hardly has #.",
};

const std::vector<std::string> kAsserts{
    "It has #.",
    "They really # here.",
    "First there is # in it.",
    "It works because of #.",
    "It is not slow, it has #.",
    "I know # quite well.",
    "# is needed.",
    "It has no price and the sender has #.",
};

const std::vector<std::string> kRefutes{
    "Many people think that #.",
    "Some developers believe #.",
    "It is a myth that #.",
    "It is often said that #.",
    "It is a common mistake to say that #.",
    "I used to think that #.",
    "It is wrong to say that #.",
    "It is not true that #.",
    "Do not assume that #.",
    "You might think that #.",
    "Contrary to the rumour that #, it is fine.",
    "To say that # is wrong.",
    "They say #, which is wrong.",
    "#? It is fine.",
    "#. That is wrong.",
    "#. Not true.",
    "A common misconception. #.",
    "It does not #.",
    "I am not sure that #.",
};

const std::vector<std::string> kNeighbours{"", "Here is what I remember. ", "The table is made of wood, which is nice. ", "So it goes: ", "Well, "};
const std::vector<std::string> kEnds{"", " That is all.", " The rest is a long story.", " We had tea afterwards, and it was good."};

std::string filled(std::string text, const std::string& words) {
    const std::size_t at = text.find('#');
    return text.replace(at, 1, words);
}

std::shared_ptr<const Rubric> rubric_for(const std::string& pattern) {
    PatternNode node;
    node.phrase = pattern;
    Question question;
    Point point;
    point.id = "point";
    point.match = {node};
    Misconception claim;
    claim.id = "claim";
    claim.match = {node};
    question.points = {point};
    question.misconceptions = {claim};
    const CompiledRubric compiled = compile(question, {});
    REQUIRE(compiled.rubric != nullptr);
    return compiled.rubric;
}

// A pattern of made-up words and a text that it matches.
struct Made {
    std::string pattern;
    std::string words;
};

Made made(dice::Random& random) {
    const std::string a = random.word();
    const std::string b = random.word();
    switch (random.below(5)) {
        case 0: return {a, a};
        case 1: return {a + " " + b, a + " " + b};
        case 2: return {a + " ~ " + b, a + " " + random.word() + " " + b};
        case 3: return {"(" + a + "|" + b + ")\\w*", b + "s"};
        default: return {a + "[- ]?" + b, a + "-" + b};
    }
}

TEST_CASE("a denied point earns nothing, an asserted one everything") {
    for (int seed = 0; seed < dice::seeds(60); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed));
        const Made words = made(random);
        const auto rubric = rubric_for(words.pattern);
        const std::string before = random.pick(kNeighbours);
        const std::string after = random.pick(kEnds);
        for (const std::string& denial : kDenials) {
            const std::string text = before + filled(denial, words.words) + after;
            INFO("seed " << seed << ": " << words.pattern << " in: " << text);
            const Findings findings = examine(*rubric, text);
            REQUIRE(findings.points[0].status == PointStatus::kNegated);
            REQUIRE(mark(question_of(*rubric), first_tally(question_of(*rubric), findings, {})).earned == 0);
        }
        for (const std::string& assertion : kAsserts) {
            const std::string text = before + filled(assertion, words.words) + after;
            INFO("seed " << seed << ": " << words.pattern << " in: " << text);
            REQUIRE(examine(*rubric, text).points[0].status == PointStatus::kMatched);
        }
    }
}

TEST_CASE("a refuted or attributed misconception costs nothing, a claimed one does") {
    for (int seed = 0; seed < dice::seeds(60); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed) + 1000);
        const Made words = made(random);
        const auto rubric = rubric_for(words.pattern);
        const std::string before = random.pick(kNeighbours);
        const std::string after = random.pick(kEnds);
        for (const std::string& refutation : kRefutes) {
            const std::string text = before + filled(refutation, words.words) + after;
            INFO("seed " << seed << ": " << words.pattern << " in: " << text);
            const Findings findings = examine(*rubric, text);
            REQUIRE(findings.misconceptions[0].status == ClaimStatus::kRefuted);
            REQUIRE(mark(question_of(*rubric), first_tally(question_of(*rubric), findings, {})).lost == 0);
        }
        for (const std::string& assertion : kAsserts) {
            const std::string text = before + filled(assertion, words.words) + after;
            INFO("seed " << seed << ": " << words.pattern << " in: " << text);
            REQUIRE(examine(*rubric, text).misconceptions[0].status == ClaimStatus::kClaimed);
        }
    }
}

}  // namespace
