// Owns the tests of what scripts can say: verbs, guards, limits, deadlines, reveal.
#include "tests/unit/engine/stage.h"

using namespace stage;

namespace {

const Bank& one_question() {
    static const Bank bank{{channels()}};
    return bank;
}

// pick -> ask -> grade -> (outcomes to say states named good and other) -> end
Program judged_by(Guard guard) {
    Program program = round("1", "2");
    program.id = "judged";
    program.states[2].outcomes = {{std::move(guard), 5}, {{}, 4}};
    auto good = state("good", Verb::kSay);
    good.say = "session.was_away";  // any text that is easy to tell
    good.next = 4;
    program.states.push_back(good);
    return program;
}

bool holds(Guard guard, const std::string& answer) {
    const auto program = judged_by(std::move(guard));
    Talk talk{program, one_question()};
    talk.starts();
    return has(talk.answers(answer), "I was away for a while");
}

constexpr auto kHalf = "A buffered one blocks when it is full.";
constexpr auto kWrong = "It drops the value.";
constexpr auto kFull = "It waits for the receiver. It blocks when it is full and smooths bursts.";

}  // namespace

TEST_CASE("outcomes are chosen by their guards") {
    using Kind = Guard::Kind;
    CHECK(holds({Kind::kAlways, 0, ""}, kWrong));
    CHECK(holds({Kind::kMissed, 0, "rendezvous"}, kHalf));
    CHECK_FALSE(holds({Kind::kMissed, 0, "full-blocks"}, kHalf));
    CHECK_FALSE(holds({Kind::kMissed, 0, "no-such-point"}, kHalf));
    CHECK(holds({Kind::kClaimed, 0, "drops"}, kWrong));
    CHECK_FALSE(holds({Kind::kClaimed, 0, "drops"}, kHalf));
    CHECK(holds({Kind::kFollowupLeft, 0, ""}, kHalf));
    CHECK(holds({Kind::kBandAtLeast, int(grade::Band::kPartial), ""}, kFull));
    CHECK_FALSE(holds({Kind::kBandAtLeast, int(grade::Band::kWeak), ""}, kWrong));
    CHECK(holds({Kind::kScoreAtLeast, 50, ""}, kFull));
    CHECK_FALSE(holds({Kind::kScoreAtLeast, 50, ""}, kWrong));
}

TEST_CASE("a script that reveals keeps the model answer until then") {
    // ask -> grade -> wait -> reveal and end
    Program program = round("1", "0");
    program.states[2].outcomes = {{{}, 5}};
    auto wait = state("wait", Verb::kWait);
    wait.on_answer = 6;
    wait.timeout = Timeout{std::chrono::hours{2}, "", 6};
    auto reveal = state("reveal", Verb::kSay);
    reveal.say = "reveal";
    reveal.ends = true;
    program.states.push_back(wait);
    program.states.push_back(reveal);

    Talk talk{program, one_question()};
    talk.starts();
    const auto marked = talk.answers(kHalf);
    SAYS(marked, " of 100 · ");
    DOES_NOT_SAY(marked, "Model answer");
    SAYS(talk.types(Command::kHelp), "There is nothing to answer right now.");
    SAYS(talk.types(Command::kHint), "There is no hint to give right now.");
    const auto revealed = talk.is_silent();
    SAYS(revealed, "# Model answer\nAn unbuffered send waits.");
    CHECK(talk.session.phase == Phase::kEnded);
}

TEST_CASE("two pick states draw from their own selections and share the limit") {
    const Bank bank{{simple("make", {"warmup"}), simple("git"), simple("awk"), channels()}};
    Program program = round("3", "0");
    program.states[0].from = "#warmup";
    program.states[0].none = 5;
    auto more = state("more", Verb::kPick);
    more.from = "any";
    more.limit = Amount{0, "questions"};
    more.next = 1;
    more.none = 4;
    program.states.push_back(more);

    Talk talk{program, bank};
    SAYS(talk.starts(), "# Question 1 of 3");
    CHECK(talk.question().question == "go/make");
    SAYS(talk.types(Command::kSkip), "# Question 2 of 3");
    CHECK(talk.question().question != "go/make");
    SAYS(talk.types(Command::kSkip), "[3/3 · ");
    SAYS(talk.types(Command::kSkip), "# Scorecard");
    CHECK(talk.session.asked.size() == 3);
}

TEST_CASE("the questions argument bounds all pick states together, whatever their own limits") {
    const Bank bank{{simple("make", {"warmup"}), simple("git"), simple("awk"), channels()}};
    Program program = round("2", "0");
    program.states[0].from = "$pack#warmup";
    program.states[0].limit = Amount{1, ""};
    program.states[0].none = 5;
    auto more = state("more", Verb::kPick);
    more.from = "$pack";
    more.limit = Amount{4, ""};
    more.next = 1;
    more.none = 4;
    program.states.push_back(more);
    Talk talk{program, bank};
    SAYS(talk.starts(), "# Question 1 of 2");
    CHECK(talk.question().question == "go/make");
    SAYS(talk.types(Command::kSkip), "# Question 2 of 2");
    SAYS(talk.types(Command::kSkip), "# Scorecard");
}

TEST_CASE("followup-left asks with the wishes of the state it leads to") {
    auto question = channels();
    question.points[0].weight = 50;
    Program program = round("1", "1");
    program.states[3].about = {question.points[2].id};
    const Bank bank{{question}};
    Talk talk{program, bank};
    talk.starts();
    const auto reply = talk.answers("It waits for the receiver. It blocks when it is full.");
    SAYS(reply, question.points[2].ask);
    CHECK(talk.session.state == "probe");
}

TEST_CASE("several picks in a row say once that the time is up") {
    const Bank bank{{simple("make", {"warmup"}), simple("git"), simple("awk")}};
    Program program = round("all", "0");
    program.states[0].none = 5;
    auto more = program.states[0];
    more.id = "more";
    more.none = 4;
    program.states.push_back(more);
    Talk talk{program, bank};
    talk.starts();
    talk.now += std::chrono::hours{1};
    const auto reply = talk.types(Command::kSkip);
    const auto first = reply.find("minutes are over");
    REQUIRE(first != std::string::npos);
    CHECK(reply.find("minutes are over", first + 1) == std::string::npos);
}

TEST_CASE("where a script leaves no way to skip, skip says so") {
    Program program = round("1", "0");
    program.states[1].on_skip.reset();
    Talk talk{program, one_question()};
    SAYS(talk.starts(), "[1/1 · hint why stop]");
    const auto reply = talk.types(Command::kSkip);
    SAYS(reply, "skip does nothing here.");
    CHECK(talk.session.state == "ask");
    CHECK_FALSE(talk.question().skipped);
}

TEST_CASE("arguments override the script's own, words mean no limit, and nonsense is harmless") {
    const Bank bank{{simple("make"), simple("git"), simple("awk")}};
    const auto program = round("2");
    for (const auto& [value, total] :
         std::vector<std::pair<std::string, int>>{{"1", 1}, {"3", 3}, {"99", 3}, {"any", 3}, {"", 3}, {"99999999999999999999", 3}}) {
        Talk talk{program, bank};
        SAYS(talk.starts({{"questions", value}}), "# Question 1 of " + std::to_string(total) + "\n");
    }
    Talk talk{program, bank};
    SAYS(talk.starts({{"questions", "-1"}}), "There is nothing to ask");
}

TEST_CASE("a script without a question to ask comes to rest or to its end") {
    // A loop that no compiler would let through.
    Program loop;
    loop.id = "loop";
    auto spin = state("spin", Verb::kGoto);
    spin.next = 0;
    loop.states = {spin};
    Talk talk{loop, one_question()};
    SAYS(talk.starts(), "This script leads nowhere from here");
    CHECK(talk.session.phase == Phase::kEnded);

    // A follow-up asked before anything was answered is passed over.
    Program early = round("1");
    early.states[0].next = 3;
    Talk hasty{early, one_question()};
    SAYS(hasty.starts(), "# Scorecard");
}

TEST_CASE("asking the same question once more keeps the better answer") {
    Program program = round("1", "0");
    program.states[2].outcomes = {{{Guard::Kind::kScoreAtLeast, 50, ""}, 0}, {{}, 1}};
    Talk talk{program, one_question()};
    talk.starts();
    SAYS(talk.answers(kHalf), "# Question 1 of 1");
    const int half = talk.score();
    talk.answers(kWrong);
    CHECK(talk.score() == half);
    talk.answers(kFull);
    CHECK(talk.score() > half);
    CHECK(talk.question().first_score == half);
}

TEST_CASE("a session over thousands of questions stays small") {
    class Endless : public QuestionBank {
       public:
        std::vector<std::string> keys(std::string_view) const override {
            std::vector<std::string> all;
            for (int i = 0; i < 5000; ++i) all.push_back("go/q" + std::to_string(i));
            return all;
        }
        const grade::Question* question(std::string_view) const override { return &question_; }
        std::shared_ptr<const grade::Rubric> rubric(std::string_view) const override { return nullptr; }

       private:
        grade::Question question_ = simple("make");
    };
    const Endless bank;
    const auto program = round("any");
    const auto stepped = step({program, bank, texts()}, {}, {Instant{}, Started{{}, 1, {}}});
    CHECK(stepped.session.queues.at("next").size() == 256);
    const auto answered = step({program, bank, texts()}, stepped.session, {Instant{}, Answered{"it is a tool"}});
    SAYS(transcript(answered.effects), "I cannot mark this question");
}
