// Owns the tests of drafts: ids, points, patterns, texts, and the proof that the question alone earns nothing.
#include "bot/grade/grader.h"
#include "bot/grade/mark.h"
#include "bot/grade/tally.h"
#include "bot/notes/stems.h"
#include "tests/unit/notes/support.h"

using namespace notes_test;

namespace {

grade::Question whole(const Draft& draft) {
    auto question = draft.question;
    for (const auto& one : draft.points) question.points.push_back(one.point);
    return question;
}

int score(const Draft& draft, std::string_view answer) {
    const auto compiled = grade::compile(whole(draft), {});
    REQUIRE(compiled.rubric);
    const auto& question = grade::question_of(*compiled.rubric);
    return grade::mark(question, grade::first_tally(question, grade::examine(*compiled.rubric, answer), {})).score;
}

const char* const kPool =
    "### Why use a connection pool?\n"
    "- **Reuse:** opening one costs a handshake and a server process\n"
    "- **Limit:** too many clients overload the disks, so size it by cores\n"
    "- idle ones are closed after a timeout\n";

}  // namespace

TEST_CASE("words that differ by their endings have one stem") {
    for (const std::string word : {"block", "blocks", "blocked", "blocking", "blocker"}) CHECK(stem_of(word) == "block");
    CHECK(stem_of("stopped") == stem_of("stops"));
    CHECK(stem_of("queries") == stem_of("query"));
    CHECK(stem_of("allocation") == stem_of("allocated"));
    CHECK(stem_of("process") == "process");
    CHECK(stem_of("gc") == "gc");
    CHECK(stem_pattern("gc") == "gcs?");
    CHECK(stem_pattern("blocking") == "block\\w*");
    CHECK(stem_pattern("40001") == "40001");
    CHECK(stem_pattern("acks_all") == "acks_all");
}

TEST_CASE("slugs are ASCII, whole words and bounded") {
    CHECK(slug("Vorbereitung: Übung 3", 32) == "vorbereitung-ubung-3");
    CHECK(slug("Bộ nhớ đệm là gì?", 32) == "bo-nho-dem-la-gi");
    CHECK(slug("3. Storage & Co", 32) == "storage-co");
    CHECK(slug("缓存", 32).empty());
    CHECK(slug("a-very-long-title-of-many-words", 12) == "a-very-long");
}

TEST_CASE("a paraphrase with half of the words earns a point, the question and a word list do not earn the answer") {
    const auto pack = drafted(read(kPool));
    REQUIRE(pack.drafts.size() == 1);
    const auto& draft = pack.drafts[0];
    CHECK(draft.points.size() == 3);
    CHECK(score(draft, draft.question.prompt) == 0);
    CHECK(score(draft, "I like trains.") == 0);
    CHECK(score(draft, draft.question.answer) >= 75);
    const int half = score(draft, "Each new one needs a handshake with the server, which takes time. It times out when it is idle for long.");
    CHECK(half >= 35);
    CHECK(score(draft, "handshake, process, disks, cores, idle, timeout") <= 30);
}

TEST_CASE("points have a want, a neutral question, a hint with gaps and weights by their place") {
    const auto pack = drafted(read("### Why?\n- **Reuse:** saves a handshake\n  - and a fork\n- closes idle ones early\n"));
    const auto& points = pack.drafts[0].points;
    REQUIRE(points.size() == 3);
    CHECK(points[0].point.id == "reuse");
    CHECK(points[0].point.want == "Reuse: saves a handshake.");
    CHECK(points[0].point.ask == "What about Reuse?");
    CHECK(points[0].point.weight == 3);
    CHECK(points[1].point.want == "Reuse: and a fork.");
    CHECK(points[1].point.weight == 1);
    CHECK(points[2].point.ask == "What else belongs here?");
    CHECK(points[2].point.hint.find("idle") == std::string::npos);
    CHECK(points[2].first == 4);
}

TEST_CASE("a code span is matched in its own words, numbers stay exact") {
    const auto pack = drafted(read("### How do you publish safely?\n- set `acks=all` on the producer\n- wait 30 seconds between retries\n"));
    const auto& draft = pack.drafts[0];
    CHECK(score(draft, "The producer has acks: all, so every replica confirms.") > 0);
    CHECK(score(draft, "One retries after 30 seconds.") > 0);
    CHECK(score(draft, "One does it after 31 of them.") == 0);
}

TEST_CASE("ids are stable, unique, and never longer than an id may be") {
    const auto pack = drafted(read(
        "# Questions\n- What is a very extraordinarily complicated internationalisation framework?\n- 缓存是什么？\n- Is cache A good?\n- Is cache B good?\n"));
    std::set<std::string> ids;
    for (const auto& draft : pack.drafts) {
        CHECK(draft.question.id.size() <= 32);
        CHECK(ids.insert(draft.question.id).second);
    }
    CHECK(pack.drafts[1].question.id.starts_with("q-"));
    const auto more =
        drafted(read("# Questions\n- What is a very extraordinarily complicated internationalisation framework?\n- 缓存是什么？\n- Something new entirely?\n"));
    CHECK(more.drafts[0].question.id == pack.drafts[0].question.id);
    CHECK(more.drafts[1].question.id == pack.drafts[1].question.id);
}

TEST_CASE("kinds follow what the notes ask for") {
    const auto pack = drafted(read(
        "# Questions\n- What is a mutex?\n- Tell me about a conflict in your team\n- What do you do after a release?\n\n## Tasks\n1. Write a rate limiter\n"));
    CHECK(pack.drafts[0].question.kind == grade::Kind::kTechnical);
    CHECK(pack.drafts[1].question.kind == grade::Kind::kBehavioural);
    CHECK(pack.drafts[2].question.kind == grade::Kind::kBehavioural);
    CHECK(pack.drafts[3].question.kind == grade::Kind::kCode);
}

TEST_CASE("what the notes do not answer is drafted as to write, and no answer to it is strong") {
    const auto pack = drafted(read("# Questions\n- How does a mutex work? (hint: a futex in the kernel)\n"));
    const auto& draft = pack.drafts[0];
    CHECK_FALSE(draft.answered);
    CHECK(score(draft, draft.question.prompt) == 0);
    const int good =
        score(draft,
              "First it tries one atomic instruction, for example compare and swap. If that fails the mutex calls a futex, so the kernel puts it to sleep "
              "instead of spinning, because a spin costs time. Then the owner wakes it.");
    CHECK(good >= 35);
    CHECK(good < 75);
    CHECK(score(draft, "A mutex, futex, kernel, atomic, CAS.") < good);
}

TEST_CASE("links become references, only those that are addresses") {
    const auto pack = drafted(read("### What is it?\n- see [here](https://example.org/a) and [there](notes/b.md) and [](http://example.org/c)\n"));
    const auto& references = pack.drafts[0].question.references;
    REQUIRE(references.size() == 2);
    CHECK(references[0].url == "https://example.org/a");
    CHECK(references[1].title == "http://example.org/c");
}
