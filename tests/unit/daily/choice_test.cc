// Owns the tests of the choice of question; what a year of choices looks like is in year_test.cc.
#include "bot/daily/choice.h"

#include <set>
#include <vector>

#include "tests/support/catch.h"

using namespace bot::daily;

namespace {

Candidate fresh(std::string question, int due = 0, std::optional<int> mean = std::nullopt) { return {std::move(question), 0, 0, due, mean}; }
Candidate drawn(std::string question, int cycle, std::int64_t draw, int due = 0, std::optional<int> mean = std::nullopt) {
    return {std::move(question), cycle, draw, due, mean};
}
std::string first(const std::vector<Candidate>& candidates, const std::vector<std::string>& put_aside = {}, std::uint64_t seed = 1) {
    const auto choice = choose(candidates, put_aside, seed);
    return choice ? choice->question + " " + std::to_string(choice->cycle) : "nothing";
}

}  // namespace

TEST_CASE("what many members have due comes first, then the team's weak points, then what nobody answered, then the rest") {
    std::vector<Candidate> candidates{fresh("strong", 0, 90), fresh("new"),          fresh("weak", 0, 40),
                                      fresh("weaker", 0, 20), fresh("due", 300, 95), fresh("more-due", 301, 99)};
    std::vector<std::string> order;
    while (!candidates.empty()) {
        order.push_back(choose(candidates, {}, 1)->question);
        std::erase_if(candidates, [&](const auto& candidate) { return candidate.question == order.back(); });
    }
    CHECK(order == std::vector<std::string>{"more-due", "due", "weaker", "weak", "new", "strong"});
    CHECK(first({fresh("a", 0, kWeakBelow), fresh("b", 0, kWeakBelow - 1)}) == "b 1");
    CHECK(first({fresh("a", 0, kWeakBelow), fresh("b")}) == "b 1");
}

TEST_CASE("nothing comes again before everything came, however much it is due") {
    CHECK(first({drawn("a", 1, 1, 1000, 0), fresh("b", 0, 100)}) == "b 1");
    CHECK(first({drawn("a", 1, 1, 0), drawn("b", 1, 2, 1000)}) == "a 2");
    CHECK(first({drawn("a", 2, 3), drawn("b", 1, 2, 0), drawn("c", 1, 1, 0), drawn("d", 2, 4, 1000)}) != "d 3");
    CHECK(first({drawn("a", 2, 3), drawn("b", 1, 2, 1000), drawn("c", 1, 1)}) == "b 2");
}

TEST_CASE("a new cycle draws from the older half") {
    CHECK(first({drawn("a", 1, 1), drawn("b", 1, 2, 500), drawn("c", 1, 3, 900), drawn("d", 1, 4, 1000)}) == "b 2");
    CHECK(first({drawn("a", 1, 1)}) == "a 2");
}

TEST_CASE("a question that joins late comes once in the running cycle") {
    std::vector<Candidate> candidates{drawn("a", 3, 9), drawn("b", 2, 8, 1000), fresh("new", 0)};
    CHECK(first(candidates) == "b 3");
    candidates[1] = drawn("b", 3, 10);
    CHECK(first(candidates) == "new 3");
    candidates[2] = drawn("new", 3, 11);
    CHECK(first(candidates) == "a 4");
}

TEST_CASE("skip draws another, and says when there is none") {
    const std::vector<Candidate> candidates{drawn("a", 1, 2), fresh("b", 100), fresh("c")};
    CHECK(first(candidates, {"a"}) == "b 1");
    CHECK(first({drawn("a", 1, 2), drawn("b", 1, 3), fresh("c")}, {"a", "b"}) == "c 1");
    CHECK(first({drawn("a", 1, 1), drawn("b", 1, 3), drawn("c", 1, 2)}, {"b", "c"}) == "a 2");
    CHECK(first({drawn("a", 1, 1), drawn("b", 1, 2), drawn("c", 1, 3)}, {"a", "b"}) == "c 2");  // rather early than none
    CHECK(first({drawn("a", 1, 1)}, {"a"}) == "nothing");
    CHECK(first({}) == "nothing");
}

TEST_CASE("equal questions come by lot: the same for a seed, in any order given, another for another seed") {
    std::vector<Candidate> candidates;
    for (char c = 'a'; c <= 'h'; ++c) candidates.push_back(fresh(std::string(1, c)));
    std::set<std::string> drawn_first;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const auto choice = first(candidates, {}, seed);
        CHECK(choice == first({candidates.rbegin(), candidates.rend()}, {}, seed));
        drawn_first.insert(choice);
    }
    CHECK(drawn_first.size() > 5);
}
