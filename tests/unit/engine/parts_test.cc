// Owns the tests of the engine's parts: question order, follow-up choice, quotes, Markdown, command words, dump.
#include <numeric>

#include "bot/engine/dump.h"
#include "bot/engine/evidence.h"
#include "bot/engine/followup.h"
#include "bot/engine/markdown.h"
#include "bot/engine/pick.h"
#include "tests/unit/engine/stage.h"

using namespace stage;
using grade::Probe;

TEST_CASE("a seed always draws the same order") {
    const std::vector<std::string> keys{"a/1", "a/2", "a/3", "a/4", "a/5", "a/6"};
    CHECK(order_questions(keys, {}, {}, 7) == order_questions({keys.rbegin(), keys.rend()}, {}, {}, 7));
    std::set<std::vector<std::string>> orders;
    for (std::uint64_t seed = 0; seed < 50; ++seed) orders.insert(order_questions(keys, {}, {}, seed));
    CHECK(orders.size() > 40);
}

TEST_CASE("every key comes first about equally often") {
    const std::vector<std::string> keys{"a/1", "a/2", "a/3", "a/4"};
    std::map<std::string, int> first;
    for (std::uint64_t seed = 0; seed < 4000; ++seed) ++first[order_questions(keys, {}, {}, seed).front()];
    for (const auto& key : keys) CHECK(std::abs(first[key] - 1000) < 120);
}

TEST_CASE("one more question in the pack does not stir the others") {
    std::vector<std::string> keys{"a/1", "a/2", "a/3", "a/4", "a/5"};
    const auto before = order_questions(keys, {}, {}, 3);
    keys.push_back("a/6");
    auto after = order_questions(keys, {}, {}, 3);
    std::erase(after, "a/6");
    CHECK(after == before);
}

TEST_CASE("preferences claim questions in their order") {
    const std::vector<Standing> history{{"a/due", 2, 90, true}, {"a/weak", 1, 10, false}, {"a/fair", 1, 60, false}, {"a/gone", 1, 0, true}};
    const std::vector<std::string> keys{"a/fair", "a/new", "a/weak", "a/due"};
    using enum Preference;
    CHECK(order_questions(keys, {kDue, kUnseen, kWeakest}, history, 1) == std::vector<std::string>{"a/due", "a/new", "a/weak", "a/fair"});
    CHECK(order_questions(keys, {kWeakest}, history, 1) == std::vector<std::string>{"a/weak", "a/fair", "a/due", "a/new"});
    CHECK(order_questions(keys, {kUnseen}, history, 1).front() == "a/new");
    CHECK(order_questions({"a/x", "a/x"}, {kUnseen}, {}, 1) == std::vector<std::string>{"a/x"});
    CHECK(order_questions({}, {kDue}, history, 1).empty());
}

namespace {
Asked answered(const grade::Question& question, std::vector<int> credit, std::vector<int> penalty) {
    Asked asked;
    asked.answered = true;
    asked.tally.credit = std::move(credit);
    asked.tally.penalty = std::move(penalty);
    asked.tally.content_words = 50;
    asked.mark = grade::mark(question, asked.tally);
    return asked;
}
}  // namespace

TEST_CASE("the follow-up worth most is chosen") {
    const auto question = channels();
    CHECK(choose_followup(question, answered(question, {0, 0, 0}, {10}), 2, {}) == Probe{Probe::Kind::kMisconception, 0});
    CHECK(choose_followup(question, answered(question, {0, 0, 0}, {0}), 2, {}) == Probe{Probe::Kind::kPoint, 0});
    CHECK(choose_followup(question, answered(question, {0, 0, 0}, {5}), 2, {}) == Probe{Probe::Kind::kPoint, 0});  // withdrawn is not challenged again
    CHECK(choose_followup(question, answered(question, {10, 0, 0}, {0}), 2, {}) == Probe{Probe::Kind::kPoint, 1});
    CHECK(choose_followup(question, answered(question, {10, 10, 10}, {0}), 2, {}) == Probe{Probe::Kind::kDeeper, 0});
}

TEST_CASE("there is no follow-up after a skip, beyond the budget, or where nothing is to be gained") {
    const auto question = channels();
    auto asked = answered(question, {0, 0, 0}, {0});
    CHECK_FALSE(choose_followup(question, asked, 0, {}));
    asked.followups = 2;
    CHECK_FALSE(choose_followup(question, asked, 2, {}));
    asked.followups = 0;
    asked.skipped = true;
    CHECK_FALSE(choose_followup(question, asked, 2, {}));
    CHECK_FALSE(choose_followup(question, Asked{}, 2, {}));
    // Full marks are reached before the whole weight; a last very light point is not asked for, and it is no time to go deeper.
    auto heavy = question;
    heavy.points[0].weight = 50;
    CHECK_FALSE(choose_followup(heavy, answered(heavy, {10, 10, 0}, {0}), 2, {}));
    CHECK(choose_followup(question, answered(question, {10, 10, 0}, {0}), 2, {}) == Probe{Probe::Kind::kPoint, 2});
    CHECK_FALSE(choose_followup(question, answered(question, {10, 10, 10}, {5}), 2, {}));
    auto deep = answered(question, {10, 10, 10}, {0});
    deep.probed = {{Probe::Kind::kDeeper, 0}};
    CHECK_FALSE(choose_followup(question, deep, 9, {}));
}

TEST_CASE("none is asked twice, and a point without a question is passed over") {
    auto question = channels();
    auto asked = answered(question, {0, 0, 0}, {10});
    asked.probed = {{Probe::Kind::kMisconception, 0}, {Probe::Kind::kPoint, 0}};
    CHECK(choose_followup(question, asked, 9, {}) == Probe{Probe::Kind::kPoint, 1});
    question.points[1].ask.clear();
    CHECK(choose_followup(question, asked, 9, {}) == Probe{Probe::Kind::kPoint, 2});
}

TEST_CASE("points that a script asks about come first, in its order, even when the mark is full") {
    const auto question = channels();
    const std::vector<std::string> about{"unknown", question.points[2].id, question.points[1].id};
    auto asked = answered(question, {0, 0, 0}, {0});
    CHECK(choose_followup(question, asked, 9, about) == Probe{Probe::Kind::kPoint, 2});
    asked.probed = {{Probe::Kind::kPoint, 2}};
    CHECK(choose_followup(question, asked, 9, about) == Probe{Probe::Kind::kPoint, 1});
    asked.probed.push_back({Probe::Kind::kPoint, 1});
    CHECK(choose_followup(question, asked, 9, about) == Probe{Probe::Kind::kPoint, 0});
    // What was said wrongly is challenged before anything is drilled.
    CHECK(choose_followup(question, answered(question, {0, 0, 0}, {10}), 9, about) == Probe{Probe::Kind::kMisconception, 0});
    // A light point beyond full marks is asked for only because the script wishes it.
    auto heavy = question;
    heavy.points[0].weight = 50;
    CHECK(choose_followup(heavy, answered(heavy, {10, 10, 0}, {0}), 2, about) == Probe{Probe::Kind::kPoint, 2});
    CHECK_FALSE(choose_followup(heavy, answered(heavy, {10, 10, 0}, {0}), 0, about));
}

TEST_CASE("the hint of a challenge is that of the point it opposes") {
    const auto question = channels();
    auto asked = answered(question, {0, 0, 0}, {10});
    asked.probe = Probe{Probe::Kind::kMisconception, 0};
    CHECK(choose_hint(question, asked) == 0);
    asked.hinted = {true, false, false};
    CHECK_FALSE(choose_hint(question, asked));
    asked.probe = Probe{Probe::Kind::kDeeper, 0};
    CHECK_FALSE(choose_hint(question, asked));
}

TEST_CASE("a quote is on one line, whole where it is short and cut at a word where it is long") {
    CHECK(quote_of("it  waits\n for me", grade::Span{4, 17}) == "waits for me");
    CHECK(quote_of("abc", std::nullopt).empty());
    CHECK(quote_of("abc", grade::Span{2, 9}).empty());
    CHECK(quote_of("abc", grade::Span{3, 3}).empty());
    std::string text;
    while (text.size() < 400) text += "слово ";
    const auto cut = quote_of(text, grade::Span{0, text.size()});
    CHECK(cut.size() <= kMaxQuoteBytes);
    CHECK(cut.ends_with("слово…"));
    CHECK(is_utf8(quote_of("\xC3\xA9\xC3\xA9", grade::Span{1, 4})));
}

TEST_CASE("authors' Markdown becomes blocks") {
    const auto blocks = markdown_blocks(
        "# Head\nOne\nline with `code` and **strong** and *soft*.\n\n- first\n  goes on\n- second\n2. third\n\n> said\n> so\n```go\nch <- 1\n\nx := "
        "<-ch\n```\nlast");
    REQUIRE(blocks.size() == 8);
    using Kind = Block::Kind;
    CHECK(blocks[0].kind == Kind::kHeading);
    CHECK(blocks[1].runs == std::vector<Run>{{Style::kPlain, "One line with "},
                                             {Style::kCode, "code"},
                                             {Style::kPlain, " and "},
                                             {Style::kStrong, "strong"},
                                             {Style::kPlain, " and "},
                                             {Style::kEmphasis, "soft"},
                                             {Style::kPlain, "."}});
    CHECK(plain(blocks[2].runs) == "first goes on");
    CHECK(blocks[4].sign == "2.");
    CHECK(blocks[5].kind == Kind::kQuote);
    CHECK(plain(blocks[5].runs) == "said so");
    CHECK(blocks[6].kind == Kind::kCode);
    CHECK(plain(blocks[6].runs) == "ch <- 1\n\nx := <-ch");
    CHECK(plain(blocks[7].runs) == "last");
}

TEST_CASE("what is no Markdown stands as text") {
    CHECK(plain(markdown_runs("a * b * c, snake_case_name, 2**8, [x], `open")) == "a * b * c, snake_case_name, 2**8, [x], `open");
    CHECK(markdown_runs("snake_case_name").size() == 1);
    CHECK(plain(markdown_runs("see [the docs](https://go.dev) \\*now\\*")) == "see the docs (https://go.dev) *now*");
    CHECK(markdown_runs("``a `b` c``") == std::vector<Run>{{Style::kCode, "a `b` c"}});
    CHECK(markdown_blocks("").empty());
    CHECK(markdown_blocks("```\nnever closed").size() == 1);
    CHECK(markdown_runs("*").size() == 1);
    CHECK(markdown_runs("**").size() == 1);
}

TEST_CASE("command words are known in any letter case, with or without a slash") {
    CHECK(command_of("hint") == Command::kHint);
    CHECK(command_of("/HINT") == Command::kHint);
    CHECK(command_of("Cancel") == Command::kStop);
    for (const auto* word : {"", "/", "hints", "//hint", " hint"}) CHECK_FALSE(command_of(word));
    for (int i = 0; i < 8; ++i) CHECK(command_of(to_string(Command(i))) == Command(i));
}

TEST_CASE("a dump names everything that decides the next reply") {
    const auto program = round("1");
    const Bank bank{{channels()}};
    Talk talk{program, bank};
    talk.starts();
    talk.types(Command::kHint);
    talk.answers("It drops the value.");
    const auto text = dump(talk.session);
    for (const auto* part : {"script round f00d\n", "phase waiting state probe steps 3 seed 7\n", "argument questions = 1\n", "queue next: go/channels\n",
                             "timer 3 due ", "asked go/channels answered followups 1", "  hinted 0\n", "  claim 0 claimed \"drops the value\"\n",
                             "  probe misconception:0\n", "  probed misconception:0\n", "  tally credit ["}) {
        SAYS(text, part);
    }
}
