// Owns the tests of the formula, the credit rules, the split and the agreement statistics.
#include "bot/grade/mark.h"

#include "bot/grade/agreement.h"
#include "bot/grade/tally.h"
#include "tests/support/catch.h"
#include "tests/unit/grade/make.h"

namespace bot::grade {
namespace {

using namespace testing;

Question question_of_weights(std::initializer_list<int> weights, std::initializer_list<int> claims = {}) {
    Question question;
    int i = 0;
    for (const int weight : weights) question.points.push_back(point("p" + std::to_string(i++), {}, weight));
    i = 0;
    for (const int weight : claims) question.misconceptions.push_back(misconception("m" + std::to_string(i++), {}, weight));
    return question;
}

TEST_CASE("the mark follows the formula, rounded half up once") {
    const Question question = question_of_weights({4, 4, 2}, {2});  // total 10
    struct Row {
        std::vector<int> credit;
        std::vector<int> penalty;
        int words;
        int score;
    };
    const Row rows[] = {
        {{10, 10, 10}, {0}, 45, 98}, {{10, 10, 0}, {0}, 45, 83},                              // .8 is worth .85
        {{10, 10, 10}, {0}, 0, 80},  {{10, 10, 10}, {0}, 25, 90}, {{10, 0, 0}, {0}, 45, 50},  // .4 is worth .515
        {{10, 0, 0}, {0}, 0, 41},    {{6, 0, 0}, {0}, 45, 38},                                // .24 is worth .39
        {{10, 0, 0}, {10}, 45, 34},                                                           // .4 - .2 = .2 is worth .35
        {{10, 0, 0}, {5}, 45, 44},                                                            // .4 - .1 = .3 is worth .45
        {{0, 0, 10}, {10}, 45, 0},   {{0, 0, 0}, {0}, 45, 0},     {{10, 10, 10}, {0}, 500, 100},
    };
    for (const Row& row : rows) {
        Tally tally;
        tally.credit = row.credit;
        tally.penalty = row.penalty;
        tally.content_words = row.words;
        CHECK(mark(question, tally).score == row.score);
    }
}

TEST_CASE("more of the points is always worth more, and everything is worth everything") {
    CHECK(worth_of(0) == 0);
    CHECK(worth_of(1000) == 1000);
    CHECK(worth_of(-5) == 0);
    CHECK(worth_of(2000) == 1000);
    CHECK(worth_of(150) == 275);
    for (int x = 1; x <= 1000; ++x) {
        CHECK(worth_of(x) >= worth_of(x - 1));
        CHECK(worth_of(x) >= x);
    }
}

TEST_CASE("an answer that explains at length needs fewer of the points") {
    Question question = question_of_weights({4, 4, 2});
    Tally tally;
    tally.credit = {10, 0, 0};
    tally.content_words = 50;
    tally.subject_words = 40;
    CHECK(mark(question, tally).elaboration == 0);
    tally.subject_words = 50;
    CHECK(mark(question, tally).elaboration == 150);
    CHECK(mark(question, tally).rubric == 400);  // as it was earned
    CHECK(mark(question, tally).score == 55);    // .4 * 1.15 = .46 is worth .548
    CHECK(worth_of(mark(question, tally)) == 548);
    tally.subject_words = 60;
    CHECK(mark(question, tally).score == 58);  // .4 * 1.3 = .52 is worth .584
    tally.subject_words = 500;
    CHECK(mark(question, tally).score == 58);
    tally.credit = {10, 10, 0};
    CHECK(mark(question, tally).score == 89);  // .85, not 1.04, is worth .888
    tally.credit = {10, 10, 10};
    CHECK(mark(question, tally).score == 100);
    tally.credit = {0, 0, 0};
    CHECK(mark(question, tally).score == 0);
    question.kind = Kind::kBehavioural;
    CHECK(mark(question, tally).elaboration == 150);  // half as much
}

TEST_CASE("an answer on the subject is worth something, however wrong") {
    const Question question = question_of_weights({4, 4}, {6});
    Tally tally;
    tally.credit = {10, 0};
    tally.penalty = {10};
    tally.content_words = 30;
    CHECK(mark(question, tally).score == 0);
    CHECK_FALSE(mark(question, tally).raised);
    tally.on_subject = true;
    CHECK(mark(question, tally).score == 10);
    CHECK(mark(question, tally).raised);
    CHECK(mark(question, tally).band == Band::kWeak);
    tally.penalty = {0};
    CHECK(mark(question, tally).score > 10);
    CHECK_FALSE(mark(question, tally).raised);
}

TEST_CASE("what effort and numbers add can be taken out") {
    Question question = question_of_weights({1, 1});
    Tally tally;
    tally.credit = {10, 0};
    CHECK(mark(question, tally, kRubricOnly).score == 57);  // .5 is worth .57
    CHECK(mark(question, tally).score == 46);
    question.kind = Kind::kBehavioural;
    tally.numbers = 6;
    tally.subject_words = 60;
    CHECK(mark(question, tally, kRubricOnly).score == 57);
    CHECK(mark(question, tally, kRubricOnly).elaboration == 0);
    CHECK(mark(question, tally, kRubricOnly).evidence == 1000);  // still counted, to be shown
}

TEST_CASE("behavioural marks count effort and numbers") {
    Question question = question_of_weights({1});
    question.kind = Kind::kBehavioural;
    Tally tally;
    tally.credit = {10};
    CHECK(mark(question, tally).score == 78);
    tally.content_words = 50;
    CHECK(mark(question, tally).score == 95);
    tally.numbers = 6;
    CHECK(mark(question, tally).score == 100);
    CHECK(mark(question, tally).evidence == 1000);
    question.kind = Kind::kCode;
    CHECK(mark(question, tally).score == 100);
    CHECK(mark(question, tally).evidence == 0);
}

TEST_CASE("every component of a mark is shown") {
    Tally tally;
    tally.credit = {10, 6, 0};
    tally.penalty = {10};
    tally.content_words = 25;
    const Mark result = mark(question_of_weights({4, 4, 2}, {2}), tally);
    CHECK(result.earned == 64);
    CHECK(result.lost == 20);
    CHECK(result.full == 100);
    CHECK(result.rubric == 440);
    CHECK(result.effort == 500);
    CHECK(result.elaboration == 0);
    CHECK(result.score == 48);  // .44 is worth .537; * .9
    CHECK(result.band == Band::kPartial);
}

TEST_CASE("two untouched parts cap the mark, one does not") {
    Question question = question_of_weights({5, 1, 1});
    question.parts = {{"a", {"p0"}, {}}, {"b", {"p1"}, {}}, {"c", {"p2"}, {}}};
    Tally tally;
    tally.credit = {10, 0, 0};
    tally.content_words = 50;
    Mark result = mark(question, tally);
    CHECK(result.untouched_parts == 2);
    CHECK(result.capped_parts);
    CHECK(result.score == 60);
    tally.credit = {10, 3, 0};
    result = mark(question, tally);
    CHECK(result.untouched_parts == 1);
    CHECK_FALSE(result.capped_parts);
    CHECK(result.score == 81);  // (5 + .3) / 7 = .757 is worth .807
}

TEST_CASE("a term list gets at most thirty") {
    Tally tally;
    tally.credit = {10};
    tally.content_words = 50;
    tally.term_list = true;
    const Mark result = mark(question_of_weights({1}), tally);
    CHECK(result.score == 30);
    CHECK(result.capped_list);
    CHECK(result.band == Band::kWeak);
    tally.credit = {0};
    CHECK_FALSE(mark(question_of_weights({1}), tally).capped_list);
}

TEST_CASE("a tally that does not fit the question counts as zero") {
    Tally tally;
    CHECK(mark(question_of_weights({1, 2}, {3}), tally).score == 0);
    CHECK(mark(Question{}, tally).score == 0);
    tally.credit = {10, 10, 10, 10};
    tally.penalty = {-7, 99};
    CHECK(mark(Question{}, tally).score == 0);
    tally.content_words = -5;
    CHECK(mark(question_of_weights({1000000000, 2000000000}), tally).score == 80);
}

TEST_CASE("bands begin at 5, 35 and 75") {
    CHECK(band_of(0) == Band::kNone);
    CHECK(band_of(4) == Band::kNone);
    CHECK(band_of(5) == Band::kWeak);
    CHECK(band_of(34) == Band::kWeak);
    CHECK(band_of(35) == Band::kPartial);
    CHECK(band_of(74) == Band::kPartial);
    CHECK(band_of(75) == Band::kStrong);
    CHECK(band_of(100) == Band::kStrong);
    CHECK(to_tenths(34) == 3);
    CHECK(to_tenths(35) == 4);
}

Findings found(std::initializer_list<PointStatus> points, std::initializer_list<ClaimStatus> claims = {}, int words = 20) {
    Findings findings;
    for (const PointStatus status : points) findings.points.push_back({status, {}, -1});
    for (const ClaimStatus status : claims) findings.misconceptions.push_back({status, {}, -1});
    findings.words = words;
    findings.content_words = words;
    return findings;
}

constexpr auto kYes = PointStatus::kMatched;
constexpr auto kNo = PointStatus::kMissed;
constexpr auto kSaid = ClaimStatus::kClaimed;
constexpr auto kSilent = ClaimStatus::kAbsent;
constexpr auto kDenied = ClaimStatus::kRefuted;

TEST_CASE("a first answer earns whole credit, half after a hint") {
    const Question question = question_of_weights({1, 1, 1, 1}, {1, 1});
    const Tally tally = first_tally(question, found({kYes, kYes, kNo, PointStatus::kNegated}, {kSaid, kDenied}), {false, true, true, false});
    CHECK(tally.credit == std::vector<int>{10, 5, 0, 0});
    CHECK(tally.penalty == std::vector<int>{10, 0});
    CHECK(tally.content_words == 20);
}

TEST_CASE("one point among words about something else is an accident, two are not") {
    const Question question = question_of_weights({1, 1});
    Findings findings = found({kYes, kNo});
    CHECK(first_tally(question, findings, {}).credit == std::vector<int>{10, 0});
    findings.subject = Subject::kMissed;
    CHECK(first_tally(question, findings, {}).credit == std::vector<int>{0, 0});
    CHECK_FALSE(first_tally(question, findings, {}).on_subject);
    findings.points[1].status = kYes;
    CHECK(first_tally(question, findings, {}).credit == std::vector<int>{10, 10});
    findings.subject = Subject::kMet;
    CHECK(first_tally(question, findings, {}).on_subject);
}

TEST_CASE("a follow-up earns its own point and those of its part") {
    Question question = question_of_weights({1, 1, 1}, {1});
    question.parts = {{"a", {"p0", "p1"}, {}}, {"b", {"p2"}, {}}};
    Tally tally = first_tally(question, found({kNo, kNo, kNo}, {kSilent}), {});
    add_followup(tally, question, {Probe::Kind::kPoint, 0}, found({kYes, kYes, kYes}, {kSaid}), false);
    CHECK(tally.credit == std::vector<int>{6, 6, 0});
    CHECK(tally.penalty == std::vector<int>{10});
    add_followup(tally, question, {Probe::Kind::kPoint, 2}, found({kNo, kNo, kYes}, {kSilent}), true);
    CHECK(tally.credit == std::vector<int>{6, 6, 3});
}

TEST_CASE("credit never falls") {
    const Question question = question_of_weights({1});
    Tally tally = first_tally(question, found({kYes}), {});
    add_followup(tally, question, {Probe::Kind::kPoint, 0}, found({kYes}), true);
    CHECK(tally.credit == std::vector<int>{10});
    add_followup(tally, question, {Probe::Kind::kPoint, 0}, found({kNo}), false);
    CHECK(tally.credit == std::vector<int>{10});
}

TEST_CASE("a misconception withdrawn in its challenge costs half") {
    const Question question = question_of_weights({1}, {1, 1});
    const Tally first = first_tally(question, found({kNo}, {kSaid, kSaid}), {});
    const auto after = [&](const Findings& findings) {
        Tally tally = first;
        add_followup(tally, question, {Probe::Kind::kMisconception, 0}, findings, false);
        return tally.penalty;
    };
    CHECK(after(found({kYes}, {kSilent, kSilent}, 0)) == std::vector<int>{5, 10});
    CHECK(after(found({kNo}, {kDenied, kSilent}, 0)) == std::vector<int>{5, 10});
    CHECK(after(found({kNo}, {kSilent, kSilent}, 8)) == std::vector<int>{5, 10});
    CHECK(after(found({kNo}, {kSilent, kSilent}, 1)) == std::vector<int>{10, 10});  // "I do not know" answers nothing
    CHECK(after(found({kYes}, {kSaid, kSilent}, 8)) == std::vector<int>{10, 10});
}

TEST_CASE("a probe that points nowhere changes nothing") {
    const Question question = question_of_weights({1}, {1});
    Tally tally = first_tally(question, found({kNo}, {kSaid}), {});
    const Tally before = tally;
    add_followup(tally, question, {Probe::Kind::kPoint, 9}, found({kYes}, {kSilent}), false);
    add_followup(tally, question, {Probe::Kind::kMisconception, -1}, found({kNo}, {kSilent}, 0), false);
    add_followup(tally, question, {Probe::Kind::kDeeper, 0}, found({kYes}, {kSilent}), false);
    CHECK(tally == before);
}

TEST_CASE("agreement of equal marks is perfect, of a constant nothing") {
    const std::vector<int> a{0, 3, 5, 8, 10};
    CHECK(agreement(a, a).qwk == Approx(1));
    CHECK(agreement(a, a).pearson == Approx(1));
    CHECK(agreement(a, a).band == Approx(1));
    CHECK(agreement(a, a).mae == Approx(0));
    const std::vector<int> constant{5, 5, 5, 5, 5};
    CHECK(agreement(a, constant).qwk == Approx(0));
    CHECK(agreement(a, constant).pearson == Approx(0));
    CHECK(agreement(constant, constant).qwk == Approx(1));
    CHECK(agreement({}, {}).count == 0);
}

TEST_CASE("agreement matches figures worked out by hand") {
    const std::vector<int> expert{0, 2, 4, 6, 8, 10};
    const std::vector<int> grader{1, 4, 4, 3, 9, 10};
    const Agreement result = agreement(expert, grader);
    CHECK(result.count == 6);
    CHECK(result.mae == Approx(7.0 / 6));
    CHECK(result.false_accepts == 1);
    CHECK(result.false_rejects == 1);
    CHECK(result.band == Approx(3.0 / 6));
    // observed 15, expected mean of squared differences over all pairs: 36 pairs, times 6: 133, so 1 - 15 / 133
    CHECK(result.qwk == Approx(1 - 15.0 / 133));
}

TEST_CASE("the split depends on the text alone and is about even") {
    int dev = 0;
    for (int i = 0; i < 1000; ++i) dev += split_of("sample " + std::to_string(i)) == Split::kDev ? 1 : 0;
    CHECK(dev > 430);
    CHECK(dev < 570);
    CHECK(split_of("an answer") == split_of("an answer"));
}

}  // namespace

TEST_CASE("several red flags in one story leave something of it") {
    Question question = question_of_weights({5, 5}, {3, 3, 3});
    question.kind = Kind::kBehavioural;
    Tally tally;
    tally.credit = {10, 10};
    tally.penalty = {10, 0, 0};
    CHECK(mark(question, tally).lost == 30);
    tally.penalty = {10, 10, 10};
    CHECK(mark(question, tally).lost == 40);
    CHECK(mark(question, tally).rubric == 600);
    question.kind = Kind::kTechnical;
    CHECK(mark(question, tally).lost == 90);
    CHECK(mark(question, tally).score == 16);  // .1 is worth .2
}

}  // namespace bot::grade
