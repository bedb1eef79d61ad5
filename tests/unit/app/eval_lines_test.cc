// Owns the tests of reading marked answers from JSON lines.
#include "bot/app/eval.h"
#include "bot/app/sources.h"
#include "tests/support/catch.h"

using namespace bot;

TEST_CASE("marked answers are read from JSON lines, and a mistake names its line") {
    auto sources = app::embedded_sources();
    auto compiled = script::compile(sources, {});
    const app::Library library(std::move(compiled.content), std::move(sources));
    const auto read = app::samples_from_lines(library, "{\"question\":\"gmp-model\",\"mark\":8,\"score\":80,\"by\":\"judge\",\"text\":\"Two\\nlines\"}\n\n");
    REQUIRE(read.has_value());
    REQUIRE(read->size() == 1);
    CHECK(read->begin()->second.at(0).mark == 8);
    CHECK(read->begin()->second.at(0).text == "Two\nlines");
    const auto reason = [&](const std::string& line) { return app::samples_from_lines(library, "\n" + line).error().message; };
    CHECK(reason("{\"question\":\"gmp-model\",\"mark\":11,\"text\":\"a\"}") == "line 2: \"mark\" is no whole number from 0 to 10");
    CHECK(reason("{\"question\":\"gmp-model\",\"mark\":7.5,\"text\":\"a\"}") == "line 2: \"mark\" is no whole number from 0 to 10");
    CHECK(reason("{\"question\":\"gmp-model\",\"mark\":7}") == "line 2: \"question\" or \"text\" is missing or no text");
    CHECK(reason("{").starts_with("line 2: not a JSON object"));
    CHECK(reason("{\"question\":\"gmp-modle\",\"mark\":7,\"text\":\"a\"}").find("gmp-model") != std::string::npos);
}
