// Owns the tests of the normal form: folding, lines, words, clauses, sentences, and the way back to the input.
#include "bot/grade/answer.h"

#include "bot/base/text.h"
#include "bot/grade/fold.h"
#include "bot/grade/lines.h"
#include "tests/support/catch.h"

namespace bot::grade {
namespace {

// Sentences as "words words / words", a line of code in brackets.
std::string sentences(std::string_view input) {
    const Answer answer = normalise(input);
    std::string out;
    for (const Sentence& sentence : answer.sentences) {
        if (!out.empty()) out += " / ";
        const std::string text = answer.text.substr(sentence.begin + 1, sentence.end - sentence.begin - 2);
        out += sentence.code ? "[" + text + "]" : text;
    }
    return out;
}

// Clauses of the first sentence as "words | words".
std::string clauses(std::string_view input) {
    const Answer answer = normalise(input);
    std::string out;
    for (std::size_t i = 0; i < answer.words.size(); ++i) {
        if (i > 0) out += answer.words[i].clause != answer.words[i - 1].clause ? " | " : " ";
        out += answer.word(i);
    }
    return out;
}

struct Row {
    std::string_view input;
    std::string_view expected;
};

TEST_CASE("an answer is cut into sentences of folded words") {
    const Row rows[] = {
        {"", ""},
        {"  \n\t ", ""},
        {"Hello World", "hello world"},
        {"It blocks. It waits! Really? Yes; no", "it blocks / it waits / really / yes / no"},
        {"set min.insync.replicas to 2.5 and use context.WithTimeout.", "set min insync replicas to 2 5 and use context withtimeout"},
        {"acks=\"all\" hand-off I/O", "acks all hand off i o"},
        {"it waits (forever). Then", "it waits forever / then"},
        {"use e.g. a mutex, i.e. a lock vs. a channel", "use e g a mutex i e a lock vs a channel"},
        {"locks, maps etc. and so on", "locks maps etc and so on"},
        {"locks, maps etc. Then go on", "locks maps etc / then go on"},
        {"send -> blocks => dead", "send / blocks / dead"},
        {"ch <- v sends", "ch v sends"},
        {"a\xE2\x80\xA6 b", "a / b"},
        {"blocks... waits", "blocks / waits"},
        {"go 1.14", "go 1 14"},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        CHECK(sentences(row.input) == row.expected);
    }
}

TEST_CASE("contractions are spelt out with and without their apostrophe") {
    const Row rows[] = {
        {"don't", "do not"},
        {"Don\xE2\x80\x99t", "do not"},
        {"dont cant wont", "do not can not will not"},
        {"can't won't isn't shan't ain't", "can not will not is not shall not is not"},
        {"cannot", "can not"},
        {"it's that's there's", "it is that is there is"},
        {"the goroutine's stack", "the goroutine s stack"},
        {"let's go", "let us go"},
        {"they're we've you'll I'd I'm", "they are we have you will i would i am"},
        {"does'nt", "does not"},
        {"w/o locks, w/ locks", "without locks with locks"},
        {"the 'quoted' word", "the quoted word"},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        CHECK(sentences(row.input) == row.expected);
    }
}

TEST_CASE("characters are folded to one form") {
    const Row rows[] = {
        {"CAF\xC3\x89", "caf\xC3\xA9"},      // precomposed
        {"CAFE\xCC\x81", "caf\xC3\xA9"},     // decomposed
        {"\xEF\xBC\xA7\xEF\xBC\xAF", "go"},  // full width
        {"stra\xC3\x9F"
         "e",
         "strasse"},                             // case fold
        {"zero\xE2\x80\x8Bwidth", "zerowidth"},  // ignorable
        {"non\xC2\xA0"
         "break",
         "non break"},                                             // no-break space
        {"\xD0\x9F\xD1\x80\xD0\x98", "\xD0\xBF\xD1\x80\xD0\xB8"},  // Cyrillic
        {"a \xF0\x9F\x98\x80 b", "a b"},                           // emoji separates
        {"\xE2\x80\x9Cquoted\xE2\x80\x9D", "quoted"},
        {"x\xE2\x86\x92y", "x / y"},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        CHECK(sentences(row.input) == row.expected);
    }
}

TEST_CASE("clauses are cut at punctuation and at contrasting words") {
    const Row rows[] = {
        {"it blocks, then goes on", "it blocks | then goes on"},
        {"it blocks but not here", "it blocks | but not here"},
        {"it blocks because it is full", "it blocks | because it is full"},
        {"it blocks and then waits", "it blocks and | then waits"},
        {"note: it blocks", "note | it blocks"},
        {"it (the sender) blocks", "it | the sender | blocks"},
        {"f(x) is m:n and 10,000", "f x is m n and 10 000"},
        {"fast \xE2\x80\x94 but costly", "fast | but costly"},
    };
    for (const Row& row : rows) {
        INFO(row.input);
        std::string got = clauses(row.input);
        // A dash and the word behind it may each cut: the number of cuts is not the point.
        CHECK(got == row.expected);
    }
}

TEST_CASE("wrapped lines are joined, ended lines are not") {
    CHECK(sentences("an unbuffered channel makes the sender wait until somebody\nreceives the value") ==
          "an unbuffered channel makes the sender wait until somebody receives the value");
    CHECK(sentences("short line\nanother line") == "short line / another line");
    CHECK(sentences("- one item\n- another item\n* third") == "one item / another item / third");
    CHECK(sentences("1. first\n2) second") == "first / second");
    CHECK(sentences("# Heading\ntext") == "heading / text");
    CHECK(sentences("first paragraph goes on for quite a while until the end of it\n\nsecond") ==
          "first paragraph goes on for quite a while until the end of it / second");
    CHECK(sentences("windows\r\nline ends") == "windows / line ends");
}

TEST_CASE("each line of code is a sentence of its own") {
    CHECK(sentences("Use this:\n```go\nmu.Lock()\ndefer mu.Unlock()\n```\nand done") == "use this / [mu lock] / [defer mu unlock] / and done");
    CHECK(sentences("```\nx := 1") == "[x 1]");
    CHECK(sentences("func add(a, b int) int {\n    return a + b\n}") == "[func add a b int int] / return a b");
    CHECK(sentences("ch := make(chan int, 3)\nit holds three") == "[ch make chan int 3] / it holds three");
}

TEST_CASE("prose with an operator in it is still prose") {
    CHECK_FALSE(looks_like_code("you use x := <-ch to receive a value and it blocks until someone sends something"));
    CHECK_FALSE(looks_like_code("it blocks until the receiver is ready"));
    CHECK_FALSE(looks_like_code("func is a keyword"));
    CHECK_FALSE(looks_like_code("package managers help"));
    CHECK(looks_like_code("fmt.println(\"x\")"));
    CHECK(looks_like_code("})"));
    CHECK(looks_like_code("if err != nil {"));
    CHECK(looks_like_code("syntax = \"proto3\";"));
    CHECK(looks_like_code("rpc createuser(createuserrequest) returns (user);"));
    CHECK(looks_like_code("// a comment"));
}

TEST_CASE("every word points back to whole characters of the input") {
    const std::string inputs[] = {"Don\xE2\x80\x99t  wait", "CAFE\xCC\x81 \xEF\xBC\xA7o",
                                  "a\xFF"
                                  "b \xE2\x80",
                                  "\xE2\x86\x92 x", "it's \xF0\x9F\x98\x80 fine"};
    for (const std::string& input : inputs) {
        const Answer answer = normalise(input);
        REQUIRE_FALSE(answer.words.empty());
        for (const Word& word : answer.words) {
            CHECK(word.source_begin < word.source_end);
            REQUIRE(word.source_end <= input.size());
        }
    }
    const Answer answer = normalise("We don\xE2\x80\x99t");
    REQUIRE(answer.words.size() == 3);
    CHECK(answer.word(1) == "do");
    CHECK(answer.words[1].source_begin == 3);
    CHECK(answer.words[1].source_end == 10);
    CHECK(answer.words[2].source_begin == 3);
}

TEST_CASE("bytes that are no UTF-8 separate words and are reported") {
    const Answer answer = normalise(
        "ab\xFF\xC0\x80"
        "cd\xED\xA0\x80");
    CHECK(answer.repaired);
    REQUIRE(answer.words.size() == 2);
    CHECK(answer.word(0) == "ab");
    CHECK(answer.word(1) == "cd");
    CHECK_FALSE(normalise("fine \xC3\xA9").repaired);
}

TEST_CASE("a flood of combining marks costs linear time and stays in bounds") {
    std::string flood = "a";
    for (int i = 0; i < 4000; ++i) flood += i % 2 == 0 ? "\xCC\x96" : "\xCC\x80";
    const Folded folded = fold_text(flood);
    CHECK(folded.text.size() == folded.begin.size());
    CHECK(folded.text.size() == folded.end.size());
    CHECK(folded.end.back() <= flood.size());
}

TEST_CASE("a question mark is remembered") {
    const Answer answer = normalise("Does it block? It does.");
    REQUIRE(answer.sentences.size() == 2);
    CHECK(answer.sentences[0].asks);
    CHECK_FALSE(answer.sentences[1].asks);
}

}  // namespace
}  // namespace bot::grade
