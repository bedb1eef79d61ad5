// Tests of the arithmetic of places, excerpts and the text forms of diagnostics.
#include "bot/script/report.h"

#include "bot/script/codes.h"
#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using namespace bot::script;

namespace {

Diagnostic reported(const std::string& text, Place place, std::string_view code = kBadYaml) {
    const Source source = test::source("dir/file.yaml", text);
    std::vector<Diagnostic> diagnostics;
    Report report{source, diagnostics};
    report.add(code, place, "something is wrong");
    return diagnostics.at(0);
}

}  // namespace

TEST_CASE("a diagnostic shows the line and a caret under the place") {
    CHECK(to_text(reported("a: 1\nbee: 2\n", {2, 6})) == "dir/file.yaml:2:6: error V001: something is wrong\n    bee: 2\n         ^");
    CHECK(to_text(reported("a: 1\n", {})) == "dir/file.yaml: error V001: something is wrong");
    CHECK(to_text(reported("a: 1\n", {1, 1}, kUnknownFile)) == "dir/file.yaml:1:1: warning V010: something is wrong\n    a: 1\n    ^");
}

TEST_CASE("columns count characters, not bytes") {
    const auto one = reported("\xC3\xA4\xC3\xA4: x\n", {1, 7});
    CHECK(one.column == 5);
    CHECK(one.caret == 5);
}

TEST_CASE("a long line is cut around the caret") {
    const std::string line = fmt::format("{0:a>200}X{0:b>200}", "");
    const auto one = reported(line + "\n", {1, 201});
    CHECK(one.column == 201);
    CHECK(one.excerpt.size() < 140);
    REQUIRE(one.caret >= 1);
    CHECK(one.excerpt[static_cast<std::size_t>(one.caret) - 1] == 'X');
    const auto last = reported(line + "\n", {1, 401});
    CHECK(last.excerpt[static_cast<std::size_t>(last.caret) - 1] == 'b');
    const auto first = reported(line + "\n", {1, 1});
    CHECK(first.caret == 1);
    CHECK(first.excerpt.ends_with("..."));
}

TEST_CASE("what is shown is one line of valid UTF-8 without control characters") {
    const auto one = reported("a:\tx\xE9y\n", {1, 4});
    CHECK(one.excerpt == "a: x\xEF\xBF\xBDy");
}

TEST_CASE("places far outside are survived") {
    CHECK(reported("a: 1\n", {99, 5}).excerpt.empty());
    CHECK(reported("a: 1\n", {1, 99}).caret == 5);
}

TEST_CASE("a file has at most so many diagnostics and says so") {
    const Source source = test::source("file.yaml", "a: 1\n");
    std::vector<Diagnostic> diagnostics;
    Report report{source, diagnostics};
    for (int i = 0; i < 200; ++i) report.add(kUnknownFile, {1, 1}, "x");
    CHECK(report.full());
    CHECK(diagnostics.size() == std::size_t(kMaxDiagnosticsPerFile) + 1);
    CHECK(diagnostics.back().code == kTooManyProblems);
}

TEST_CASE("an offset in a quoted text finds its column") {
    //                        1234567890123456
    CHECK(place_inside("a: bcdef\n", {1, 4}, 2) == Place{1, 6});
    CHECK(place_inside("a: 'bcdef'\n", {1, 4}, 2) == Place{1, 7});
    CHECK(place_inside("a: 'b''cdef'\n", {1, 4}, 3) == Place{1, 9});
    CHECK(place_inside("a: 'b'\n", {1, 4}, 1) == Place{1, 6});
    CHECK(place_inside("a: \"b\\\\cd\"\n", {1, 4}, 2) == Place{1, 8});
    CHECK(place_inside("a: \"\\u00e4x\"\n", {1, 4}, 2) == Place{1, 11});
    CHECK(place_inside("a: \"b\\\n  cd\"\n", {1, 4}, 1) == Place{1, 6});
    CHECK(place_inside("a: 'b\n  cd'\n", {1, 4}, 3) == Place{2, 4});
    CHECK(place_inside("a: 'b\n\n  cd'\n", {1, 4}, 3) == Place{3, 4});
    CHECK(place_inside("a: |\n  bcd\n", {1, 4}, 2) == Place{1, 4});
    CHECK(place_inside("a: 'b'\n", {1, 4}, 9) == Place{1, 4});
    CHECK(place_inside("a: 'b'\n", {7, 4}, 1) == Place{7, 4});
}

TEST_CASE("GitHub's form escapes what GitHub reads") {
    Diagnostic one;
    one.code = "V020";
    one.file = "a,b:c.yaml";
    one.line = 3;
    one.column = 5;
    one.message = "100% wrong\nreally";
    CHECK(to_github(one) == "::error file=a%2Cb%3Ac.yaml,line=3,col=5,title=V020::100%25 wrong%0Areally");
    one.severity = Severity::kWarning;
    one.line = 0;
    CHECK(to_github(one) == "::warning file=a%2Cb%3Ac.yaml,title=V020::100%25 wrong%0Areally");
}

TEST_CASE("diagnostics sort by place and lose their doubles") {
    Diagnostic a, b;
    a.file = b.file = "f";
    a.line = 2;
    b.line = 1;
    std::vector<Diagnostic> all{a, b, a};
    sort_unique(all);
    REQUIRE(all.size() == 2);
    CHECK(all[0].line == 1);
    CHECK(has_errors(all));
    for (auto& one : all) one.severity = Severity::kWarning;
    CHECK_FALSE(has_errors(all));
}
