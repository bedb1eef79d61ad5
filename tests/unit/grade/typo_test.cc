// Owns the tests of typing forgiveness.
#include "bot/grade/typo.h"

#include "tests/support/catch.h"
#include "tests/unit/grade/make.h"

namespace bot::grade {
namespace {

using namespace testing;

std::string meant(std::string_view word) {
    const std::vector<std::string> words{"channel", "mutex", "goroutine", "synchron*", "unbuffered", "lock", "receiver"};
    const std::vector<std::string> known{"channeler"};
    return TypoTable(words, known).meant(word);
}

TEST_CASE("one edit is forgiven from five letters on, two from eight") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"chanel", "channel"},    // one missing
        {"channnel", "channel"},  // one too many
        {"chennel", "channel"},   // one wrong
        {"chanenl", "channel"},   // neighbours swapped: one edit
        {"chenel", ""},           // two edits, seven letters
        {"gorutne", ""},          // seven letters typed: one edit only
        {"gorotine", "goroutine"},
        {"goroutnie", "goroutine"},
        {"gorutnie", "goroutine"},  // one missing and a swap
        {"gorutni", ""},
        {"unbufered", "unbuffered"},
        {"unbuferd", "unbuffered"},
        {"hannel", ""},  // the first letter must stand
        {"mutx", ""},    // too short
        {"mutec", "mutex"},
        {"lokc", ""},
    };
    for (const auto& [typed, expected] : rows) {
        INFO(typed);
        CHECK(meant(typed) == expected);
    }
}

TEST_CASE("a stem is compared with the beginning of the word") {
    CHECK(meant("syncronizes") == "synchronizes");
    CHECK(meant("synchornous") == "synchronous");
    CHECK(meant("sincronous") == "synchronous");
    CHECK(meant("sincrnous").empty());
}

TEST_CASE("words of the rubric are right as they are") {
    const std::vector<std::string> words{"channel", "synchron*"};
    const std::vector<std::string> known{"chanel"};
    const TypoTable table(words, known);
    CHECK(table.is_right("channel"));
    CHECK(table.is_right("synchronous"));
    CHECK(table.is_right("chanel"));
    CHECK_FALSE(table.is_right("chennel"));
    CHECK_FALSE(table.is_right(""));
    CHECK_FALSE(TypoTable().is_right("x"));
    CHECK(TypoTable().meant("channel").empty());
}

TEST_CASE("known English words are never corrected") {
    CHECK(point_in("mutex", "it is mutable") == "missed");
    CHECK(point_in("mutex", "use a mutec") == "matched: mutec");
    CHECK(point_in("{blocks}", "it blokcs") == "matched: blokcs");
    CHECK(point_in("chanel\\w*", "use a channel") == "missed");
}

TEST_CASE("words of the vocabulary and of the question are known") {
    Question question;
    question.prompt = "What does kubelat do?";
    question.points = {point("p", {phrase("kubelet")})};
    const auto compiled = compile(question, vocabulary()).rubric;
    REQUIRE(compiled != nullptr);
    CHECK(examine(*compiled, "the kubelat").points[0].status == PointStatus::kMissed);
    CHECK(examine(*compiled, "the kubelit").points[0].status == PointStatus::kMatched);
}

TEST_CASE("a misspelt negator still denies") {
    const auto compiled = rubric({point("p", {phrase("safe"), phrase("without fear")})});
    const Findings findings = examine(*compiled, "it goes witout safe access");
    CHECK(findings.points[0].status == PointStatus::kNegated);
}

TEST_CASE("spans of corrected words point at what was typed") {
    CHECK(point_in("unbuffered channel", "An UNBUFERED   chanel!") == "matched: UNBUFERED   chanel");
}

}  // namespace
}  // namespace bot::grade
