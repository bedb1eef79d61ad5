// Owns the tests of the message catalogue.
#include "bot/base/catalogue.h"

#include "tests/support/catch.h"

using namespace bot;

namespace {
Catalogue catalogue() {
    return {"en",
            {{"plain", {"All well.", ""}},
             {"styled", {"**{count} points** for *you*, type `hint`", ""}},
             {"plural", {"{count} questions", "one question"}},
             {"open", {"a ** b, 2 * 3 * 4, `tick and {missing}", ""}},
             {"escaped", {R"(\*not this\*, \{count\}, a\b, \`x\`)", ""}},
             {"strong", {"**{name}**", ""}}}};
}
}  // namespace

TEST_CASE("a text is found by its key and a missing key is shown, not a crash") {
    CHECK(catalogue().text("plain") == "All well.");
    CHECK(catalogue().text("absent.key") == "[absent.key]");
    CHECK(catalogue().has("plain"));
    CHECK_FALSE(catalogue().has("absent.key"));
    CHECK(Catalogue{}.text("x") == "[x]");
}

TEST_CASE("marks become styled runs") {
    const std::vector<Run> expected{
        {Style::kStrong, "7 points"}, {Style::kPlain, " for "}, {Style::kEmphasis, "you"}, {Style::kPlain, ", type "}, {Style::kCode, "hint"}};
    CHECK(catalogue().runs("styled", {{"count", 7}}) == expected);
    CHECK(catalogue().text("styled", {{"count", 7}}) == "7 points for you, type hint");
}

TEST_CASE("the plural form follows the argument count") {
    CHECK(catalogue().text("plural", {{"count", 1}}) == "one question");
    CHECK(catalogue().text("plural", {{"count", 0}}) == "0 questions");
    CHECK(catalogue().text("plural", {{"count", 21}}) == "21 questions");
    CHECK(catalogue().text("plural") == "{count} questions");
}

TEST_CASE("marks without a partner and arguments that are not given stay as they are") {
    CHECK(catalogue().text("open") == "a ** b, 2 * 3 * 4, `tick and {missing}");
    CHECK(catalogue().text("escaped", {{"count", 1}}) == R"(*not this*, {count}, a\b, `x`)");
}

TEST_CASE("an argument is never read as markup") {
    const std::vector<Run> expected{{Style::kStrong, "**x** {name} `y`"}};
    CHECK(catalogue().runs("strong", {{"name", "**x** {name} `y`"}}) == expected);
    CHECK(catalogue().text("strong", {{"name", ""}}).empty());
}
