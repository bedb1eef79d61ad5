// Owns the properties of examine(): total over any bytes, the same twice, its spans whole characters of the input.
#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"
#include "tests/property/grade_content.h"
#include "tests/property/grade_random.h"

using namespace bot;
using namespace bot::grade;

namespace {

std::string text_of_chance(dice::Random& random, const std::vector<shipped::Set>& sets) {
    static const std::vector<std::string> kPieces{" ",    "\n",       ". ", "not ",   "```\n", "\r\n", ", ", "\xE2\x80\x94", "\xCC\x81", "\xF0\x9F\x98\x80",
                                                  "\xFF", "\xE2\x80", "'",  "don't ", "- ",    "1. ",  "\t", "\xEF\xBC\xA1", "{",        "}",
                                                  "->"};
    std::string text;
    const std::size_t kind = random.below(4);
    const std::size_t size = random.below(random.one_in(20) ? 20'000 : 900);
    if (kind == 0) {
        for (std::size_t i = 0; i < size; ++i) text.push_back(static_cast<char>(random.below(256)));
        return text;
    }
    const shipped::Set& set = random.pick(sets);
    const std::string& source = question_of(*set.rubric).answer;
    if (kind == 1) {
        for (std::size_t i = 0; i < size; i += 8)
            text += random.one_in(3) ? random.pick(kPieces) : source.substr(random.below(source.size()), random.below(30));
        return text;
    }
    text = source;
    const std::size_t edits = random.below(12);
    for (std::size_t i = 0; i < edits && !text.empty(); ++i) {
        const std::size_t at = random.below(text.size());
        if (random.one_in(2)) {
            text.insert(at, random.pick(kPieces));
        } else {
            text.erase(at, random.below(8));
        }
    }
    return text;
}

bool at_character(std::string_view text, std::size_t at) { return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80; }

void check_span(std::string_view text, const std::optional<Span>& span, bool expected, bool whole_characters) {
    REQUIRE(span.has_value() == expected);
    if (!span) return;
    REQUIRE(span->begin < span->end);
    REQUIRE(span->end <= text.size());
    if (!whole_characters) return;
    REQUIRE(at_character(text, span->begin));
    REQUIRE(at_character(text, span->end));
}

TEST_CASE("examine is total, repeats itself, and its spans are whole characters of the input") {
    const std::vector<shipped::Set> sets = shipped::sets();
    int matched = 0;
    for (int seed = 0; seed < dice::seeds(1500); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed));
        const std::string text = text_of_chance(random, sets);
        const Rubric& rubric = *random.pick(sets).rubric;
        INFO("seed " << seed << " question " << question_of(rubric).id);
        const Findings findings = examine(rubric, text);
        REQUIRE(findings == examine(rubric, text));
        REQUIRE(findings.points.size() == question_of(rubric).points.size());
        REQUIRE(findings.misconceptions.size() == question_of(rubric).misconceptions.size());
        REQUIRE(findings.content_words <= findings.words);
        REQUIRE(findings.subject_words <= findings.content_words);
        REQUIRE(findings.cut == (text.size() > kMaxAnswerBytes));
        const bool valid = is_utf8(text);
        if (!findings.cut) REQUIRE(findings.repaired == !valid);
        for (const PointFinding& finding : findings.points) {
            check_span(text, finding.span, finding.status != PointStatus::kMissed, valid);
            matched += finding.status == PointStatus::kMatched ? 1 : 0;
        }
        for (const ClaimFinding& finding : findings.misconceptions) check_span(text, finding.span, finding.status != ClaimStatus::kAbsent, valid);
        const Mark result = mark(question_of(rubric), first_tally(question_of(rubric), findings, {}));
        REQUIRE((result.score >= 0 && result.score <= 100));
    }
    REQUIRE(matched > 100);  // the texts do reach the patterns
}

TEST_CASE("every model answer is strong and claims nothing wrong") {
    for (const shipped::Set& set : shipped::sets()) {
        const Question& question = question_of(*set.rubric);
        INFO(question.id);
        const Findings findings = examine(*set.rubric, question.answer);
        const Mark result = mark(question, first_tally(question, findings, {}));
        CHECK(result.band == Band::kStrong);
        CHECK(result.lost == 0);
        CHECK_FALSE(findings.term_list);
        CHECK_FALSE(findings.other_language);
    }
}

TEST_CASE("upper case, other quotes and wide spaces do not change what is found") {
    for (const shipped::Set& set : shipped::sets()) {
        const Question& question = question_of(*set.rubric);
        std::string shouted;
        for (const char c : question.answer)
            shouted += c >= 'a' && c <= 'z' ? std::string(1, static_cast<char>(c - 32)) : c == '\'' ? "\xE2\x80\x99" : c == ' ' ? "  " : std::string(1, c);
        const Findings plain = examine(*set.rubric, question.answer);
        const Findings loud = examine(*set.rubric, shouted);
        INFO(question.id);
        for (std::size_t i = 0; i < plain.points.size(); ++i) CHECK(plain.points[i].status == loud.points[i].status);
        for (std::size_t i = 0; i < plain.misconceptions.size(); ++i) CHECK(plain.misconceptions[i].status == loud.misconceptions[i].status);
    }
}

}  // namespace
