#include "adapters/console/input.h"

#include <random>

#include "bot/base/text.h"
#include "tests/support/catch.h"

using adapters::console::Answer;
using adapters::console::AnswerAssembler;
using adapters::console::goes_on;
using adapters::console::kMaxAnswer;
using adapters::console::kPasteGap;
using adapters::console::Millis;
using Rule = adapters::console::AnswerAssembler::Rule;

namespace {

// All answers of an input that arrives in pieces of a size and then ends.
std::vector<Answer> piped(std::string_view bytes, std::size_t size) {
    AnswerAssembler assembler{Rule::kLine};
    std::vector<Answer> answers;
    for (std::size_t i = 0; i < bytes.size(); i += size) {
        assembler.add(bytes.substr(i, size), Millis{0});
        while (auto answer = assembler.take(Millis{0})) answers.push_back(*answer);
    }
    assembler.close();
    while (auto answer = assembler.take(Millis{0})) answers.push_back(*answer);
    CHECK(assembler.idle());
    return answers;
}

// What arrives when, and what has been sent by then.
struct Arrival {
    int at;
    std::string bytes;
};
struct Sent {
    int at;
    std::string text;
    bool operator==(const Sent&) const = default;
};

// A terminal on a clock of its own: after each arrival the assembler is asked when it says it is due.
std::vector<Sent> typed(const std::vector<Arrival>& arrivals) {
    AnswerAssembler assembler{Rule::kPaste};
    std::vector<Sent> sent;
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        assembler.add(arrivals[i].bytes, Millis{arrivals[i].at});
        const int next = i + 1 < arrivals.size() ? arrivals[i + 1].at : 1000000;
        int now = arrivals[i].at;
        while (true) {
            if (auto answer = assembler.take(Millis{now})) sent.push_back({now, answer->text});
            const auto due = assembler.due();
            if (!due || due->count() >= next) break;
            now = int(due->count());
        }
    }
    return sent;
}

}  // namespace

TEST_CASE("piped lines make answers, however the bytes arrive") {
    struct Row {
        const char* why;
        std::string bytes;
        std::vector<Answer> answers;
    };
    const Row row = GENERATE(Row{"one line is one answer", "one\ntwo\n", {{"one"}, {"two"}}}, Row{"the last line needs no end", "one\ntwo", {{"one"}, {"two"}}},
                             Row{"blank lines are no answers", "\n  \none\n\n\n\t\n", {{"one"}}}, Row{"nothing", "", {}},
                             Row{"Windows line ends", "one\r\ntwo\r\n", {{"one"}, {"two"}}}, Row{"a lone return is kept", "a\rb\n", {{"a\rb"}}},
                             Row{"a backslash goes on", "one \\\ntwo\nthree\n", {{"one \ntwo"}, {"three"}}},
                             Row{"also behind Windows line ends", "one \\\r\ntwo\r\n", {{"one \ntwo"}}},
                             Row{"two backslashes do not", "one\\\\\ntwo\n", {{"one\\\\"}, {"two"}}}, Row{"three do", "one\\\\\\\ntwo\n", {{"one\\\\\ntwo"}}},
                             Row{"an open fence goes on", "```go\nx := 1\n\ny := 2\n```\nnext\n", {{"```go\nx := 1\n\ny := 2\n```"}, {"next"}}},
                             Row{"a fence may open in the line", "like this: ```\nx\n``` and so on\nnext\n", {{"like this: ```\nx\n``` and so on"}, {"next"}}},
                             Row{"a fence may open and close in one line", "```x```\nnext\n", {{"```x```"}, {"next"}}},
                             Row{"two backticks are no fence", "``x\nnext\n", {{"``x"}, {"next"}}},
                             Row{"a backslash in a fence is code", "```\ncurl \\\n -v\n```\n", {{"```\ncurl \\\n -v\n```"}}},
                             Row{"the end inside a fence loses nothing", "```\nx := 1\n", {{"```\nx := 1", false, true}}},
                             Row{"nor behind a backslash", "one\\\n", {{"one", false, true}}},
                             Row{"nor behind one without a line end", "one\\", {{"one", false, true}}}, Row{"only a backslash is no answer", "\\\n\\\n", {}},
                             Row{"NUL and invalid bytes pass", std::string("a\0\xff\xc3\n", 5), {{std::string("a\0\xff\xc3", 4)}}});
    INFO(row.why);
    for (const std::size_t size : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, std::size_t{4096}}) {
        CAPTURE(size);
        CHECK(piped(row.bytes, size) == row.answers);
    }
}

TEST_CASE("a line of ten megabytes is cut, the next answer is whole, memory stays small") {
    AnswerAssembler assembler{Rule::kLine};
    const std::string chunk(64 * 1024, 'x');
    std::vector<Answer> answers;
    for (int i = 0; i < 160; ++i) {
        assembler.add(chunk, Millis{0});
        CHECK_FALSE(assembler.take(Millis{0}));
    }
    assembler.add("\nnext\n", Millis{0});
    while (auto answer = assembler.take(Millis{0})) answers.push_back(*answer);
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].cut);
    CHECK(answers[0].text == std::string(kMaxAnswer, 'x'));
    CHECK(answers[1] == Answer{"next", false, false});
}

TEST_CASE("an answer of exactly the limit is whole; one that is cut ends with a whole character") {
    CHECK(piped(std::string(kMaxAnswer, 'x') + "\n", 4096) == std::vector<Answer>{{std::string(kMaxAnswer, 'x'), false, false}});
    CHECK(piped(std::string(kMaxAnswer + 1, 'x') + "\n", 4096) == std::vector<Answer>{{std::string(kMaxAnswer, 'x'), true, false}});
    const auto answers = piped(std::string(kMaxAnswer - 1, 'x') + "漢\n", 4096);
    CHECK(answers == std::vector<Answer>{{std::string(kMaxAnswer - 1, 'x'), true, false}});
    std::string lines = "```\n";
    for (int i = 0; i < 70000; ++i) lines += "a\n";
    const auto fenced = piped(lines + "```\nnext\n", 4096);
    REQUIRE(fenced.size() == 2);
    CHECK(fenced[0].cut);
    CHECK(fenced[0].text.size() <= kMaxAnswer);
    CHECK(fenced[1].text == "next");
}

TEST_CASE("at a terminal, what follows within the gap was pasted") {
    const int gap = int(kPasteGap.count());
    CHECK(typed({{0, "one\n"}, {1000, "two\n"}}) == std::vector<Sent>{{gap, "one"}, {1000 + gap, "two"}});
    CHECK(typed({{0, "one\ntwo\nthree\n"}}) == std::vector<Sent>{{gap, "one\ntwo\nthree"}});
    CHECK(typed({{0, "one\n"}, {gap - 1, "two\n"}, {2 * gap - 2, "three\n"}}) == std::vector<Sent>{{3 * gap - 2, "one\ntwo\nthree"}});
    CHECK(typed({{0, "one\n"}, {gap, "two\n"}}) == std::vector<Sent>{{2 * gap, "one\ntwo"}});
    CHECK(typed({{0, "one\n"}, {gap + 1, "two\n"}}) == std::vector<Sent>{{gap, "one"}, {2 * gap + 1, "two"}});
    // The last pasted line has no end: it waits for Enter.
    CHECK(typed({{0, "one\ntw"}, {5000, "o\n"}}) == std::vector<Sent>{{5000 + gap, "one\ntwo"}});
    // Paragraphs keep their empty lines; blank ones around the text go.
    CHECK(typed({{0, "\none\n\ntwo\n\n"}}) == std::vector<Sent>{{gap, "one\n\ntwo"}});
    CHECK(typed({{0, "\n"}, {1000, "one\n"}}) == std::vector<Sent>{{1000 + gap, "one"}});
    CHECK(typed({{0, "one \\\n"}, {1000, "two\n"}}) == std::vector<Sent>{{1000 + gap, "one \ntwo"}});
    CHECK(typed({{0, "```\n"}, {1000, "x\n"}, {2000, "```\n"}}) == std::vector<Sent>{{2000 + gap, "```\nx\n```"}});
}

TEST_CASE("the end of the input sends a paste at once") {
    AnswerAssembler assembler{Rule::kPaste};
    assembler.add("one\ntwo", Millis{0});
    CHECK_FALSE(assembler.take(Millis{0}));
    CHECK_FALSE(assembler.due());
    assembler.close();
    CHECK(assembler.take(Millis{0}) == Answer{"one\ntwo", false, false});
    CHECK_FALSE(assembler.take(Millis{0}));
}

TEST_CASE("how bytes are split never changes the answers, whatever the bytes") {
    std::mt19937 random{20240521};
    using namespace std::string_view_literals;
    const auto alphabet = "aA \\\\```\n\n\r\t\0\xff\xe6\xbc\xa2"sv;
    for (int round = 0; round < 300; ++round) {
        std::string bytes;
        for (std::size_t i = random() % 120; i > 0; --i) bytes += alphabet[random() % alphabet.size()];
        const auto whole = piped(bytes, bytes.size() + 1);
        CHECK(piped(bytes, 1) == whole);
        CHECK(piped(bytes, 1 + random() % 9) == whole);
        for (const auto& answer : whole) CHECK_FALSE(bot::trim(answer.text).empty());
    }
}

TEST_CASE("Enter goes on behind a backslash and inside a fence") {
    CHECK(goes_on("one \\"));
    CHECK(goes_on("\\"));
    CHECK(goes_on("```go"));
    CHECK(goes_on("```go\nx := 1"));
    CHECK_FALSE(goes_on("```go\nx := 1\n```"));
    CHECK_FALSE(goes_on("one \\\ntwo"));
    CHECK_FALSE(goes_on("one \\\\"));
    CHECK_FALSE(goes_on(""));
}
