// Owns the tests of the built-in guards: what denies a point, and what makes a misconception somebody else's.
#include "tests/support/catch.h"
#include "tests/unit/grade/make.h"

namespace bot::grade {
namespace {

using namespace testing;

struct Row {
    std::string pattern;
    std::string_view answer;
    bool holds;
};

TEST_CASE("a denied point earns nothing, an asserted one does") {
    const Row rows[] = {
        {"{blocks}", "The sender blocks.", true},
        {"{blocks}", "The sender does not block.", false},
        {"{blocks}", "The sender doesn't block.", false},
        {"{blocks}", "It never really blocks.", false},
        {"{blocks}", "Nobody ever waits.", false},
        {"{blocks}", "It works without waiting.", false},
        {"{blocks}", "Non-blocking sends.", false},
        {"{blocks}", "It is not full, so it blocks.", true},            // another clause
        {"{blocks}", "It has no buffer and the sender blocks.", true},  // "and the": a new statement
        {"{blocks}", "It has no buffer and blocks.", true},             // "no" denies a noun only
        {"{blocks}", "It does not store anything so it blocks.", true},
        {"{blocks}", "It does not buffer when the reader waits.", true},
        {"{blocks}", "It not only blocks but leaks.", true},
        {"{blocks}", "No doubt it blocks.", true},
        {"{blocks}", "No it blocks.", true},
        {"{blocks}", "No, it blocks.", true},
        {"until ~ {receiver}", "It does not return until a receiver is there.", true},
        {"{receiver}", "It does not return until a receiver is there.", true},
        {"{receiver} is ready", "You cannot send without a receiver is ready.", true},  // two negators
        {"use ~ mutex(es)?", "use channels instead of mutexes", false},                 // swallowed by the gap
        {"use ~ mutex", "use a plain mutex", true},
        {"use (\\w+ )?mutex", "use a mutex", true},
        {"uses? (\\w+ )?mutex", "use no mutex", false},  // taken in by an open word
        {"(it|sender) (\\w+ )?waits?", "it never waits", false},
        {"(it|sender) (\\w+ )?(\\w+ )?wait", "it does not wait", false},
        {"(it|sender) (\\w+ )?(not )?wait", "it does not wait", true},  // written by the author
        {"mutex", "I use channels rather than a mutex.", false},
        {"{receiver}", "A receiver is not needed.", false},
        {"{receiver}", "A receiver is usually not even required here.", false},
        {"{receiver}", "A receiver is needed.", true},
        {"order", "The order across topics is not guaranteed.", false},
        {"{blocks}", "I do not know if it blocks.", false},
        {"{blocks}", "I'm not sure whether it blocks or not.", false},
        {"{blocks}", "I have never used it when it blocks.", false},
        {"{blocks}", "No idea how it blocks.", false},
        {"{blocks}", "I never used it, but it blocks.", true},
        {"{blocks}", "I do not know the name. It blocks.", true},
    };
    for (const Row& row : rows) {
        INFO(row.pattern << " in " << row.answer);
        const std::string got = point_in(row.pattern, row.answer);
        CHECK(got.starts_with(row.holds ? "matched" : "negated"));
    }
}

TEST_CASE("a pattern that spells the negator is not denied by it") {
    const Row rows[] = {
        {"not ~ safe", "A map is not thread safe.", true},
        {"not ~ safe", "A map isn't safe.", true},
        {"(no|without) ~ lock", "It works without any lock.", true},
        {"without ~ lock", "It can not work without a lock.", false},
        {"never block\\w*", "Sends never block.", true},
        {"cannot ~ share", "They cannot share it.", true},
    };
    for (const Row& row : rows) {
        INFO(row.pattern << " in " << row.answer);
        CHECK(point_in(row.pattern, row.answer).starts_with(row.holds ? "matched" : "negated"));
    }
}

TEST_CASE("one item of a pattern may spell the negator of another") {
    const PatternNode pattern = all({phrase("unbuffered"), phrase("does not"), phrase("store")}, {}, Window::kSentence);
    CHECK(point_in(pattern, "An unbuffered channel does not store values.").starts_with("matched"));
    const PatternNode plain = all({phrase("unbuffered"), phrase("store")}, {}, Window::kSentence);
    CHECK(point_in(plain, "An unbuffered channel does not store values.").starts_with("negated"));
}

TEST_CASE("a denied match does not hide an asserted one") {
    CHECK(point_in("{blocks}", "A buffered one does not block. An unbuffered one blocks.") == "matched: blocks");
    CHECK(point_in("{blocks}", "A buffered one does not block") == "negated: block");
}

TEST_CASE("a misconception that is attributed or refuted costs nothing") {
    const std::string pattern = "unbuffered ~~ drops?";
    const std::pair<std::string_view, bool> rows[] = {
        {"An unbuffered channel drops values.", true},
        {"I am sure that unbuffered channels simply drop it.", true},
        {"Unbuffered is simple: it blocks. Unbuffered channels drop values.", true},
        {"An unbuffered channel does not drop values.", false},
        {"An unbuffered channel never drops values.", false},
        {"Many people think that an unbuffered channel drops values.", false},
        {"Some developers wrongly believe unbuffered channels drop values.", false},
        {"It is often said that unbuffered channels drop values.", false},
        {"It is a myth that an unbuffered channel drops values.", false},
        {"A common mistake is to believe that unbuffered channels drop values.", false},
        {"I used to think unbuffered channels drop values.", false},
        {"I thought unbuffered channels drop values.", false},
        {"It would be wrong to say that unbuffered channels drop values.", false},
        {"It is not true that unbuffered channels drop values.", false},
        {"Do not assume that unbuffered channels drop values.", false},
        {"Contrary to what you read, unbuffered channels drop values.", false},
        {"That unbuffered channels drop values is wrong.", false},
        {"Unbuffered channels drop values, which is a myth.", false},
        {"Unbuffered channels drop values? They block.", false},
        {"Unbuffered channels drop values. That is wrong.", false},
        {"Unbuffered channels drop values. Not true, they block.", false},
        {"A common misconception. Unbuffered channels drop values.", false},
        {"You might think unbuffered channels drop values.", false},
        {"Many people think it is slow, but unbuffered channels drop values.", true},  // "but": the author's own again
        {"I do not know whether unbuffered channels drop values.", false},
    };
    for (const auto& [answer, claimed] : rows) {
        INFO(answer);
        CHECK(claim_in(pattern, answer).starts_with(claimed ? "claimed" : "refuted"));
    }
}

TEST_CASE("what comes after unlike is no claim, what comes after its clause is") {
    CHECK(claim_in("vms? ~ share ~ kernel", "Unlike VMs that share the kernel").starts_with("refuted"));
    CHECK(claim_in("containers? ~ own kernel", "Unlike VMs, containers have their own kernel.").starts_with("claimed"));
    CHECK(claim_in("drops? ~ values", "This avoids dropping: it would drop values").starts_with("claimed"));
    CHECK(claim_in("losing ~ messages", "A buffer avoids losing any messages").starts_with("refuted"));
}

}  // namespace
}  // namespace bot::grade
