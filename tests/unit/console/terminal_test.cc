#include "adapters/console/terminal.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tests/support/catch.h"

using adapters::console::Environment;
using adapters::console::is_utf8_locale;
using adapters::console::Layout;
using adapters::console::Terminal;
using adapters::console::Wishes;

namespace {

Environment environment(std::map<std::string, std::string> values) {
    return [values](const std::string& name) -> std::optional<std::string> {
        const auto at = values.find(name);
        if (at == values.end() || at->second.empty()) return std::nullopt;
        return at->second;
    };
}

// Both ends of a terminal of a width.
struct Window {
    explicit Window(unsigned short columns) {
        winsize size = {};
        size.ws_col = columns;
        size.ws_row = 24;
        REQUIRE(::openpty(&master, &slave, nullptr, nullptr, &size) == 0);
    }
    ~Window() {
        ::close(master);
        ::close(slave);
    }
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;
    int master = -1;
    int slave = -1;
};

}  // namespace

TEST_CASE("a UTF-8 locale is told by the variable that counts") {
    CHECK(is_utf8_locale(environment({{"LANG", "en_GB.UTF-8"}})));
    CHECK(is_utf8_locale(environment({{"LANG", "C.utf8"}})));
    CHECK_FALSE(is_utf8_locale(environment({{"LANG", "C.UTF-8"}, {"LC_ALL", "C"}})));
    CHECK(is_utf8_locale(environment({{"LANG", "C"}, {"LC_CTYPE", "C.UTF-8"}})));
    CHECK_FALSE(is_utf8_locale(environment({{"LANG", "de_DE@euro"}})));
    CHECK_FALSE(is_utf8_locale(environment({})));
}

TEST_CASE("a pipe gets plain text of one width, whatever the locale and the terminal") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    Terminal utf8{ends[0], ends[1], {}, environment({{"LANG", "C.UTF-8"}, {"TERM", "xterm"}})};
    Terminal c{ends[0], ends[1], {}, environment({{"LANG", "C"}})};
    CHECK_FALSE(utf8.interactive());
    CHECK(utf8.layout() == Layout{80, false, false, false});
    CHECK(c.layout() == utf8.layout());
    CHECK(Terminal(ends[0], ends[1], {}, environment({{"COLUMNS", "60"}})).layout().width == 60);
    CHECK(Terminal(ends[0], ends[1], {}, environment({{"COLUMNS", "sixty"}})).layout().width == 80);
    CHECK(Terminal(ends[0], ends[1], {}, environment({{"COLUMNS", "-1"}})).layout().width == 80);
    CHECK(Terminal(ends[0], ends[1], {false, 160}, environment({{"COLUMNS", "60"}})).layout().width == 160);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("a terminal shows what it can and what is wished for") {
    Window window{120};
    const auto layout = [&](std::map<std::string, std::string> values, Wishes wishes = {}) {
        return Terminal(window.slave, window.slave, wishes, environment(std::move(values))).layout();
    };
    CHECK(layout({{"TERM", "xterm"}, {"LANG", "C.UTF-8"}}) == Layout{120, true, true, false});
    CHECK(layout({{"TERM", "xterm"}, {"LANG", "C"}}) == Layout{120, true, false, true});
    CHECK(layout({{"TERM", "xterm"}, {"LANG", "C.UTF-8"}, {"NO_COLOR", "1"}}) == Layout{120, false, true, false});
    CHECK(layout({{"TERM", "xterm"}, {"LANG", "C.UTF-8"}, {"NO_COLOR", ""}}) == Layout{120, true, true, false});
    CHECK(layout({{"TERM", "dumb"}, {"LANG", "C.UTF-8"}}) == Layout{120, false, false, false});
    CHECK(layout({{"LANG", "C.UTF-8"}}) == Layout{120, false, false, false});
    CHECK(layout({{"TERM", "xterm"}, {"LANG", "C.UTF-8"}}, {true, 0}) == Layout{120, false, false, false});
    CHECK(layout({{"TERM", "xterm"}, {"COLUMNS", "60"}}).width == 120);
}

TEST_CASE("the width follows the terminal; without one it falls back") {
    Window window{120};
    const Terminal terminal{window.slave, window.slave, {}, environment({{"TERM", "xterm"}})};
    CHECK(terminal.interactive());
    CHECK(terminal.editable());
    winsize size = {};
    size.ws_col = 60;
    REQUIRE(::ioctl(window.master, TIOCSWINSZ, &size) == 0);
    CHECK(terminal.layout().width == 60);
    size.ws_col = 0;
    REQUIRE(::ioctl(window.master, TIOCSWINSZ, &size) == 0);
    CHECK(terminal.layout().width == 80);
    CHECK_FALSE(Terminal(window.slave, window.slave, {}, environment({{"TERM", "dumb"}})).editable());
}
