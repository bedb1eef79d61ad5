// Owns the tests of `viva import` as a person meets it: a draft that lints and plays, one clear line for what cannot be done, and nothing overwritten.
#include <filesystem>

#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace {

namespace fs = std::filesystem;

const std::string kViva = VIVA_BINARY_DIR "/viva";
const std::string kNotes = VIVA_SOURCE_DIR "/tests/data/notes/";

tests::Finished viva(std::vector<std::string> words, const std::string& folder, const std::string& input = "") {
    words.insert(words.begin(), kViva);
    return tests::run({words, input, {}, folder, 0});
}

void refused(const tests::Finished& finished, const std::string& says) {
    INFO(finished.err);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
    CHECK(finished.err.find(says) != std::string::npos);
}

}  // namespace

TEST_CASE("notes of every shape become a pack that lints without errors") {
    tests::Scratch scratch;
    int files = 0;
    for (const auto& entry : fs::directory_iterator(kNotes)) {
        const auto name = entry.path().stem().string();
        const auto made = viva({"import", entry.path().string()}, scratch.path());
        INFO(made.out << made.err);
        CHECK(made.exit_code == 0);
        CHECK(made.err.empty());
        CHECK(made.out.find("viva lint " + name) != std::string::npos);
        const auto lint = viva({"lint", name}, scratch.path());
        INFO(lint.out);
        CHECK(lint.exit_code == 0);
        CHECK(lint.out.find(": error ") == std::string::npos);
        CHECK(tests::read_file(scratch.path() + "/" + name + "/DRAFT.md").find("# Draft of " + name) == 0);
        ++files;
    }
    CHECK(files >= 6);
}

TEST_CASE("the table says what was found, what is to write and what was not understood") {
    tests::Scratch scratch;
    const auto made = viva({"import", kNotes + "lists.md", "--out", "net-notes"}, scratch.path());
    INFO(made.out << made.err);
    CHECK(made.out.find("14 questions") != std::string::npos);
    CHECK(made.out.find("[to write] How does NAT rewrite addresses?") != std::string::npos);
    CHECK(made.out.find("1 line not understood\n  line 5: created: 2025-03-01") != std::string::npos);
    CHECK(made.out.find("viva console --content net-notes --pack net-notes") != std::string::npos);
    const auto draft = tests::read_file(scratch.path() + "/net-notes/questions/nat-rewrite-addresses.yaml");
    CHECK(draft.find("# check: ") != std::string::npos);
    CHECK(draft.find("answer: TODO") != std::string::npos);
}

TEST_CASE("a draft can be graded and played at once") {
    tests::Scratch scratch;
    REQUIRE(viva({"import", kNotes + "headings.md", "--pack", "db-notes"}, scratch.path()).exit_code == 0);
    const auto grade = [&](const std::string& answer) {
        return viva({"grade", "--content", "db-notes", "--question", "db-notes/optimistic-pessimistic-locking", "--json"}, scratch.path(), answer).out;
    };
    CHECK(grade("Select for update keeps the row until the commit, so the others queue up. A stale version changes no row and one has to read again.")
              .find("\"band\":\"none\"") == std::string::npos);
    CHECK(grade("Optimistic vs. pessimistic locking?").find("\"score\":0") != std::string::npos);
    const auto talk = viva({"console", "--content", "db-notes", "--pack", "db-notes/optimistic-pessimistic-locking", "--db", scratch.path() + "/x.db"},
                           scratch.path(), "hint\nIt blocks.\nstop\n");
    INFO(talk.out << talk.err);
    CHECK(talk.exit_code == 0);
    CHECK(talk.out.find("Optimistic vs. pessimistic locking?") != std::string::npos);
}

TEST_CASE("notes on standard input, with the folder as the pack's name") {
    tests::Scratch scratch;
    fs::create_directory(scratch.path() + "/my-pack");  // empty: nothing to lose
    const auto made = viva({"import", "-", "--out", "my-pack/"}, scratch.path(), "\xEF\xBB\xBF# What is a mutex?\r\n- a lock for one thread\r\n");
    INFO(made.err);
    CHECK(made.exit_code == 0);
    CHECK(tests::read_file(scratch.path() + "/my-pack/pack.yaml").find("id: my-pack\n") != std::string::npos);
}

TEST_CASE("what is there is never overwritten") {
    tests::Scratch scratch;
    scratch.file("faq/mine.txt", "mine");
    scratch.file("file", "mine");
    refused(viva({"import", kNotes + "faq.md"}, scratch.path()), "faq is not empty");
    refused(viva({"import", kNotes + "faq.md", "--out", "file"}, scratch.path()), "no folder");
    CHECK(tests::read_file(scratch.path() + "/faq/mine.txt") == "mine");
    CHECK_FALSE(fs::exists(scratch.path() + "/faq/pack.yaml"));
}

TEST_CASE("what cannot be imported is told in one line and leaves nothing behind") {
    tests::Scratch scratch;
    const auto& here = scratch.path();
    refused(viva({"import"}, here), "NOTES");
    refused(viva({"import", "missing.md"}, here), "missing.md");
    refused(viva({"import", "."}, here), "--pack");
    refused(viva({"import", "-", "--pack", "Not An Id"}, here, "# Why?\n- so\n"), "is no id");
    refused(viva({"import", "-", "--pack", "one", "--out", "two"}, here, "# Why?\n- so\n"), "--out two/one");
    refused(viva({"import", "-", "--out", "Two Words"}, here, "# Why?\n- so\n"), "lower-case letters");
    refused(viva({"import", "-", "--out", "x-pack"}, here, "nothing is asked here\n"), "no question found");
    refused(viva({"import", "-", "--out", "x-pack"}, here, "# Was ist \xFC?\n"), "line 1 is not UTF-8");
    refused(viva({"import", "-", "--out", "x-pack"}, here, std::string("# What is it?\n\0", 15)), "line 2 holds a NUL byte");
    refused(viva({"import", "-", "--out", "x-pack"}, here, std::string(2'000'000, '\n')), "larger than 1 MiB");
    refused(viva({"import", "-", "--oot", "x-pack"}, here), "did you mean --out?");
    refused(viva({"imprt"}, here), "did you mean import?");
    CHECK(fs::is_empty(here));
    refused(viva({"import", kNotes + "faq.md", "--out", "/proc/nowhere"}, here), "cannot write /proc/nowhere/pack.yaml");
}

TEST_CASE("a full disk leaves no half of a pack") {
    tests::Scratch scratch;
    tests::Run run{{kViva, "import", kNotes + "lists.md", "--out", "x-pack"}, "", {}, scratch.path(), 1000};
    const auto full = tests::run(run);
    refused(full, "disk is full");
    CHECK_FALSE(fs::exists(scratch.path() + "/x-pack"));
}
