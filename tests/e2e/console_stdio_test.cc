// Owns the tests of the console with broken standard descriptors: closed, full, unread. Nothing may be lost or read from elsewhere.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace {

std::string contents(const std::string& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// Exit code of the console in a shell, with redirections; the database, out and err are files of the folder.
int console(const tests::Scratch& scratch, const std::string& input, const std::string& redirections) {
    const std::string command = "cd '" + scratch.path() + "'; " + input +
                                " { timeout 20 " VIVA_BINARY_DIR "/viva console --pack go-developer --questions 2 --seed 7 --db x.db " + redirections +
                                "; echo $? > code; }";
    REQUIRE(std::system(command.c_str()) == 0);
    return std::stoi(contents(scratch.path() + "/code"));
}

std::size_t attempts(const tests::Scratch& scratch) {
    const auto history = tests::run({{VIVA_BINARY_DIR "/viva", "history", "--db", scratch.path() + "/x.db"}, "", {}, "/", 0});
    return std::size_t(std::count(history.out.begin(), history.out.end(), '\n'));
}

}  // namespace

TEST_CASE("a closed standard input is the end of the input, not the first file that was opened") {
    tests::Scratch scratch;
    CHECK(console(scratch, "", "<&- > out 2> err") == 0);
    CHECK(contents(scratch.path() + "/err").empty());
    CHECK(contents(scratch.path() + "/out").find("\n> ") == std::string::npos);
    CHECK(contents(scratch.path() + "/out").find("--resume") != std::string::npos);
}

TEST_CASE("a closed standard output ends the console before anything is asked, and writes into no other file") {
    tests::Scratch scratch;
    CHECK(console(scratch, "echo 'an answer' |", ">&- 2> err") == 0);
    CHECK(contents(scratch.path() + "/err").empty());
    CHECK(attempts(scratch) == 0);
}

TEST_CASE("all three closed do no harm") {
    tests::Scratch scratch;
    CHECK(console(scratch, "", "<&- >&- 2>&-") == 0);
    CHECK(attempts(scratch) == 0);
}

TEST_CASE("an output without room is one line and exit code 2") {
    tests::Scratch scratch;
    CHECK(console(scratch, "echo 'an answer' |", "> /dev/full 2> err") == 2);
    CHECK(contents(scratch.path() + "/err") == "viva: cannot write the output: No space left on device\n");
}

TEST_CASE("a reader that goes away ends the console quietly") {
    tests::Scratch scratch;
    const std::string command = "cd '" + scratch.path() +
                                "'; yes 'an answer' | { timeout 20 " VIVA_BINARY_DIR
                                "/viva console --pack go-developer --questions 2 --seed 7 --db x.db 2> err; echo $? > code; } | head -n 2 > out";
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK(contents(scratch.path() + "/code") == "0\n");
    CHECK(contents(scratch.path() + "/err").empty());
}

TEST_CASE("answers of ten megabytes, of NUL and of no text are taken, cut and answered") {
    tests::Scratch scratch;
    CHECK(console(scratch, "{ head -c 10485760 /dev/zero | tr '\\0' 'x'; echo; head -c 4096 /dev/zero; echo; printf '\\377\\376\\n'; echo skip; } |",
                  "> out 2> err") == 0);
    CHECK(contents(scratch.path() + "/err").empty());
    CHECK(contents(scratch.path() + "/out").find("That was longer than 64 KiB, so I kept the beginning only.") != std::string::npos);
    CHECK(contents(scratch.path() + "/out").find("\n> skip\n") != std::string::npos);
}
