// Tests of the proofs over machines that are built by hand.
#include "bot/script/proofs.h"

#include "bot/script/codes.h"
#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using namespace bot::script;
using bot::engine::Guard;
using bot::engine::Program;
using bot::engine::State;
using bot::engine::Subject;
using bot::engine::Verb;

namespace {

State say(const char* id, int to) {
    State state;
    state.id = id;
    state.verb = Verb::kSay;
    state.next = to;
    return state;
}

State wait(const char* id, int to) {
    State state;
    state.id = id;
    state.verb = Verb::kWait;
    state.on_answer = to;
    return state;
}

State end(const char* id) {
    State state;
    state.id = id;
    state.ends = true;
    return state;
}

std::vector<std::string> breaches(std::vector<State> states) {
    Program program;
    program.states = std::move(states);
    std::vector<std::string> out;
    for (const Breach& one : prove(program)) out.push_back(std::string{one.code} + " " + one.message);
    return out;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("a sound machine has no breach") {
    CHECK(breaches({wait("a", 1), say("b", 2), end("c")}).empty());
    CHECK(breaches({}).empty());
}

TEST_CASE("the way into a state that cannot end is shown") {
    CHECK(breaches({wait("a", 1), wait("b", 2), wait("c", 1), end("d")}) ==
          List{"V072 state a can never end; the way into it: a", "V072 state b can never end; the way into it: a -> b",
               "V072 state c can never end; the way into it: a -> b -> c", "V071 no way leads from a to state d: go to it or remove it"});
}

TEST_CASE("a loop through a waiting state is no loop, one beside it is") {
    State ask = wait("a", 1);
    ask.on_skip = 3;
    CHECK(breaches({ask, say("b", 2), say("c", 0), end("d")}).empty());
    State grade;
    grade.id = "c";
    grade.verb = Verb::kGrade;
    grade.outcomes = {{{Guard::Kind::kScoreAtLeast, 50, ""}, 1}, {{}, 3}};
    CHECK(breaches({wait("a", 1), say("b", 2), grade, end("d")}) ==
          List{"V073 a loop that waits for nobody: b -> c -> b", "V080 state c grades, but no answer was given on the way a -> b -> c -> b -> c"});
}

TEST_CASE("a state that leads to itself is a loop") {
    State self = say("b", 1);
    self.none = 2;
    CHECK(breaches({wait("a", 1), self, end("c")}) == List{"V073 a loop that waits for nobody: b -> b"});
}

TEST_CASE("a timeout's way counts like any other") {
    State ask = wait("a", 2);
    ask.timeout = bot::engine::Timeout{std::chrono::seconds{5}, "", 1};
    CHECK(breaches({ask, end("b"), end("c")}).empty());
    State pick;
    pick.id = "p";
    pick.verb = Verb::kPick;
    pick.next = 1;
    pick.none = 3;
    State question = wait("q", 2);
    question.verb = Verb::kAsk;
    question.timeout = bot::engine::Timeout{std::chrono::seconds{5}, "", 2};
    State grade;
    grade.id = "g";
    grade.verb = Verb::kGrade;
    grade.outcomes = {{{}, 0}};
    CHECK(breaches({pick, question, grade, end("e")}) == List{"V080 state g grades, but no answer was given on the way p -> q -> g"});
}

TEST_CASE("a follow-up must be proven to be left") {
    State pick;
    pick.id = "p";
    pick.verb = Verb::kPick;
    pick.next = 1;
    pick.none = 4;
    State question = wait("q", 2);
    question.verb = Verb::kAsk;
    State grade;
    grade.id = "g";
    grade.verb = Verb::kGrade;
    grade.outcomes = {{{Guard::Kind::kFollowupLeft, 0, ""}, 3}, {{}, 0}};
    State probe = wait("f", 2);
    probe.verb = Verb::kAsk;
    probe.subject = Subject::kFollowup;
    CHECK(breaches({pick, question, grade, probe, end("e")}).empty());
    grade.outcomes = {{{Guard::Kind::kScoreAtLeast, 50, ""}, 3}, {{}, 0}};
    CHECK(breaches({pick, question, grade, probe, end("e")}) ==
          List{"V082 state f asks a follow-up, but none may be left on the way p -> q -> g -> f: go there with when: followup-left"});
}

TEST_CASE("a long way is shown without its middle") {
    std::vector<State> states;
    std::vector<std::string> ids;
    for (int i = 0; i < 300; ++i) ids.push_back(fmt::format("s{}", i));
    for (int i = 0; i < 300; ++i) states.push_back(wait(ids[std::size_t(i)].c_str(), i == 299 ? 299 : i + 1));
    const auto all = breaches(states);
    REQUIRE(all.size() == 300);
    CHECK(all.back() ==
          "V072 state s299 can never end; the way into it: s0 -> s1 -> s2 -> s3 -> ... -> s292 -> s293 -> s294 -> s295 -> s296 -> s297 -> s298 -> s299");
}
