// Owns the properties of the mark: always within its bounds, and never lower for more of the points.
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"
#include "tests/property/grade_random.h"
#include "tests/support/catch.h"

using namespace bot::grade;

namespace {

Question question_of_chance(dice::Random& random) {
    Question question;
    question.kind = random.one_in(3) ? Kind::kBehavioural : random.one_in(2) ? Kind::kCode : Kind::kTechnical;
    const std::size_t points = random.below(9);
    for (std::size_t i = 0; i < points; ++i) {
        Point point;
        point.id = "p" + std::to_string(i);
        point.weight = random.one_in(20) ? 2'000'000'000 : 1 + static_cast<int>(random.below(6));
        question.points.push_back(point);
    }
    const std::size_t claims = random.below(6);
    for (std::size_t i = 0; i < claims; ++i) {
        Misconception claim;
        claim.id = "m" + std::to_string(i);
        claim.weight = 1 + static_cast<int>(random.below(4));
        question.misconceptions.push_back(claim);
    }
    const std::size_t parts = random.below(4);
    for (std::size_t i = 0; i < parts; ++i) {
        Part part;
        part.id = "part" + std::to_string(i);
        for (const Point& point : question.points) {
            if (random.one_in(2)) part.points.push_back(point.id);
        }
        question.parts.push_back(part);
    }
    return question;
}

Tally tally_of_chance(dice::Random& random, const Question& question) {
    static const std::vector<int> kCredits{0, 0, 3, 5, 6, 10};
    static const std::vector<int> kPenalties{0, 0, 0, 5, 10};
    Tally tally;
    for (std::size_t i = 0; i < question.points.size(); ++i) tally.credit.push_back(random.pick(kCredits));
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) tally.penalty.push_back(random.pick(kPenalties));
    tally.content_words = static_cast<int>(random.below(80));
    tally.subject_words = static_cast<int>(random.below(80));
    tally.numbers = static_cast<int>(random.below(10));
    tally.term_list = random.one_in(6);
    tally.on_subject = random.one_in(2);
    return tally;
}

TEST_CASE("scores and their components stay within bounds") {
    for (int seed = 0; seed < dice::seeds(20'000); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed));
        const Question question = question_of_chance(random);
        Tally tally = tally_of_chance(random, question);
        if (random.one_in(10)) tally.credit.resize(random.below(20), static_cast<int>(random.below(1000)) - 500);
        if (random.one_in(10)) tally.content_words = static_cast<int>(random.next());
        if (random.one_in(10)) tally.subject_words = static_cast<int>(random.next());
        const Mark result = mark(question, tally);
        INFO("seed " << seed);
        REQUIRE(result.score >= 0);
        REQUIRE(result.score <= 100);
        REQUIRE((result.rubric >= 0 && result.rubric <= 1000));
        REQUIRE((result.elaboration >= 0 && result.elaboration <= 1000));
        if (tally.on_subject) REQUIRE(result.score >= kOnSubject);
        REQUIRE((result.effort >= 0 && result.effort <= 1000));
        REQUIRE((result.evidence >= 0 && result.evidence <= 1000));
        REQUIRE((result.untouched_parts >= 0 && result.untouched_parts <= static_cast<int>(question.parts.size())));
        REQUIRE(result.band == band_of(result.score));
        if (tally.term_list) REQUIRE(result.score <= kListCap);
        if (result.untouched_parts >= kUntouchedParts) REQUIRE(result.score <= kUntouchedCap);
    }
}

TEST_CASE("a superset of earned points never scores lower") {
    for (int seed = 0; seed < dice::seeds(20'000); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed));
        const Question question = question_of_chance(random);
        const Tally less = tally_of_chance(random, question);
        Tally more = less;
        for (int& credit : more.credit) {
            if (random.one_in(2)) credit = std::max(credit, random.one_in(2) ? 10 : 6);
        }
        INFO("seed " << seed);
        REQUIRE(mark(question, more).score >= mark(question, less).score);
    }
}

TEST_CASE("effort and numbers and fewer misconceptions never lower a score") {
    for (int seed = 0; seed < dice::seeds(5'000); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed));
        const Question question = question_of_chance(random);
        const Tally less = tally_of_chance(random, question);
        Tally more = less;
        more.content_words += static_cast<int>(random.below(30));
        more.subject_words += static_cast<int>(random.below(30));
        more.on_subject = true;
        more.numbers += static_cast<int>(random.below(4));
        for (int& penalty : more.penalty) penalty = random.one_in(2) ? 0 : penalty;
        INFO("seed " << seed);
        REQUIRE(mark(question, more).score >= mark(question, less).score);
    }
}

TEST_CASE("follow-ups never take credit away") {
    for (int seed = 0; seed < dice::seeds(5'000); ++seed) {
        dice::Random random(static_cast<std::uint64_t>(seed));
        const Question question = question_of_chance(random);
        Tally tally = tally_of_chance(random, question);
        const Tally before = tally;
        Findings findings;
        for (std::size_t i = 0; i < question.points.size(); ++i) findings.points.push_back({static_cast<PointStatus>(random.below(4)), {}, -1});
        for (std::size_t i = 0; i < question.misconceptions.size(); ++i) findings.misconceptions.push_back({static_cast<ClaimStatus>(random.below(3)), {}, -1});
        const Probe probe{static_cast<Probe::Kind>(random.below(3)), static_cast<int>(random.below(8)) - 1};
        add_followup(tally, question, probe, findings, random.one_in(2));
        INFO("seed " << seed);
        for (std::size_t i = 0; i < tally.credit.size(); ++i) REQUIRE(tally.credit[i] >= before.credit[i]);
        REQUIRE(tally.content_words == before.content_words);
        REQUIRE(tally.term_list == before.term_list);
    }
}

}  // namespace
