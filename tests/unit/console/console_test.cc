#include "adapters/console/console.h"

#include <fcntl.h>
#include <unistd.h>

#include <deque>

#include "adapters/console/choose.h"
#include "adapters/console/compose.h"
#include "adapters/console/stream_source.h"
#include "tests/support/catch.h"
#include "tests/unit/console/texts.h"

using namespace adapters::console;
using bot::app::Reply;

namespace {

bot::Outbound saying(const std::string& words, bot::Block::Kind kind = bot::Block::Kind::kParagraph) {
    return {{{kind, {}, {}, {{bot::Style::kPlain, words}}, 0}}, {}};
}

// Answers each text with what the test prepared, in order; then it echoes.
class FakeConversation : public bot::app::Conversation {
   public:
    bot::Result<Reply> opening = Reply{{saying("Why?", bot::Block::Kind::kQuestion)}, false, false};
    bot::Result<Reply> leaving = Reply{{saying("Paused.")}, false, true};
    std::deque<bot::Result<Reply>> replies;
    std::vector<std::string> heard;
    int left = 0;

    bot::Result<Reply> open() override { return opening; }
    bot::Result<Reply> take(std::string_view text) override {
        heard.emplace_back(text);
        if (replies.empty()) return Reply{{saying("You said " + std::string{text} + ".")}, false, false};
        auto reply = replies.front();
        replies.pop_front();
        return reply;
    }
    bot::Result<Reply> leave() override {
        ++left;
        return leaving;
    }
};

class FakeSource : public Source {
   public:
    std::deque<Heard> coming;
    std::vector<std::string> offered;
    std::vector<Prompt> prompts;

    explicit FakeSource(std::vector<std::string> texts = {}) {
        for (auto& text : texts) coming.push_back({Heard::Kind::kText, std::move(text), false, false});
    }
    Heard hear(const Prompt& prompt) override {
        prompts.push_back(prompt);
        if (coming.empty()) return {Heard::Kind::kEnd, {}, false, false};
        auto heard = coming.front();
        coming.pop_front();
        return heard;
    }
    void offer(std::string_view text) override { offered.emplace_back(text); }
};

// Takes a number of writes, then fails.
class FailingOutput : public Output {
   public:
    FailingOutput(int writes, bot::Code code) : writes_(writes), code_(code) {}
    bot::Status write(std::string_view) override {
        if (writes_-- > 0) return {};
        return bot::fail(code_, "cannot write the output: No space left on device");
    }

   private:
    int writes_;
    bot::Code code_;
};

const Terminal& pipe_terminal() {
    static const int fd = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    static const Terminal terminal{fd, fd, {}, [](const std::string&) { return std::nullopt; }};
    return terminal;
}

struct Bench {
    bot::Catalogue texts = shipped_texts();
    FakeConversation conversation;
    FakeSource source;
    TextOutput out;
    TextOutput err;
    ConsoleOptions options{"viva console --resume", nullptr, {}};

    int run() { return adapters::console::run(conversation, texts, source, pipe_terminal(), out, err, options); }
};

const bot::Result<Reply> kDiskFull = bot::fail(bot::Code::kUnavailable, "the disk is full: free some space");

}  // namespace

TEST_CASE("a transcript holds questions and answers, the same bytes each time") {
    Bench bench;
    bench.source = FakeSource{{"first", "two\nlines"}};
    bench.conversation.replies = {Reply{{saying("Hm."), saying("Why not?")}, false, false}, Reply{{saying("Over.")}, true, false}};
    CHECK(bench.run() == kDone);
    CHECK(bench.out.text() == "Why?\n\n> first\n\nHm.\n\nWhy not?\n\n> two\n> lines\n\nOver.\n");
    CHECK(bench.err.text().empty());
    CHECK(bench.conversation.heard == std::vector<std::string>{"first", "two\nlines"});
    CHECK(bench.conversation.left == 0);
}

TEST_CASE("the end of the input and leaving pause the session and say how to go on") {
    Bench bench;
    const auto kind = GENERATE(Heard::Kind::kEnd, Heard::Kind::kLeave);
    bench.source.coming = {{kind, {}, false, false}};
    CHECK(bench.run() == kDone);
    CHECK(bench.conversation.left == 1);
    CHECK(bench.out.text() == "Why?\n\nPaused.\n\nTo go on later: `viva console --resume`\n");
}

TEST_CASE("nothing is offered to type when the run is over") {
    Bench bench;
    bench.source = FakeSource{{"stop"}};
    auto last = saying("Stopped.");
    last.choices = {{"resume", "Resume"}};
    bench.conversation.replies = {Reply{{last}, true, false}};
    CHECK(bench.run() == kDone);
    CHECK(bench.out.text() == "Why?\n\n> stop\n\nStopped.\n");
}

TEST_CASE("a pause that was asked for ends the run with the same line, and leaves once") {
    Bench bench;
    bench.source = FakeSource{{"pause"}};
    bench.conversation.replies = {Reply{{saying("Paused.")}, false, true}};
    CHECK(bench.run() == kDone);
    CHECK(bench.conversation.left == 0);
    CHECK(bench.out.text() == "Why?\n\n> pause\n\nPaused.\n\nTo go on later: `viva console --resume`\n");
}

TEST_CASE("what was left out or taken early is said") {
    Bench bench;
    bench.source.coming = {{Heard::Kind::kText, "long", true, false}, {Heard::Kind::kText, "half", false, true}};
    CHECK(bench.run() == kDone);
    CHECK(bench.out.text().find("That was longer than 64 KiB, so I kept the beginning only.\n\n> long\n") != std::string::npos);
    CHECK(bench.out.text().find("The input ended in the middle of an answer, so I took what was there.\n\n> half\n") != std::string::npos);
    CHECK(bench.conversation.heard == std::vector<std::string>{"long", "half"});
}

TEST_CASE("a pipe cannot mend a turn that was not taken: one line, exit code 2") {
    Bench bench;
    bench.source = FakeSource{{"first", "second"}};
    bench.conversation.replies = {kDiskFull};
    CHECK(bench.run() == kCannot);
    CHECK(bench.err.text() == "viva: the disk is full: free some space\n");
    CHECK(bench.out.text() == "Why?\n\n> first\n");
    CHECK(bench.conversation.heard == std::vector<std::string>{"first"});
}

TEST_CASE("an exam that cannot start or be left says why in one line") {
    Bench bench;
    SECTION("start") {
        bench.conversation.opening = bot::fail(bot::Code::kCorrupt, "broken\nin two lines \x1b[31m");
        CHECK(bench.run() == kCannot);
        CHECK(bench.err.text() == "viva: broken in two lines ^[[31m\n");
        CHECK(bench.out.text().empty());
    }
    SECTION("leave") {
        bench.conversation.leaving = kDiskFull;
        CHECK(bench.run() == kCannot);
        CHECK(bench.err.text() == "viva: the disk is full: free some space\n");
    }
}

TEST_CASE("a reader that went away pauses without an error; a full disk is an error") {
    Bench bench;
    bench.source = FakeSource{{"first", "second"}};
    SECTION("gone before the first answer") {
        FailingOutput gone{0, bot::Code::kNotFound};
        CHECK(run(bench.conversation, bench.texts, bench.source, pipe_terminal(), gone, bench.err, bench.options) == kDone);
        CHECK(bench.conversation.heard.empty());
        CHECK(bench.err.text().empty());
    }
    SECTION("gone before an answer is sent: it is not taken") {
        FailingOutput gone{1, bot::Code::kNotFound};
        CHECK(run(bench.conversation, bench.texts, bench.source, pipe_terminal(), gone, bench.err, bench.options) == kDone);
        CHECK(bench.conversation.heard.empty());
    }
    SECTION("a full disk") {
        FailingOutput full{2, bot::Code::kUnavailable};
        CHECK(run(bench.conversation, bench.texts, bench.source, pipe_terminal(), full, bench.err, bench.options) == kCannot);
        CHECK(bench.conversation.heard == std::vector<std::string>{"first"});
        CHECK(bench.err.text() == "viva: cannot write the output: No space left on device\n");
    }
    CHECK(bench.conversation.left == 1);
}

TEST_CASE("the bot's text cannot steer the terminal through any path") {
    Bench bench;
    bench.source = FakeSource{{"\x1b[2J answer"}};
    bench.conversation.replies = {Reply{{saying("\x1b]0;x\x07")}, true, false}};
    CHECK(bench.run() == kDone);
    CHECK(bench.out.text() == "Why?\n\n> ^[[2J answer\n\n^[]0;x^G\n");
}

TEST_CASE("/edit in a pipe is left out and said to be") {
    Bench bench;
    bench.source = FakeSource{{"/edit"}};
    CHECK(bench.run() == kDone);
    CHECK(bench.conversation.heard.empty());
    CHECK(bench.out.text().find("`/edit` needs a terminal") != std::string::npos);
}

TEST_CASE("every text of the console stands in the catalogue") {
    Bench bench;
    for (const char* key : {"prompt",         "more",           "keys",           "cut",           "unfinished", "resume",      "kept",
                            "send_again",     "edit_where",     "edit_below",     "edit_empty",    "choose",     "choose_pack", "choose_prompt",
                            "choose_unknown", "choose_nearest", "paused_session", "resume_prompt", "yes",        "no",          "yes_or_no"}) {
        CAPTURE(key);
        CHECK(bench.texts.has(std::string{"console."} + key));
    }
    CHECK(bench.texts.text("console.keys") == "Enter sends. A line that ends in \\, or an open ``` fence, goes on. /edit opens your editor; Ctrl-C pauses.");
}

TEST_CASE("a pack is chosen by number, id, the start of an id, or Enter") {
    Bench bench;
    const std::vector<PackOffer> packs{{"go-developer", "Go developer", 16}, {"kafka", "Kafka", 1}, {"kubernetes", "Kubernetes", 9}};
    const auto chosen = [&](std::vector<std::string> words) {
        FakeSource source{std::move(words)};
        return choose_pack(packs, bench.texts, source, pipe_terminal(), bench.out);
    };
    CHECK(chosen({"2"}) == "kafka");
    CHECK(chosen({" Kafka "}) == "kafka");
    CHECK(chosen({"kub"}) == "kubernetes");
    CHECK(chosen({""}) == "go-developer");
    CHECK(chosen({"0", "4", "99999999999999999999", "k", "kafak", "nonsense", "3"}) == "kubernetes");
    CHECK(chosen({}) == std::nullopt);
    CHECK(bench.out.text().starts_with("\nWhich pack?\n  1. Go developer · `go-developer` · 16 questions\n  2. Kafka · `kafka` · one question\n"));
    CHECK(bench.out.text().find("There is no pack “kafak”. Did you mean `kafka`?") != std::string::npos);
    CHECK(bench.out.text().find("There is no pack “nonsense” in the list.") != std::string::npos);
}

TEST_CASE("a paused session is gone on with unless the person says no") {
    Bench bench;
    const auto answer = [&](std::vector<std::string> words) {
        FakeSource source{std::move(words)};
        return offer_resume("Go developer, 3 of 10", bench.texts, source, pipe_terminal(), bench.out);
    };
    CHECK(answer({""}) == Resume::kYes);
    CHECK(answer({"Y"}) == Resume::kYes);
    CHECK(answer({"no"}) == Resume::kNo);
    CHECK(answer({"perhaps", "e", "n"}) == Resume::kNo);
    CHECK(answer({}) == Resume::kLeave);
    CHECK(bench.out.text().find("You have a paused session: Go developer, 3 of 10.") != std::string::npos);
    CHECK(bench.out.text().find("Please answer y or n.") != std::string::npos);
}

TEST_CASE("a stream is heard line by line and then ends, as often as it is asked") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const std::string_view bytes = "one\n\ntwo \\\nmore\n```\nopen";
    REQUIRE(::write(ends[1], bytes.data(), bytes.size()) == ssize_t(bytes.size()));
    ::close(ends[1]);
    SignalWatch signals;
    StreamSource source{ends[0], AnswerAssembler::Rule::kLine, signals, nullptr};
    CHECK(source.hear({}) == Heard{Heard::Kind::kText, "one", false, false});
    CHECK(source.hear({}) == Heard{Heard::Kind::kText, "two \nmore", false, false});
    CHECK(source.hear({}) == Heard{Heard::Kind::kText, "```\nopen", false, true});
    CHECK(source.hear({}).kind == Heard::Kind::kEnd);
    CHECK(source.hear({}).kind == Heard::Kind::kEnd);
    ::close(ends[0]);
}

TEST_CASE("a signal ends the waiting for a stream, and stays") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    {
        SignalWatch signals;
        StreamSource source{ends[0], AnswerAssembler::Rule::kLine, signals, nullptr};
        ::raise(GENERATE(SIGINT, SIGTERM, SIGHUP));
        CHECK(source.hear({}).kind == Heard::Kind::kLeave);
        CHECK(source.hear({}).kind == Heard::Kind::kLeave);
    }
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("signals are given back as they were found") {
    struct sigaction before = {};
    struct sigaction after = {};
    ::sigaction(SIGINT, nullptr, &before);
    { SignalWatch signals; }
    ::sigaction(SIGINT, nullptr, &after);
    CHECK(before.sa_handler == after.sa_handler);
    // What was ignored stays ignored: nohup, a background job.
    std::signal(SIGHUP, SIG_IGN);
    {
        SignalWatch signals;
        ::raise(SIGHUP);
        CHECK_FALSE(signals.leaving());
    }
    std::signal(SIGHUP, SIG_DFL);
}

TEST_CASE("a closed pipe and a full disk are told apart") {
    SignalWatch signals;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    const auto gone = FdOutput{ends[1]}.write("x");
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == bot::Code::kNotFound);
    ::close(ends[1]);
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    REQUIRE(full >= 0);
    const auto written = FdOutput{full}.write("x");
    REQUIRE_FALSE(written);
    CHECK(written.error() == bot::Error{bot::Code::kUnavailable, "cannot write the output: No space left on device"});
    ::close(full);
}

TEST_CASE("what stands above the cut line is the answer") {
    CHECK(above_cut("one\ntwo\n\n# --- >8 ---\n# below\n") == "one\ntwo");
    CHECK(above_cut("one\r\ntwo  \r\n") == "one\ntwo");
    CHECK(above_cut("# a heading\ntext") == "# a heading\ntext");
    CHECK(above_cut("").empty());
    CHECK(above_cut(std::string(kMaxAnswer + 5, 'x')).size() == kMaxAnswer);
}
