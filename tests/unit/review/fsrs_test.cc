// Owns the check of the review schedule against the reference implementation's histories (tests/data/fsrs), and of what they do not cover.
#include "bot/review/fsrs.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <set>
#include <sstream>

#include "tests/support/catch.h"

using namespace bot::review;
using std::chrono::days;

namespace {

const Day kFirst{std::chrono::year{2026} / 1 / 1};
constexpr double kClose = 1e-6;

struct Step {
    int rating = 0, at = 0, due = 0;
};

struct History {
    std::vector<Step> steps;
    double stability = 0, difficulty = 0;
    int reps = 0, lapses = 0, state = 0;
    std::vector<std::pair<int, double>> recall;  // days after the last review
};

History history_of(const std::string& line) {
    History history;
    std::istringstream in{line};
    std::string word;
    while (in >> word && word.find('>') != std::string::npos) {
        Step step;
        REQUIRE(std::sscanf(word.c_str(), "%d@%d>%d", &step.rating, &step.at, &step.due) == 3);
        history.steps.push_back(step);
    }
    history.stability = std::stod(word);
    REQUIRE(in >> history.difficulty >> history.reps >> history.lapses >> history.state);
    while (in >> word) {
        int later = 0;
        double value = 0;
        REQUIRE(std::sscanf(word.c_str(), "%d:%lf", &later, &value) == 2);
        history.recall.emplace_back(later, value);
    }
    return history;
}

std::vector<std::string> reference_lines() {
    std::ifstream file{VIVA_SOURCE_DIR "/tests/data/fsrs/histories.txt"};
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with('#')) lines.push_back(line);
    }
    return lines;
}

Card after(std::initializer_list<std::pair<Rating, int>> reviews) {
    Card card;
    for (const auto& [rating, at] : reviews) card = review(card, rating, kFirst + days{at});
    return card;
}

}  // namespace

TEST_CASE("a thousand histories end in the states of the reference") {
    const auto lines = reference_lines();
    REQUIRE(lines.size() == 1000);
    int lapsed = 0, same_day = 0, longest = 0;
    for (const auto& line : lines) {
        INFO(line);
        const auto history = history_of(line);
        Card card;
        int last = -1;
        for (const auto& step : history.steps) {
            card = review(card, Rating(step.rating), kFirst + days{step.at});
            CHECK(card.due == kFirst + days{step.due});
            CHECK(card.last == kFirst + days{step.at});
            same_day += step.at == last;
            last = step.at;
            longest = std::max(longest, step.due - step.at);
        }
        CHECK(std::abs(card.stability - history.stability) < kClose);
        CHECK(std::abs(card.difficulty - history.difficulty) < kClose);
        CHECK(card.reps == history.reps);
        CHECK(card.lapses == history.lapses);
        CHECK((card.state == State::kReview && history.state == 2));
        REQUIRE(history.recall.size() == 3);
        for (const auto& [later, value] : history.recall) CHECK(std::abs(retrievability(card, card.last + days{later}) - value) < kClose);
        lapsed += card.lapses > 0;
    }
    // The histories reach the corners: forgetting, two reviews in a day, intervals past the maximum.
    CHECK(lapsed > 200);
    CHECK(same_day > 200);
    CHECK(longest > 36500);
}

TEST_CASE("a first review is due after 1, 2, 3 or 8 days, a better rating later") {
    const std::vector<int> expected{1, 2, 3, 8};
    for (int rating = 1; rating <= 4; ++rating) {
        const auto card = review(Card{}, Rating(rating), kFirst);
        CHECK((card.due - kFirst).count() == expected[std::size_t(rating) - 1]);
        CHECK(card.reps == 1);
        CHECK(card.lapses == 0);
    }
    CHECK(Card{}.due <= kFirst);
}

TEST_CASE("a date before the last review counts as the day of the last review") {
    const auto card = after({{Rating::kGood, 10}});
    CHECK(review(card, Rating::kGood, kFirst) == review(card, Rating::kGood, kFirst + days{10}));
    CHECK(retrievability(card, kFirst) == 1);
}

TEST_CASE("recall falls with the days, is 90% after as many days as the stability, and 0 for a new card") {
    const auto card = after({{Rating::kEasy, 0}, {Rating::kGood, 8}});
    double before = 2;
    for (const int later : {0, 1, 5, 20, 100, 5000}) {
        const double now = retrievability(card, card.last + days{later});
        CHECK(now < before);
        CHECK(now > 0);
        before = now;
    }
    CHECK(std::abs(retrievability(card, card.due) - 0.9) < 0.002);
    CHECK(retrievability(Card{}, kFirst) == 0);
}

TEST_CASE("a damaged card or a senseless date gives a sound card") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double huge = std::numeric_limits<double>::infinity();
    for (const double stability : {nan, huge, -1.0, 0.0, 1e-300, 1e300}) {
        for (const double difficulty : {nan, -huge, 0.0, 1e9, 5.0}) {
            for (const auto today : {Day::min(), Day::max(), kFirst}) {
                for (const auto last : {Day::min(), Day::max(), kFirst}) {
                    const Card card{stability, difficulty, Day::max(), last, std::numeric_limits<int>::max(), -5, State::kReview};
                    for (int rating = 0; rating <= 5; ++rating) {
                        const auto next = review(card, Rating(rating), today);
                        CHECK((next.stability >= 0.001 && next.stability <= 36500));
                        CHECK((next.difficulty >= 1 && next.difficulty <= 10));
                        CHECK((next.due - next.last >= days{1} && next.due - next.last <= days{36502}));
                        CHECK((next.reps > 0 && next.lapses >= -5));
                    }
                    const double recall = retrievability(card, today);
                    CHECK((recall >= 0 && recall <= 1));
                }
            }
        }
    }
}

TEST_CASE("a mark becomes a rating, and only an unaided answer is easy") {
    CHECK(rating_of(Band::kNone, 0, false, false) == Rating::kAgain);
    CHECK(rating_of(Band::kWeak, 30, false, false) == Rating::kAgain);
    CHECK(rating_of(Band::kPartial, 74, false, false) == Rating::kHard);
    CHECK(rating_of(Band::kStrong, 94, false, false) == Rating::kGood);
    CHECK(rating_of(Band::kStrong, 95, false, false) == Rating::kEasy);
    CHECK(rating_of(Band::kStrong, 100, true, false) == Rating::kGood);
    CHECK(rating_of(Band::kStrong, 100, false, true) == Rating::kGood);
    CHECK(rating_of(Band::kPartial, 100, false, false) == Rating::kHard);
}
