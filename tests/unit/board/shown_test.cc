#include <fmt/format.h>

#include "bot/base/text.h"
#include "bot/board/markup.h"
#include "tests/support/catch.h"

using bot::board::isolated;
using bot::board::Markup;
using bot::board::shown;

TEST_CASE("a name is shown on one line without what hides, moves or reorders text") {
    struct Case {
        std::string name, want;
    };
    const std::vector<Case> cases{
        {"Ana", "Ana"},
        {"", ""},
        {"  Ana \t\r\n Bo\u2028\u00A0\u3000Chi ", "Ana Bo Chi"},
        {std::string("A\0n\x1b[31ma\x7f\u0085\u0090", 14), "An[31ma"},
        {"\u202Eevil\u202C", "evil"},
        {"\u2066\u2067a\u2069\u2069\u200E\u200F\u061C", "a"},
        {"z\u200Be\u2060r\uFEFFo\u00AD", "zero"},
        {"\u200B\u2060", ""},
        {"\u3164\u115F \u2800\u200D", ""},
        {"\u0301", ""},
        {"\uFFFE\uFDD0x\U0001FFFF", "x"},
        {"a\xC3(b\xF0\x9F", "a\uFFFD(b\uFFFD"},
        {"Nguyễn", "Nguyễn"},
        {"Nguye\u0302\u0303n", "Nguye\u0302\u0303n"},
        {"👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽 ❤️", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 👍🏽 ❤️"},
        {"می\u200Cخواهم", "می\u200Cخواهم"},
        {"<b>&\"'", "<b>&\"'"},
    };
    for (const auto& [name, want] : cases) {
        INFO(name);
        CHECK(shown(name, 48) == want);
    }
}

TEST_CASE("a long name is cut between characters as people see them") {
    CHECK(shown("abcdef", 6) == "abcdef");
    CHECK(shown("abcdefg", 6) == "abcde…");
    CHECK(shown("abcde  ", 6) == "abcde");
    CHECK(shown("刘洋刘洋", 6) == "刘洋…");
    CHECK(shown("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 5) == "👩‍👩‍👧‍👦👩‍👩‍👧‍👦…");
    for (const std::string piece : {"x", "刘", "e\u0301", "👍🏽", "\u0301", "\u200D", " "}) {
        std::string name = "A";
        for (int i = 0; i < 5000; ++i) name += piece;
        const auto kept = shown(name, 48);
        INFO(piece);
        CHECK(bot::display_width(kept) <= 2 * 48);  // a skin tone counts there, but not here
        CHECK(kept.size() <= 48 * 12);
        CHECK(bot::is_utf8(kept));
    }
}

TEST_CASE("no more than four accents pile up on a letter") {
    std::string name = "Z";
    for (int i = 0; i < 100; ++i) name += "\u0336";
    CHECK(shown(name + "a", 48) == "Z\u0336\u0336\u0336\u0336a");
}

TEST_CASE("an isolated text keeps its direction to itself") { CHECK(isolated("עולם") == "\u2068עולם\u2069"); }

TEST_CASE("markup escapes every text and value") {
    Markup out;
    out.open("p", {{"title", "a\"b'<&>"}, {"size", 3}});
    out.text("<b>&amp;");
    out.leaf("span", {}, "'\"");
    out.empty("rect", {{"x", 1}});
    out.close();
    CHECK(std::move(out).done() == "<p title=\"a&quot;b&#39;&lt;&amp;&gt;\" size=\"3\">&lt;b&gt;&amp;amp;<span>&#39;&quot;</span><rect x=\"1\"/></p>\n");
}
