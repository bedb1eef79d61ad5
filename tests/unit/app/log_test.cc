// The lines of the log, and that nothing hostile gets through them.
#include "bot/app/log.h"

#include <sstream>

#include "tests/support/catch.h"

using bot::app::Log;
using bot::app::LogFormat;
using bot::app::LogLevel;

TEST_CASE("a plain line holds level, message and fields") {
    std::ostringstream out;
    Log log(LogFormat::kPlain, LogLevel::kInfo, out);
    log.info("batch committed", {{"turn", "k3f"}, {"events", 12}});
    CHECK(out.str().find(" info batch committed turn=k3f events=12\n") != std::string::npos);
    CHECK(out.str().substr(10, 1) == "T");
}

TEST_CASE("what is below the level is not written") {
    std::ostringstream out;
    Log log(LogFormat::kPlain, LogLevel::kWarn, out);
    log.info("unimportant");
    CHECK(out.str().empty());
}

TEST_CASE("one event is one line whatever bytes its fields hold") {
    for (const auto format : {LogFormat::kPlain, LogFormat::kJson}) {
        std::ostringstream out;
        Log log(format, LogLevel::kDebug, out);
        log.error("send refused", {{"reason", "a\nb\r\n{\"level\":\"x\"} \x1b[31m \xff\xfe %s {} {0}"}});
        const auto text = out.str();
        CHECK(std::count(text.begin(), text.end(), '\n') == 1);
        CHECK(text.find('\x1b') == std::string::npos);
        CHECK(text.back() == '\n');
    }
}

TEST_CASE("a JSON line is one object with numbers as numbers") {
    std::ostringstream out;
    Log log(LogFormat::kJson, LogLevel::kInfo, out);
    log.warn("say \"hi\"", {{"events", 3}, {"room", "a\"b"}});
    CHECK(out.str().find(R"("level":"warning","message":"say \"hi\"","events":3,"room":"a\"b"})") != std::string::npos);
    CHECK(out.str().front() == '{');
}
