// Owns the test of where the console keeps what was typed: beside the database, however its file is named.
#include <filesystem>

#include "tests/e2e/console_pty/pty.h"
#include "tests/support/catch.h"
#include "tests/support/process.h"

TEST_CASE("what was typed is kept beside the database, also when its file is named without a folder") {
    tests::Scratch scratch;
    const Pty::Variables variables = {{"TERM", "xterm"}, {"LANG", "C.UTF-8"}, {"HOME", scratch.path()}, {"PATH", "/usr/bin:/bin"}};
    const std::string viva = VIVA_BINARY_DIR "/viva";
    Pty pty({"/bin/sh", "-c", "cd \"$0\" && exec \"$1\" console --pack go-developer --seed 7 --db x.db", scratch.path(), viva}, variables, 80);
    REQUIRE(pty.shows("> "));
    pty.type("help\r");
    REQUIRE(pty.shows("> "));
    pty.type("pause\r");
    CHECK(pty.ends() == 0);
    INFO(pty.text());
    CHECK(std::filesystem::exists(scratch.path() + "/x.db"));
    REQUIRE(std::filesystem::exists(scratch.path() + "/console_history"));
    CHECK(tests::read_file(scratch.path() + "/console_history").find("help") != std::string::npos);
}
