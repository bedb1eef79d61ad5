// Owns the tests of each recogniser: what is a question, an answer, a hint, a follow-up, a card, a tag, and what is listed as not understood.
#include "tests/unit/notes/support.h"

using namespace notes_test;
using Texts = std::vector<std::string>;

TEST_CASE("a heading that asks is a question, one above questions is a section and a tag") {
    const auto notes = read("# Notes\n\n## 1. Storage\n\n### **Q1: Explain the log.**\n- it is append-only\n\n### What is a page?\n- eight kilobytes\n");
    CHECK(notes.title == "Notes");
    CHECK(prompts(notes) == Texts{"Explain the log.", "What is a page?"});
    CHECK(notes.questions[0].tags == Texts{"1. Storage"});
    CHECK(texts(notes.questions[0].answer) == Texts{"it is append-only"});
    CHECK(notes.questions[0].line == 5);
}

TEST_CASE("a topic with nothing but statements below it is a question") {
    CHECK(prompts(read("# All\n\n## Indexes\n- a tree of pages\n- costs writes\n\n## Vacuum\nTakes dead rows away.\n")) == Texts{"Indexes", "Vacuum"});
}

TEST_CASE("underlined headings of one or several lines count") {
    const auto notes = read("What is a\nmutex?\n===\nA lock of one thread.\n\nWhat is a latch?\n---\nA short lock.\n");
    CHECK(prompts(notes) == Texts{"What is a mutex?", "What is a latch?"});
    CHECK(notes.unread.empty());
}

TEST_CASE("list items that ask are questions, nested statements their answers") {
    const auto notes = read("# Questions\n1. What is a socket?\n   - a handle of the kernel\n2. How does a router choose\n- Why is that?\n");
    CHECK(prompts(notes) == Texts{"What is a socket?", "How does a router choose", "Why is that?"});
    CHECK(texts(notes.questions[0].answer) == Texts{"a handle of the kernel"});
}

TEST_CASE("one question below another is its follow-up, many in a list of questions stand for themselves") {
    const auto one = read("# Questions\n- What is a pipe?\n  - a buffer in the kernel\n  - When would you use a socket?\n- And a file?\n");
    CHECK(prompts(one) == Texts{"What is a pipe?", "And a file?"});
    CHECK(texts(one.questions[0].follow_ups) == Texts{"When would you use a socket?"});
    const auto many = read("# Questions\n- What is a pipe?\n  - What is a socket?\n  - What is a signal?\n  - What is a semaphore?\n");
    CHECK(many.questions.size() == 4);
    CHECK(texts(many.questions[1].remarks) == Texts{"stands below: What is a pipe?"});
}

TEST_CASE("hints in brackets, behind arrows and on lines of their own are taken out of the question") {
    const auto notes = read(
        "# Questions\n- How big is it (hint: count the (padding) bytes)\n- How does it stop —> Hint: a channel\n- Who owns it? (Hint: the kernel)?\n  - hint: "
        "look below\n");
    CHECK(prompts(notes) == Texts{"How big is it", "How does it stop", "Who owns it?"});
    CHECK(texts(notes.questions[0].hints) == Texts{"count the (padding) bytes"});
    CHECK(texts(notes.questions[1].hints) == Texts{"a channel"});
    CHECK(texts(notes.questions[2].hints) == Texts{"the kernel", "look below"});
}

TEST_CASE("a follow-up on the line or below it is kept, with its hint") {
    const auto notes =
        read("# Questions\n- Slices and arrays. Follow up, a linked list, how to search it (hint: a tree)\n- Why so?\n  - follow up: and if not?\n");
    CHECK(prompts(notes) == Texts{"Slices and arrays.", "Why so?"});
    CHECK(texts(notes.questions[0].follow_ups) == Texts{"a linked list, how to search it"});
    CHECK(texts(notes.questions[0].hints) == Texts{"a tree"});
    CHECK(texts(notes.questions[1].follow_ups) == Texts{"and if not?"});
}

TEST_CASE("an answer behind an arrow or behind the question mark is the answer") {
    const auto notes = read(
        "# Questions\n- What is a latch? -> a short lock\n- What is a fence? It orders memory accesses.\n\n### Do you know barriers?\n-> yes, all wait for "
        "all\n");
    CHECK(prompts(notes) == Texts{"What is a latch?", "What is a fence?", "Do you know barriers?"});
    CHECK(texts(notes.questions[0].answer) == Texts{"a short lock"});
    CHECK(texts(notes.questions[1].answer) == Texts{"It orders memory accesses."});
    CHECK(texts(notes.questions[2].answer) == Texts{"yes, all wait for all"});
}

TEST_CASE("labels, bold lines and plain lines that ask begin questions") {
    const auto notes = read(
        "Q: Who signs?\nA: Two people.\n\n**Why do builds differ?**\n\nPaths leak.\n\nWhat is a cache?\nA store.\n\nFrage 4: Wer prüft?\nAntwort: Niemand.\n");
    CHECK(prompts(notes) == Texts{"Who signs?", "Why do builds differ?", "What is a cache?", "Wer prüft?"});
    CHECK(texts(notes.questions[0].answer) == Texts{"Two people."});
    CHECK(texts(notes.questions[1].answer) == Texts{"Paths leak."});
    CHECK(texts(notes.questions[3].answer) == Texts{"Niemand."});
}

TEST_CASE("cards of one line and of several are questions; a name with two colons is none") {
    const auto notes = read(
        "What is a fork?::A copy of the process\nCapital of France:::Paris\nuse std::move here\n\nHow to\nquit vi?\n?\n:q\n- or :wq\n\nnot part of it\n\nWhat "
        "is two-way?\n??\nboth\n");
    CHECK(prompts(notes) == Texts{"What is a fork?", "Capital of France", "How to quit vi?", "What is two-way?"});
    CHECK(texts(notes.questions[0].answer) == Texts{"A copy of the process"});
    CHECK(notes.questions[1].remarks.size() == 1);
    CHECK(texts(notes.questions[2].answer).front() == ":q");
    CHECK(notes.questions[3].remarks.size() == 1);
}

TEST_CASE("callouts and folded HTML open questions") {
    const auto notes = read(
        "> [!question]- Why exec?\n> It replaces the shell.\n\n<details>\n<summary>How do you roll back?</summary>\n\nPoint at the old "
        "version.\n\n</details>\n");
    CHECK(prompts(notes) == Texts{"Why exec?", "How do you roll back?"});
    CHECK(texts(notes.questions[1].answer) == Texts{"Point at the old version."});
}

TEST_CASE("front matter gives tags and a title, its other lines are listed") {
    for (const std::string tags : {"tags: [go, \"os\"]\n", "tags:\n  - go\n  - os\n", "tags: go, os\n"}) {
        const auto notes = read("---\n" + tags + "title: My notes\ndate: 2024-01-01\n---\n# What is it? #deep\n- a thing\n");
        CHECK(notes.tags == Texts{"go", "os"});
        CHECK(notes.title == "My notes");
        REQUIRE(notes.unread.size() == 1);
        CHECK(notes.unread[0].text == "date: 2024-01-01");
        CHECK(notes.questions[0].tags == Texts{"deep"});
        CHECK(notes.questions[0].prompt == "What is it?");
    }
}

TEST_CASE("a question asked twice is one, with the answers of both; unanswered tasks and mere neighbours stay apart") {
    const auto notes = read(
        "# Questions\n- How does the garbage collector work?\n- What is a closure?\n- Do you know closures in loops and goroutines?\n\n### Garbage collector, "
        "how it works\n- marks and sweeps\n\n### What is a closure?\n- a function with its variables\n");
    CHECK(prompts(notes) == Texts{"How does the garbage collector work?", "What is a closure?", "Do you know closures in loops and goroutines?"});
    CHECK(texts(notes.questions[0].answer) == Texts{"marks and sweeps"});
    CHECK(texts(notes.questions[1].answer) == Texts{"a function with its variables"});
    CHECK(notes.lines[5].question == 0);
    const auto task = read("## Q1: Ginkgo and Gomega tests\n- a framework\n\n## Tasks\n1. **Write a Ginkgo test:** Use Gomega.\n");
    CHECK(task.questions.size() == 2);
    CHECK(task.questions[1].task);
}

TEST_CASE("wrapped lines are one statement, lazy lines of their own are not") {
    const auto notes = read("# What is shared?\n- the heap, which every thread\n  may read and write\n- files\nHowever, each thread has its own:\n- stack\n");
    const auto& answer = notes.questions[0].answer;
    CHECK(texts(answer) == Texts{"the heap, which every thread may read and write", "files", "However, each thread has its own:"});
    CHECK(texts(answer[2].below) == Texts{"stack"});
}

TEST_CASE("a line that asks inside an answer begins the next question, unless it is a bullet") {
    const auto notes = read("### How do threads work?\nThey share:\n- the heap\nDifference between parallel and concurrent?\n- at once, or in turns\n");
    CHECK(prompts(notes) == Texts{"How do threads work?", "Difference between parallel and concurrent?"});
}

TEST_CASE("code, tables, images and links stay in the answer; what cannot be placed is listed with its line") {
    const auto notes = read(
        "- stray\n\n# What is it?\n- see [the page](https://example.org/a)\n- ![seen](a.png)\n\n```c\nint x; // ?\n```\n\n| a | b |\n|---|---|\n\n[ref]: "
        "http://example.org\n");
    REQUIRE(notes.questions.size() == 1);
    CHECK(notes.questions[0].answer.size() == 4);
    CHECK(notes.questions[0].remarks.size() == 2);
    REQUIRE(notes.unread.size() == 2);
    CHECK(notes.unread[0].line == 1);
    CHECK(notes.unread[1].line == 14);
}

TEST_CASE("what is no text, too large or too deep is refused by line") {
    const auto refused = [](const std::string& text, std::string_view says) {
        const auto notes = recognise(text);
        REQUIRE_FALSE(notes);
        INFO(notes.error().message);
        CHECK(notes.error().message.find(says) != std::string::npos);
        CHECK(notes.error().message.find('\n') == std::string::npos);
    };
    refused("# Was ist \xFC?\n", "line 1 is not UTF-8");
    refused(std::string("# What?\n\0\n", 10), "line 2 holds a NUL byte");
    refused("a\n" + std::string(kMaxLineBytes + 1, 'a'), "line 2 is longer than 16 KiB");
    refused(std::string(kMaxNotesBytes + 1, '\n'), "larger than 1 MiB");
    refused(std::string(kMaxLines + 1, '\n'), "more than 20000 lines");
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "> ";
    refused(deep + "x\n", "nested more than 32 deep");
    std::string paragraph;
    for (int i = 0; i < 40; ++i) paragraph += std::string(1000, 'a') + "\n";
    refused(paragraph, "paragraph of more than 32 KiB");
    std::string many;
    for (int i = 0; i < 1001; ++i) many += "- What is a" + std::to_string(i) + " thing" + std::to_string(i) + "?\n";
    refused("# Questions\n" + many, "more than 1000 questions");
}

TEST_CASE("line ends, byte order marks and tabs change nothing") {
    const std::string plain = "# Questions\n- What is a tab?\n    - four columns\n";
    const auto expected = read(plain);
    for (const std::string same :
         {"\xEF\xBB\xBF# Questions\r\n- What is a tab?\r\n\t- four columns\r\n", "# Questions\r- What is a tab?\r\t- four columns\r"}) {
        const auto notes = read(same);
        CHECK(prompts(notes) == prompts(expected));
        CHECK(texts(notes.questions[0].answer) == Texts{"four columns"});
    }
}
