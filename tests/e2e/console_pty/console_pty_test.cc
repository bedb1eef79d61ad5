// The console in a real terminal: keys, history, pastes, signals, widths and palettes, seen through a pseudo-terminal.
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "bot/base/text.h"
#include "tests/e2e/console_pty/pty.h"
#include "tests/support/catch.h"

namespace {

std::string contents(const std::string& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// A folder of its own for each test.
class Place {
   public:
    Place() { REQUIRE(::mkdtemp(path_)); }
    ~Place() { REQUIRE(std::system(("rm -rf '" + std::string{path_} + "'").c_str()) == 0); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    std::string file(const std::string& name) const { return std::string{path_} + "/" + name; }

    std::string log() const { return contents(file("log")); }

    // What of it was taken: a terminal that goes away may add that somebody left.
    std::string taken() const {
        std::string out;
        std::istringstream lines{log()};
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("took ")) out += line + "\n";
        }
        return out;
    }

    std::vector<std::string> command(std::vector<std::string> more = {}) const {
        std::vector<std::string> words{VIVA_CONSOLE_PROBE, VIVA_SOURCE_DIR "/content/messages/en.yaml", file("log"), "history=" + file("history")};
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }

    Pty::Variables variables(const Pty::Variables& more = {}) const {
        Pty::Variables all{{"TERM", "xterm-256color"}, {"LANG", "C.UTF-8"}, {"HOME", path_}, {"PATH", "/usr/bin:/bin"}, {"TMPDIR", path_}};
        for (const auto& [name, value] : more) all[name] = value;
        return all;
    }

   private:
    char path_[32] = "/tmp/viva-pty-XXXXXX";
};

int widest(std::string_view text) {
    int columns = 0;
    for (const auto line : bot::split(text, '\n')) columns = std::max(columns, bot::display_width(line));
    return columns;
}

constexpr const char* kUp = "\x1b[A";
constexpr const char* kLeft = "\x1b[D";
constexpr const char* kDelete = "\x1b[3~";
constexpr const char* kBackspace = "\x7f";

}  // namespace

TEST_CASE("an answer is typed, edited and sent") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("1/3"));
    REQUIRE(pty.shows("> "));
    pty.type("bxd");
    REQUIRE(pty.shows("bxd"));
    pty.type(kLeft);
    pty.type(kBackspace);
    pty.type("c");
    pty.type(
        "\x01"
        "a");
    pty.type(
        "\x05"
        "eZ");
    pty.type(kLeft);
    pty.type(kDelete);
    pty.type("\r");
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken() == "took abcde\n");
    pty.type("end\r");
    CHECK(pty.ends() == 0);
    CHECK(place.taken() == "took abcde\ntook end\n");
}

TEST_CASE("the up arrow brings back an answer, in this run and in the next") {
    Place place;
    {
        Pty pty{place.command(), place.variables(), 80};
        REQUIRE(pty.shows("> "));
        pty.type("first\r");
        REQUIRE(pty.shows("2/3"));
        pty.type("second\r");
        REQUIRE(pty.shows("3/3"));
        pty.type(std::string{kUp} + kUp + "\r");
        REQUIRE(pty.shows("4/3"));
        pty.type("pause\r");
        CHECK(pty.ends() == 0);
    }
    {
        Pty pty{place.command(), place.variables(), 80};
        REQUIRE(pty.shows("> "));
        pty.type(std::string{kUp} + kUp + kUp + "\r");
        REQUIRE(pty.shows("2/3"));
        pty.type("pause\r");
        CHECK(pty.ends() == 0);
    }
    CHECK(place.taken() == "took first\ntook second\ntook first\ntook pause\ntook second\ntook pause\n");
    struct stat file = {};
    REQUIRE(::stat(place.file("history").c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
}

TEST_CASE("Ctrl-C pauses, says how to go on, keeps the unsent text and leaves the terminal as it was") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    pty.type("half an ans");
    REQUIRE(pty.shows("ans"));
    pty.type("\x03");
    REQUIRE(pty.shows("To go on later: "));
    REQUIRE(pty.shows("viva console --resume"));
    CHECK(pty.ends() == 0);
    CHECK(place.log() == "left \n");
    CHECK(contents(place.file("history")) == "half an ans\n");
    const auto after = pty.modes();
    CHECK((after.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG));
    CHECK((after.c_iflag & ICRNL) != 0);
    CHECK(pty.raw().rfind("\x1b[?2004l") > pty.raw().rfind("\x1b[?2004h"));
}

TEST_CASE("help ends with what the keys do") {
    Place place;
    Pty pty{place.command(), place.variables(), 120};
    REQUIRE(pty.shows("Enter sends."));
    REQUIRE(pty.shows("> "));
    pty.type("help\r");
    REQUIRE(pty.shows("2/3"));
    REQUIRE(pty.shows("Enter sends."));
}

TEST_CASE("Ctrl-D on an empty line pauses") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    pty.type("\x04");
    REQUIRE(pty.shows("viva console --resume"));
    CHECK(pty.ends() == 0);
    CHECK(place.log() == "left \n");
}

TEST_CASE("a signal to end or a closed window pauses") {
    Place place;
    SECTION("SIGTERM") {
        Pty pty{place.command(), place.variables(), 80};
        REQUIRE(pty.shows("> "));
        pty.signal(SIGTERM);
        CHECK(pty.ends() == 0);
        CHECK(pty.text().find("viva console --resume") != std::string::npos);
    }
    SECTION("a closed window") {
        Pty pty{place.command(), place.variables(), 80};
        REQUIRE(pty.shows("> "));
        pty.hang_up();
        CHECK(pty.ends() == 0);
    }
    CHECK(place.log() == "left \n");
}

TEST_CASE("three pasted lines are one answer") {
    Place place;
    SECTION("from a terminal that does not mark pastes") {
        Pty pty{place.command(), place.variables(), 80};
        REQUIRE(pty.shows("> "));
        pty.type("one\rtwo\rthree\r");
        REQUIRE(pty.shows("2/3"));
    }
    SECTION("from a terminal that marks pastes, which waits for Enter") {
        Pty pty{place.command(), place.variables(), 80};
        REQUIRE(pty.shows("> "));
        pty.type("\x1b[200~one\rtwo\r");
        pty.type("three\r\x1b[201~");
        REQUIRE(pty.shows("three"));
        CHECK(place.log().empty());
        pty.type("\r");
        REQUIRE(pty.shows("2/3"));
    }
    SECTION("in a terminal that cannot edit") {
        Pty pty{place.command(), place.variables({{"TERM", "dumb"}}), 80};
        REQUIRE(pty.shows("> "));
        pty.type("one\rtwo\rthree\r");
        REQUIRE(pty.shows("2/3"));
    }
    CHECK(place.taken() == "took one\\ntwo\\nthree\n");
}

TEST_CASE("a paste that is cut off by the end of the console is kept, with what was typed before it") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    pty.type("typed ");
    REQUIRE(pty.shows("typed "));
    REQUIRE(pty.type_unseen("\x1b[200~pasted\rtext"));
    SECTION("by a signal") { pty.signal(SIGTERM); }
    SECTION("by a closed window") { pty.hang_up(); }
    CHECK(pty.ends() == 0);
    CHECK(contents(place.file("history")) == "typed pasted\\ntext\n");
    CHECK(place.log() == "left \n");
}

TEST_CASE("escape sequences in a paste do nothing") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    pty.type("\x1b[200~a\x1b]0;title\x07\x1b[31mred\x04\x1b[201~\r");
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken() == "took a]0;title[31mred\n");
    CHECK(pty.raw().find("\x1b]0;") == std::string::npos);
}

TEST_CASE("a line that ends in a backslash and an open fence go on") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    pty.type("first \\\r");
    REQUIRE(pty.shows("\n"));
    pty.type("then\r");
    REQUIRE(pty.shows("2/3"));
    pty.type("```go\r");
    REQUIRE(pty.shows("\n"));
    pty.type("x := 1\r");
    REQUIRE(pty.shows("\n"));
    pty.type("```\r");
    REQUIRE(pty.shows("3/3"));
    CHECK(place.taken() == "took first \\nthen\ntook ```go\\nx := 1\\n```\n");
}

TEST_CASE("names and answers of any script are typed, edited by character and shown") {
    Place place;
    SECTION("in a UTF-8 locale") {
        Pty pty{place.command(), place.variables(), 60};
        REQUIRE(pty.shows("> "));
        pty.type("Nguyễn 漢字" + std::string{kBackspace} + "語 👍" + kBackspace + "🙂\r");
        REQUIRE(pty.shows("2/3"));
        CHECK(pty.text().find("│ Nguyễn 漢語 🙂") != std::string::npos);
    }
    SECTION("in a locale that knows nothing of UTF-8, with signs drawn in ASCII") {
        Pty pty{place.command(), place.variables({{"LANG", "C"}}), 60};
        REQUIRE(pty.shows("> "));
        pty.type("Nguyễn 漢字" + std::string{kBackspace} + "語 👍" + kBackspace + "🙂\r");
        REQUIRE(pty.shows("2/3"));
        CHECK(pty.text().find("| Nguyễn 漢語 🙂") != std::string::npos);
        CHECK(pty.text().find("·") == std::string::npos);
    }
    CHECK(place.taken() == "took Nguyễn 漢語 🙂\n");
}

TEST_CASE("text keeps to the width of the terminal, code is never broken") {
    const int columns = GENERATE(60, 160);
    Place place;
    Pty pty{place.command(), place.variables(), columns};
    REQUIRE(pty.shows("> "));
    pty.type("an answer that says something about buffers and receivers\r");
    REQUIRE(pty.shows("2/3"));
    CHECK(widest(pty.text()) <= std::min(columns, 100));
    CHECK(widest(pty.text()) > std::min(columns, 100) * 3 / 4);
    pty.type("end\r");
    CHECK(pty.ends() == 0);
    CHECK(pty.text().find("// unbuffered, and a line that is much longer than sixty columns so that it must not be broken\n") != std::string::npos);
}

TEST_CASE("a resize is seen while an answer is typed, and the text is kept") {
    Place place;
    Pty pty{place.command(), place.variables(), 120};
    REQUIRE(pty.shows("> "));
    pty.type("before ");
    REQUIRE(pty.shows("before"));
    pty.resize(60, 20);
    REQUIRE(pty.shows("before"));
    const auto shown = pty.raw().size();
    pty.type("after\r");
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken() == "took before after\n");
    CHECK(widest(without_escapes(pty.raw().substr(shown))) <= 60);
}

TEST_CASE("NO_COLOR and plain show no colours, a dumb terminal gets no escape at all") {
    Place place;
    SECTION("colour") {
        Pty pty{place.command(), place.variables(), 80};
        REQUIRE(pty.shows("1/3"));
        CHECK(pty.raw().find("\x1b[1m") != std::string::npos);
    }
    SECTION("NO_COLOR") {
        Pty pty{place.command(), place.variables({{"NO_COLOR", "1"}}), 80};
        REQUIRE(pty.shows("> "));
        pty.type("x\r");
        REQUIRE(pty.shows("2/3"));
        CHECK(pty.raw().find("m62 of") == std::string::npos);
        CHECK(pty.raw().find("\x1b[1m") == std::string::npos);
        CHECK(pty.raw().find("\x1b[0m") == std::string::npos);
        CHECK(pty.text().find("│ x") != std::string::npos);
    }
    SECTION("plain") {
        Pty pty{place.command({"plain"}), place.variables(), 80};
        REQUIRE(pty.shows("> "));
        pty.type("x\r");
        REQUIRE(pty.shows("2/3"));
        CHECK(pty.raw().find("\x1b[1m") == std::string::npos);
        CHECK(pty.text().find("| x") != std::string::npos);
    }
    SECTION("dumb") {
        Pty pty{place.command(), place.variables({{"TERM", "dumb"}}), 80};
        REQUIRE(pty.shows("> "));
        pty.type("x\r");
        REQUIRE(pty.shows("2/3"));
        pty.type("\x04");
        CHECK(pty.ends() == 0);
        CHECK(pty.raw().find('\x1b') == std::string::npos);
    }
}

TEST_CASE("a turn that was not taken stands at the prompt again") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    pty.type("fail\r");
    REQUIRE(pty.shows("viva: the disk is full: free some space"));
    REQUIRE(pty.shows("> fail"));
    pty.type("\r");
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken() == "took fail\ntook fail\n");
}

TEST_CASE("a session that cannot be read ends in one line and exit code 2") {
    Place place;
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    pty.type("corrupt\r");
    REQUIRE(pty.shows("viva: the session cannot be read"));
    CHECK(pty.ends() == 2);
}

TEST_CASE("/edit sends what the editor wrote") {
    Place place;
    Pty pty{place.command(), place.variables({{"VISUAL", "cp " + place.file("written")}}), 80};
    std::ofstream{place.file("written")} << "two lines\nfrom the editor\n\n# --- >8 ---\n# not this\n";
    REQUIRE(pty.shows("> "));
    pty.type("/edit\r");
    REQUIRE(pty.shows("> two lines"));
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken() == "took two lines\\nfrom the editor\n");
}

TEST_CASE("an editor that cannot start is named, and the exam goes on") {
    Place place;
    Pty pty{place.command(), place.variables({{"EDITOR", "no-such-editor"}}), 80};
    REQUIRE(pty.shows("> "));
    pty.type("/edit\r");
    REQUIRE(pty.shows("cannot start the editor \"no-such-editor\""));
    REQUIRE(pty.shows("> "));
    pty.type("x\r");
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken() == "took x\n");
}

TEST_CASE("a paste of any size is bounded and said to be cut") {
    Place place;
    const bool bracketed = GENERATE(true, false);
    CAPTURE(bracketed);
    Pty pty{place.command(), place.variables(), 80};
    REQUIRE(pty.shows("> "));
    const std::string word = "receiver ";
    std::string text;
    while (text.size() < 200 * 1024) text += word;
    pty.type((bracketed ? "\x1b[200~" : "") + text + (bracketed ? "\x1b[201~" : ""));
    pty.type("\r");
    REQUIRE(pty.shows("kept the beginning only"));
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken().starts_with("took receiver receiver "));
    CHECK(place.taken().size() == std::string_view("took \n").size() + 64 * 1024);
}

TEST_CASE("a pack is chosen by number, by name, by Enter; a paused session is offered") {
    Place place;
    Pty pty{place.command({"resume", "choose"}), place.variables(), 80};
    REQUIRE(pty.shows("You have a paused session: Go developer, 2 of 3."));
    REQUIRE(pty.shows("[Y/n] "));
    pty.type("maybe\r");
    REQUIRE(pty.shows("Please answer y or n."));
    REQUIRE(pty.shows("[Y/n] "));
    pty.type("\r");
    REQUIRE(pty.shows("Number or name [1]: "));
    pty.type("kafak\r");
    REQUIRE(pty.shows("Did you mean"));
    REQUIRE(pty.shows("Number or name [1]: "));
    pty.type("kub\r");
    REQUIRE(pty.shows("1/3"));
    REQUIRE(pty.shows("> "));
    pty.type(std::string{kUp} + "x\r");
    REQUIRE(pty.shows("2/3"));
    CHECK(place.taken() == "took x\n");
}

TEST_CASE("a recording of a terminal session reads as a pipe would have shown it") {
    Place place;
    Pty pty{place.command({"record=" + place.file("recorded")}), place.variables(), 160};
    REQUIRE(pty.shows("> "));
    pty.type("one \\\r");
    REQUIRE(pty.shows("\n"));
    pty.type("two\r");
    REQUIRE(pty.shows("2/3"));
    pty.type("end\r");
    CHECK(pty.ends() == 0);
    const std::string piped = "printf 'one \\\\\\ntwo\\nend\\n' | " VIVA_CONSOLE_PROBE " " VIVA_SOURCE_DIR "/content/messages/en.yaml " + place.file("log2") +
                              " > " + place.file("piped");
    REQUIRE(std::system(piped.c_str()) == 0);
    CHECK(contents(place.file("log2")) == place.log());
    CHECK(contents(place.file("recorded")) == contents(place.file("piped")));
    CHECK(contents(place.file("piped")).find("\n> one \n> two\n") != std::string::npos);
}

TEST_CASE("a pipe whose reader goes away ends the console without an error") {
    Place place;
    const std::string command = "yes 'an answer' | { timeout 10 " VIVA_CONSOLE_PROBE " " VIVA_SOURCE_DIR "/content/messages/en.yaml " + place.file("log") +
                                " 2> " + place.file("errors") + "; echo $? > " + place.file("code") + "; } | head -n 3 > " + place.file("head");
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK(contents(place.file("code")) == "0\n");
    CHECK(contents(place.file("errors")).empty());
    CHECK(place.log().ends_with("left \n"));
}
