// Owns the tests of effort, numbers, term lists and language.
#include "tests/support/catch.h"
#include "tests/unit/grade/make.h"

namespace bot::grade {
namespace {

using namespace testing;

Findings look(std::string_view answer) {
    Question question;
    question.prompt = "What are goroutines, channels, mutexes and deadlocks?";
    question.points = {point("a", {phrase("{blocks}")}), point("b", {phrase("goroutines?")}), point("c", {phrase("mutex(es)?")}),
                       point("d", {phrase("deadlocks?")}), point("e", {phrase("channels?")})};
    const auto compiled = compile(std::move(question), vocabulary()).rubric;
    REQUIRE(compiled != nullptr);
    return examine(*compiled, answer);
}

TEST_CASE("effort counts distinct content words in matched sentences and in neighbours on the subject") {
    const Findings findings = look("Apples fall. Pears grow on goroutines. The sender blocks forever. Plums ripen. Channels rot.");
    CHECK(findings.content_words == 8);  // pears grow goroutines sender blocks forever channels rot
    CHECK(findings.words == 12);
    CHECK(look("The sender blocks, blocks and blocks.").content_words == 2);
    CHECK(look("Apples fall. Pears grow.").content_words == 0);
    CHECK(look("Apples fall. Pears grow.").words == 4);
}

TEST_CASE("an answer shows its subject by words that are not the question's and not denied") {
    const auto subject = [](std::string_view answer) {
        Question question;
        question.prompt = "What are goroutines and channels?";
        question.points = {point("a", {phrase("{blocks}")}), point("b", {phrase("cheap")})};
        question.points[0].want = "a sender blocks until the receiver is ready";
        question.points[1].want = "the scheduler makes threads cheap";
        const auto compiled = compile(std::move(question), vocabulary()).rubric;
        REQUIRE(compiled != nullptr);
        return examine(*compiled, answer).subject;
    };
    CHECK(subject("Goroutines run by the scheduler, and channels need a receiver.") == Subject::kMet);
    CHECK(subject("What are goroutines and channels? Goroutines, channels.") == Subject::kUnclear);  // the question's own words
    CHECK(subject("Goroutines, channels, I do not know the scheduler. I know no receiver, not even threads.") == Subject::kUnclear);
    CHECK(subject("I do not know anything about goroutines, channels, the scheduler or the receiver.") == Subject::kUnclear);
    CHECK(subject("I do not know it all, but goroutines and channels need the scheduler and a receiver.") == Subject::kMet);
    CHECK(subject("My neighbour feeds seven hungry pigeons beside the old railway station.") == Subject::kMissed);
    CHECK(subject("My neighbour feeds seven hungry pigeons beside the old railway station, his goroutines.") == Subject::kMissed);
    CHECK(subject("The scheduler.") == Subject::kUnclear);
    CHECK(subject("Pigeons.") == Subject::kUnclear);
    CHECK(subject("") == Subject::kUnclear);
}

TEST_CASE("a long run-on sentence beside a match is not effort") {
    std::string padding = "It blocks";
    for (int i = 0; i < 80; ++i) padding += " apple" + std::string(1, static_cast<char>('a' + i % 26)) + std::string(1, static_cast<char>('a' + i / 26));
    CHECK(look(padding).content_words <= 11);
}

TEST_CASE("numbers count near matches, digits and words") {
    CHECK(look("It blocks for 5 seconds in 3 of twenty cases.").numbers == 3);
    CHECK(look("Apples cost 5. Pears cost 6. The sender blocks 8 times. Plums cost 7.").numbers == 1);
}

TEST_CASE("a list of terms is found however it is written") {
    const std::string_view lists[] = {
        "goroutines, channels, mutexes, deadlocks, waiting, select, context, atomic",
        "goroutines channels mutexes deadlocks waiting select context atomic scheduler runtime",
        "- goroutines\n- channels\n- mutexes\n- deadlocks\n- blocking\n- atomics",
        "goroutines / channels / mutexes / deadlocks / blocking / select / context",
        "I would talk about goroutines, channels, mutexes, deadlocks, blocking, atomics, contexts.",
    };
    for (const std::string_view list : lists) {
        INFO(list);
        CHECK(look(list).term_list);
    }
}

TEST_CASE("statements are no term list, however terse") {
    const std::string_view statements[] = {
        "An unbuffered send blocks until a receiver is ready. A mutex guards shared data, and a deadlock is when all goroutines wait for each other.",
        "unbuffered: send blocks until someone reads. buffered: only when it is full. mutex if you share memory, channels to pass it on.",
        "It blocks.",
        "mutex",
        "Goroutines are cheap. Channels connect them. A mutex protects data. Deadlocks happen when everyone waits.",
    };
    for (const std::string_view text : statements) {
        INFO(text);
        CHECK_FALSE(look(text).term_list);
    }
}

TEST_CASE("a label says something of what stands behind it, if the pattern asks for both") {
    Question question;
    question.prompt = "What do threads share?";
    question.points = {point("a", {phrase("shared ~~ heap")}), point("b", {phrase("shared ~~ files")}), point("c", {phrase("own ~~ stacks?")})};
    const auto compiled = compile(std::move(question), vocabulary()).rubric;
    REQUIRE(compiled != nullptr);
    CHECK_FALSE(examine(*compiled, "Shared: code, heap, globals, files, signals. Own: stack, registers, counter.").term_list);
    CHECK(examine(*compiled, "shared, code, heap, globals, files, signals, own, stack, registers, counter").term_list);
}

TEST_CASE("code is no term list") {
    CHECK_FALSE(look("```go\nvar mutex sync.Mutex\nchannels := make(chan int)\ngoroutines()\nblock()\ndeadlock()\n```").term_list);
}

TEST_CASE("padding does not hide a term list") {
    std::string padded = "goroutines, channels, mutexes, deadlocks, waiting, select, context, atomic.";
    padded += " The weather was nice on that day and we went out to the lake because it was so warm, and then we had a picnic with all of our friends.";
    CHECK(look(padded).term_list);
}

TEST_CASE("another script or language is noticed") {
    CHECK(look("Der unbenutzte Kanal blockiert den Sender, bis ein Empfaenger bereit ist, sonst wartet niemand darauf.").other_language);
    CHECK(look("\xD0\x9A\xD0\xB0\xD0\xBD\xD0\xB0\xD0\xBB \xD0\xB1\xD0\xBB\xD0\xBE\xD0\xBA\xD0\xB8\xD1\x80\xD1\x83\xD0\xB5\xD1\x82 "
               "\xD0\xBE\xD1\x82\xD0\xBF\xD1\x80\xD0\xB0\xD0\xB2\xD0\xB8\xD1\x82\xD0\xB5\xD0\xBB\xD1\x8F")
              .other_language);
    CHECK_FALSE(look("The sender blocks until a receiver is ready, then both go on with their work.").other_language);
    CHECK_FALSE(look("goroutines, channels, mutexes, deadlocks, waiting, select, context, atomic").other_language);
    CHECK_FALSE(look("Kanal").other_language);
    CHECK_FALSE(look("").other_language);
    CHECK_FALSE(look("```go\nfunc xqz(abq *pqr) vrz { wqx := zzt(abq); return nil }\n```").other_language);
}

}  // namespace
}  // namespace bot::grade
