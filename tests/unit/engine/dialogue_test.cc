// Owns whole dialogues: what a person types and what comes back, read from top to bottom.
#include "tests/unit/engine/stage.h"

using namespace stage;

namespace {
const Bank& one_question() {
    static const Bank bank{{channels()}};
    return bank;
}
const Bank& three_questions() {
    static const Bank bank{{simple("make"), simple("git", {"basics", "tools"}), simple("awk")}};
    return bank;
}
}  // namespace

TEST_CASE("a session opens with a word of welcome and the first question") {
    const auto program = round();
    Talk talk{program, three_questions()};
    const auto reply = talk.starts({}, 7);
    SAYS(reply, "2 questions. Answer in your own words");
    SAYS(reply, "You have 30 minutes");
    SAYS(reply, "---\n# Question 1 of 2\n");
    SAYS(reply, "? What is ");
    SAYS(reply, "[1/2 · hint skip why stop]\n");
    CHECK(talk.session.state == "ask");
    CHECK(talk.all<StartTimer>().size() == 1);
}

TEST_CASE("an answer is marked with its own words and the heaviest missed point is asked for") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();

    const auto reply = talk.answers("A buffered send blocks when it is full, I think. It also smooths bursts.");
    SAYS(reply, " of 100 · ");
    SAYS(reply, "+ A buffered send waits only while the buffer is full. — “blocks when it is full”\n");
    SAYS(reply, "+ A buffer takes up bursts. — “smooths bursts”\n");
    SAYS(reply, "Still open: unbuffered 1 of 1.\n");
    SAYS(reply, "? What does the sender do while nobody receives?\n");
    SAYS(reply, "[1/1 · " + std::to_string(talk.score()) + " · hint skip why stop]");
    DOES_NOT_SAY(reply, "An unbuffered send waits for its receiver.");  // it would give the answer away
    const int first = talk.score();

    const auto after = talk.answers("It waits for the receiver.");
    CHECK(talk.score() > first);
    SAYS(after, std::to_string(talk.score()) + " of 100 · " + std::to_string(talk.score() - first) + " more\n");
    SAYS(after, "~ An unbuffered send waits for its receiver. — “waits for the receiver” (in part: after a follow-up)\n");
    CHECK(talk.question().first_score == first);
}

TEST_CASE("each marked text is recorded with what it was about") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    talk.answers("It drops the value.");
    REQUIRE(talk.all<Record>().size() == 1);
    CHECK(talk.all<Record>()[0].attempt.turn == 0);
    CHECK(talk.all<Record>()[0].attempt.target.empty());
    CHECK(talk.all<Record>()[0].attempt.question == "go/channels");
    talk.answers("Nowhere, it waits for the receiver.");
    REQUIRE(talk.all<Record>().size() == 1);
    CHECK(talk.all<Record>()[0].attempt.turn == 1);
    CHECK(talk.all<Record>()[0].attempt.target == "misconception:drops");
    CHECK(talk.all<Record>()[0].attempt.score == talk.session.asked[0].mark.score);
    CHECK_FALSE(talk.all<Record>()[0].attempt.rubric.empty());
}

TEST_CASE("a misconception is challenged before anything that was missed, and not given away") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    const auto reply = talk.answers("An unbuffered one drops the value. A buffered one blocks when it is full.");
    SAYS(reply, "! “drops the value” costs marks.\n");
    SAYS(reply, "Let me ask back about “drops the value”:\n? Where would the value go?\n");
    DOES_NOT_SAY(reply, "An unbuffered channel drops values.");
    const int first = talk.score();

    const auto back = talk.answers("I was wrong there: the sender waits for the receiver.");
    SAYS(back, "~ You took back “drops the value”: it now costs half.");
    CHECK(talk.score() >= first);
}

TEST_CASE("when a question is left its missed points, wrong claims and model answer are shown") {
    const auto program = round("1", "0");
    Talk talk{program, one_question()};
    talk.starts();
    const auto reply = talk.answers("It drops the value. With a buffer it smooths bursts.");
    SAYS(reply, "# What was missed\n- An unbuffered send waits for its receiver.");
    SAYS(reply, "- A buffered send waits only while the buffer is full.\n");
    SAYS(reply, "! Not so: An unbuffered channel drops values. — “drops the value”\n");
    SAYS(reply, "# Model answer\nAn unbuffered send waits.\n| ch <- 1\n* full blocks\nEffective Go: https://go.dev/doc/effective_go\n---\n# Scorecard\n");
}

TEST_CASE("an answer that earned everything is taken deeper once, and that costs nothing") {
    const auto program = round("1", "5");
    Talk talk{program, one_question()};
    talk.starts();
    const auto reply = talk.answers("An unbuffered send waits for the receiver. A buffered one blocks when it is full and smooths bursts.");
    SAYS(reply, "Nothing missed. One to take it further");
    SAYS(reply, "? When would you not use a buffer?");
    const auto before = talk.session.asked[0].mark;

    const auto after = talk.answers("When it drops the value.");
    SAYS(after, "Thank you. Your mark stays as it is.");
    SAYS(after, "Nothing was missed.");
    CHECK(talk.session.asked[0].mark == before);
    CHECK(talk.session.phase == Phase::kEnded);
}

TEST_CASE("follow-ups stay within their budget and none is asked twice") {
    const auto program = round("1", "2");
    Talk talk{program, one_question()};
    talk.starts();
    SAYS(talk.answers("No idea, sorry."), "? What does the sender do while nobody receives?");
    const auto second = talk.answers("I really cannot say.");
    SAYS(second, "0 of 100 · as before\n");
    SAYS(second, "? When does a buffered send wait?");
    const auto third = talk.answers("Still no idea.");
    SAYS(third, "# Scorecard");
    CHECK(talk.session.asked[0].probed.size() == 2);
}

TEST_CASE("skip leaves a question unmarked, shows its model answer and goes on") {
    const auto program = round();
    Talk talk{program, three_questions()};
    talk.starts();
    const auto reply = talk.types(Command::kSkip);
    SAYS(reply, "Skipped.\n# Model answer\nThe model answer to ");
    DOES_NOT_SAY(reply, "What was missed");
    SAYS(reply, "# Question 2 of 2");
    CHECK(talk.session.asked[0].skipped);

    talk.answers("it is a tool and it saves time, as everybody knows who has had to work without it for long");
    const auto end = talk.session.phase == Phase::kEnded ? transcript(talk.effects) : talk.types(Command::kStop);
    SAYS(end, "one question marked · one skipped, not counted");
    SAYS(end, ": skipped\n");
    CHECK(talk.session.asked[1].answered);
}

TEST_CASE("skipping a follow-up keeps what was earned") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    talk.answers("A buffered send blocks when it is full.");
    const int score = talk.score();
    const auto reply = talk.types(Command::kSkip);
    SAYS(reply, "# What was missed");
    CHECK_FALSE(talk.session.asked[0].skipped);
    CHECK(talk.session.asked[0].mark.score == score);
}

TEST_CASE("hints go down the points by weight, each costs half of its point, and they end") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    SAYS(talk.types(Command::kHint), "Hint: Think of a parcel handed over in person.\nThe point it leads to now counts half.\n[1/1 · hint skip why stop]");
    SAYS(talk.types(Command::kHint), "Hint: Think of a full shelf.");
    SAYS(talk.types(Command::kHint), "Hint: Think of rush hour.");
    SAYS(talk.types(Command::kHint), "No more hints here.");
    CHECK(talk.all<Record>().empty());

    const auto reply = talk.answers("It waits for the receiver.");
    SAYS(reply, "~ An unbuffered send waits for its receiver. — “waits for the receiver” (half: after its hint)");
    CHECK(talk.session.asked[0].tally.credit[0] == 5);
}

TEST_CASE("the hint of a follow-up is about what was asked back") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    talk.answers("It waits for the receiver.");
    SAYS(talk.types(Command::kHint), "Hint: Think of a full shelf.");
    SAYS(talk.types(Command::kHint), "No more hints here.");
    const auto reply = talk.answers("It blocks when it is full.");
    SAYS(reply, "(in part: after its hint and a follow-up)");
    CHECK(talk.session.asked[0].tally.credit[1] == 3);
}

TEST_CASE("repeat asks the same again and changes nothing else") {
    const auto program = round();
    Talk talk{program, three_questions()};
    talk.starts();
    const auto asked = talk.session.asked;
    SAYS(talk.types(Command::kRepeat), "# Question 1 of 2");
    CHECK(talk.session.asked == asked);
}

TEST_CASE("why explains the last mark and gives nothing open away") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    SAYS(talk.types(Command::kWhy), "Nothing is marked yet.");
    talk.answers("It drops the value, but a buffered one blocks when it is full.");
    const auto open = talk.types(Command::kWhy);
    SAYS(open, "# Why " + std::to_string(talk.score()) + " of 100\n> How do channels with and without a buffer differ?\n");
    SAYS(open, "+ A buffered send waits only while the buffer is full. — “blocks when it is full”");
    SAYS(open, "2 points are still open.");
    SAYS(open, "! Held against you: “drops the value”");
    SAYS(open, "Depth: ");
    DOES_NOT_SAY(open, "An unbuffered send waits for its receiver.");

    talk.types(Command::kSkip);
    CHECK(talk.session.phase == Phase::kEnded);
    const auto closed = talk.types(Command::kWhy);
    SAYS(closed, "- An unbuffered send waits for its receiver.");
    SAYS(closed, "! Not so: An unbuffered channel drops values. — “drops the value”");
}

TEST_CASE("a fragment answers a follow-up, and is quoted without the lead") {
    auto question = channels();
    question.points[0].lead = {"a sender waits for"};
    question.points[1].lead = {"it blocks"};
    const Bank bank{{question}};
    const auto program = round("1");
    Talk talk{program, bank};
    talk.starts();
    const auto first = talk.answers("When it is full. Parcels. The receiver.");  // no follow-up yet, so no lead
    DOES_NOT_SAY(first, "+ ");
    SAYS(first, "? What does the sender do while nobody receives?\n");
    const auto second = talk.answers("The receiver.");
    SAYS(second, "~ An unbuffered send waits for its receiver. — “The receiver”");
    SAYS(second, "? When does a buffered send wait?\n");
    const auto third = talk.answers("When it is full.");
    SAYS(third, "~ A buffered send waits only while the buffer is full. — “When it is full”");
}

TEST_CASE("an answer to something else earns nothing by a lead") {
    auto question = channels();
    question.points[0].lead = {"a sender waits for"};
    const Bank bank{{question}};
    const auto program = round("1");
    Talk talk{program, bank};
    talk.starts();
    talk.answers("No idea.");
    DOES_NOT_SAY(talk.answers("Good question."), "~ An unbuffered send");
    CHECK(talk.score() == 0);
}

TEST_CASE("help says what can be typed here") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    const auto at_question = talk.types(Command::kHelp);
    SAYS(at_question, "Answer in your own words");
    SAYS(at_question, "* skip: goes on without an answer; a skipped question is not counted\n");
    talk.answers("No idea.");
    const auto at_followup = talk.types(Command::kHelp);
    SAYS(at_followup, "Answer what I asked back");
    SAYS(at_followup, "* skip: goes on; what you have earned stays\n");
    talk.types(Command::kPause);
    const auto paused = talk.types(Command::kHelp);
    SAYS(paused, "We are paused.");
    SAYS(paused, "* resume: goes on where you paused\n");
    DOES_NOT_SAY(paused, "* hint");
}

TEST_CASE("a pause stops the clock and takes no answers; resume asks again") {
    const auto program = round("3");
    Talk talk{program, three_questions()};
    talk.starts({{"minutes", "10"}});
    const auto pause = talk.types(Command::kPause);
    SAYS(pause, "Paused. Everything so far is kept.");
    DOES_NOT_SAY(pause, "[");
    CHECK(talk.all<CancelTimer>().size() == 1);
    CHECK_FALSE(talk.session.timer);
    SAYS(talk.answers("it is a tool"), "We are paused");
    CHECK_FALSE(talk.question().answered);

    talk.now += std::chrono::hours{3};
    const auto back = talk.types(Command::kResume);
    SAYS(back, "Welcome back.\n# Question 1 of 3");
    CHECK(talk.session.timer);
    const auto next = talk.types(Command::kSkip);
    SAYS(next, "# Question 2 of 3");  // three hours of pause are not ten minutes of exam
}

TEST_CASE("coming back to a session in a new process asks again where it stood") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts({{"minutes", "10"}});
    talk.answers("It waits for the receiver.");
    const auto probe = talk.question().probe;
    talk.now += std::chrono::hours{1};
    const auto back = talk.comes_back();
    SAYS(back, "Welcome back.\nStill open: buffered 2 of 2.\nOne more on this:\n? When does a buffered send wait?");
    CHECK(talk.question().probe == probe);
    CHECK(talk.session.paused_for >= std::chrono::hours{1});
}

TEST_CASE("when the minutes are over there is no further question") {
    const auto program = round("3");
    Talk talk{program, three_questions()};
    talk.starts({{"minutes", "10"}});
    talk.now += std::chrono::minutes{11};
    const auto reply = talk.types(Command::kSkip);
    SAYS(reply, "Your 10 minutes are over");
    SAYS(reply, "# Scorecard");
    CHECK(talk.session.phase == Phase::kEnded);
}

TEST_CASE("silence is nudged once, then the session goes on") {
    const auto program = round();
    Talk talk{program, three_questions()};
    talk.starts();
    const auto first = talk.session.timer->id;
    const auto nudge = talk.is_silent();
    SAYS(nudge, "Still there?");
    CHECK(talk.session.timer->nudged);
    CHECK(talk.session.timer->id != first);
    const auto on = talk.is_silent();
    SAYS(on, "No answer yet, so let us go on.\n# Model answer");
    SAYS(on, "# Question 2 of 2");
    CHECK(talk.session.asked[0].skipped);
}

TEST_CASE("a deadline that passed while the bot was away only starts the clock afresh") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    talk.answers("No idea.");  // the follow-up's deadline has no nudge
    SAYS(talk.is_silent(true), "I was away for a while");
    CHECK(talk.session.state == "probe");
    SAYS(talk.is_silent(true), "No answer yet");
    CHECK(talk.session.phase == Phase::kEnded);
}

TEST_CASE("a stale deadline changes nothing") {
    const auto program = round();
    Talk talk{program, three_questions()};
    talk.starts();
    const auto before = talk.session;
    CHECK(talk.happens(TimerFired{talk.session.timer->id + 1, false}).empty());
    CHECK(talk.session == before);
}

TEST_CASE("what is no answer gets a kind word and costs nothing") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    for (const auto* nothing : {"", "   \n", "???", "..."}) SAYS(talk.answers(nothing), "I did not see an answer there.");
    SAYS(talk.answers(std::string("\x7F"
                                  "ELF\0\0\1",
                                  7)),
         "That does not look like text");
    SAYS(talk.answers("\xFF\xFE\x80\x81 \xC0\xC1"), "That does not look like text");
    CHECK_FALSE(talk.question().answered);
    CHECK(talk.session.state == "ask");
    CHECK(talk.session.timer);
}

TEST_CASE("an answer in another language is told so and not marked") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    const auto reply = talk.answers("Небуферизованный канал ждёт, пока получатель не заберёт значение, а буферизованный ждёт только тогда, когда буфер полон.");
    SAYS(reply, "another language");
    CHECK_FALSE(talk.question().answered);
    CHECK(talk.all<Record>().empty());
}

TEST_CASE("a very long or slightly damaged answer is read as far as it goes, and that is said") {
    const auto program = round("1", "0");
    Talk talk{program, one_question()};
    talk.starts();
    std::string text = "It waits for the receiver. Caf\xC3 au lait is good for that matter. ";
    while (text.size() < 20'000) text += "And so on and on it goes. ";
    const auto reply = talk.answers(text);
    SAYS(reply, "That was long: I read the first 16 KiB.");
    SAYS(reply, "Some characters were damaged");
    SAYS(reply, "“waits for the receiver”");
    const auto kept = talk.all<Record>().at(0).attempt.answer;
    CHECK(kept.size() <= grade::kMaxAnswerBytes);
    CHECK(is_utf8(kept));
}

TEST_CASE("stop ends with the scorecard and keeps an unanswered question's model answer back") {
    const auto program = round("3");
    Talk talk{program, three_questions()};
    talk.starts();
    talk.types(Command::kSkip);
    const auto reply = talk.types(Command::kStop);
    SAYS(reply, "Stopped here.\n---\n# Scorecard\nNo answer was marked this time.\none skipped, not counted · one left open, not counted\n");
    DOES_NOT_SAY(reply, "Model answer");
    CHECK(std::holds_alternative<Ended>(talk.effects.back()));
    CHECK_FALSE(talk.session.timer);
}

TEST_CASE("the scorecard has a bar for each question and tag and names three things to read") {
    const auto program = round("3", "0");
    Talk talk{program, three_questions()};
    talk.starts();
    talk.answers("it is a tool");
    talk.answers("it is a tool that saves time");
    const auto reply = talk.answers("no idea at all");
    INFO(reply);
    SAYS(reply, "# Scorecard\nOverall ");
    SAYS(reply, "3 questions marked\n");
    SAYS(reply, "# By question\n");
    SAYS(reply, "# By tag\n");
    SAYS(reply, "basics ");
    SAYS(reply, "tools ");
    SAYS(reply, "# Behind the marks\n* ");
    const auto reading = reply.substr(reply.find("# Read next"));
    CHECK(std::count(reading.begin(), reading.end(), '*') == 3);
    SAYS(reading, "Seed 7: the same seed with the same history asks the same questions again.");
    const auto card = reply.substr(reply.find("# Scorecard"));
    const auto overall = (2 * (talk.session.asked[0].mark.score + talk.session.asked[1].mark.score + talk.session.asked[2].mark.score) + 3) / 6;
    SAYS(card, "Overall " + std::to_string(overall) + " of 100");
}

TEST_CASE("an ended session answers politely and stays as it is") {
    const auto program = round("1");
    Talk talk{program, one_question()};
    talk.starts();
    talk.types(Command::kStop);
    const auto before = talk.session;
    CHECK(talk.answers("hello?") == "This session is over.\n");
    CHECK(talk.types(Command::kSkip) == "This session is over.\n");
    CHECK(talk.comes_back().empty());
    CHECK(talk.starts().empty());
    CHECK(talk.session == before);
}

TEST_CASE("nothing to ask is said plainly") {
    const auto program = round();
    Talk talk{program, three_questions()};
    const auto reply = talk.starts({{"pack", "#cobol"}});
    CHECK(reply == "There is nothing to ask under “#cobol”. Try another pack or tag; packs lists what there is.\n");
    CHECK(talk.session.phase == Phase::kEnded);
}

TEST_CASE("a question that content lost on the way is passed over with a word") {
    Bank bank{{simple("make"), simple("git"), simple("awk")}};
    const auto program = round("3");
    Talk talk{program, bank};
    talk.starts();
    bank.lost = {talk.question().question};
    const auto reply = talk.answers("it is a tool");
    SAYS(reply, "This question is not there any more");
    SAYS(reply, "# Question 2 of 3");
}

TEST_CASE("a session whose state the script lost can still be stopped") {
    const auto program = round();
    Talk talk{program, three_questions()};
    talk.starts();
    talk.session.state = "renamed";
    SAYS(talk.answers("it is a tool"), "Nothing to answer right now.");
    SAYS(talk.types(Command::kHint), "There is no hint to give right now.");
    SAYS(talk.types(Command::kStop), "# Scorecard");
}
