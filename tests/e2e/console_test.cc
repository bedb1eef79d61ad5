// Owns the tests of the console exam through the real binary: the same bytes each time, resuming after a kill, two processes at one database.
#include <csignal>

#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace {

const std::string kViva = VIVA_BINARY_DIR "/viva";

const std::string kAnswers =
    "An unbuffered send waits until a receiver is ready.\n"
    "hint\n"
    "why\n"
    "I do not know.\n"
    "A goroutine is a light thread that the Go runtime runs on OS threads.\n"
    "skip\n"
    "Something about containers and kernels, they share the host kernel.\n"
    "me\n"
    "The broker keeps order within a partition only.\n"
    "help\n"
    "skip\nskip\nskip\nskip\nskip\nskip\n";

tests::Run console(const tests::Scratch& scratch, const std::string& database, std::vector<std::string> more = {}, const std::string& input = "") {
    std::vector<std::string> words = {kViva, "console", "--db", scratch.path() + "/" + database};
    words.insert(words.end(), more.begin(), more.end());
    return {words, input, {}, "/", 0};
}

}  // namespace

TEST_CASE("a piped exam gives the same bytes each time, with follow-ups and a scorecard") {
    tests::Scratch scratch;
    const std::vector<std::string> words = {"--pack", "go-developer", "--questions", "3", "--seed", "7"};
    const auto first = tests::run(console(scratch, "a.db", words, kAnswers));
    const auto second = tests::run(console(scratch, "b.db", words, kAnswers));
    INFO(first.out << first.err);
    CHECK(first.exit_code == 0);
    CHECK(first.out == second.out);
    CHECK(first.out.find("1/3") != std::string::npos);
    CHECK(first.out.find("hint skip why stop") != std::string::npos);
    CHECK(first.out.find("\x1b[") == std::string::npos);
    CHECK(first.out.find("\nOne more on this:\n") != std::string::npos);
    CHECK(first.out.find("\nScorecard\n") != std::string::npos);
    CHECK(first.out.find("\nSeed 7: ") != std::string::npos);
}

TEST_CASE("kill -9 loses no answered question, and --resume goes on at the same one") {
    tests::Scratch scratch;
    std::string asked;
    {
        tests::Child child(console(scratch, "x.db", {"--pack", "go-developer", "--questions", "3", "--seed", "7"}));
        REQUIRE(child.read_until("1/3"));
        child.write("Something that is durable once it was replied to.\n");
        REQUIRE(child.read_until("\n1/3 · 0 · "));  // that was worth nothing, so something is asked back
        const auto& shown = child.output();
        const auto lead = shown.rfind("\n\n", shown.find("\n\n1/3 · 0 · ") - 1);
        asked = shown.substr(lead + 2, shown.find("\n\n1/3 · 0 · ") - lead - 2);
        child.signal(SIGKILL);
        CHECK(child.wait() == -SIGKILL);
    }
    const auto history = tests::run({{kViva, "history", "--db", scratch.path() + "/x.db"}, "", {}, "/", 0});
    CHECK(std::count(history.out.begin(), history.out.end(), '\n') == 1);
    const auto again = tests::run(console(scratch, "x.db", {"--resume"}, "skip\nskip\nskip\nskip\nskip\nskip\nskip\n"));
    INFO(again.out << again.err);
    CHECK(again.exit_code == 0);
    CHECK(asked.ends_with('?'));
    const auto asked_again = again.out.find("\n" + asked + "\n\n1/3 · 0 · ");
    CHECK(asked_again < again.out.find("\n> skip\n"));
}

TEST_CASE("--resume with nothing to resume says so") {
    tests::Scratch scratch;
    const auto none = tests::run(console(scratch, "x.db", {"--resume"}, "x\n"));
    CHECK(none.exit_code == 2);
    CHECK(none.err.find("nothing to resume") != std::string::npos);
}

TEST_CASE("a second process at the same database is turned away by the pid of the first") {
    tests::Scratch scratch;
    const std::vector<std::string> words = {"--pack", "go-developer", "--seed", "1"};
    tests::Child first(console(scratch, "x.db", words));
    REQUIRE(first.read_until("1/"));
    const auto second = tests::run(console(scratch, "x.db", words, "x\n"));
    CHECK(second.exit_code == 2);
    CHECK(second.err.find("process") != std::string::npos);
    first.close_input();
    CHECK(first.wait() == 0);
}

TEST_CASE("practice goes on until it is stopped, and stopping pauses") {
    tests::Scratch scratch;
    const auto talk = tests::run(console(scratch, "x.db", {"--pack", "go-developer", "--script", "practice", "--seed", "3"}, "skip\nskip\nskip\nstop\n"));
    INFO(talk.out << talk.err);
    CHECK(talk.exit_code == 0);
    CHECK(talk.out.find("--resume") != std::string::npos);
}
