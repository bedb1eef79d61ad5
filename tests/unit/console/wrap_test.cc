#include "adapters/console/wrap.h"

#include "bot/base/text.h"
#include "tests/support/catch.h"

using adapters::console::Line;
using adapters::console::Piece;
using adapters::console::width_of;
using adapters::console::wrap;

namespace {

std::vector<std::string> wrapped(const std::string& text, int width) {
    std::vector<std::string> out;
    for (const auto& line : wrap({{text, 0}}, width)) {
        out.emplace_back();
        for (const auto& piece : line) out.back() += piece.text;
    }
    return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("text breaks where it may") {
    struct Row {
        const char* why;
        std::string text;
        int width;
        Lines lines;
    };
    const Row row = GENERATE(Row{"it fits", "one two", 7, {"one two"}}, Row{"at a space", "one two", 6, {"one", "two"}}, Row{"nothing", "", 10, {""}},
                             Row{"spaces count as one", "  one \t  two  ", 20, {"one two"}}, Row{"line ends always break", "a\n\nb\n", 20, {"a", "", "b", ""}},
                             Row{"a long word is cut", "abcdefghij", 4, {"abcd", "efgh", "ij"}},
                             Row{"a long word starts on its own line", "ab cdefgh", 4, {"ab", "cdef", "gh"}},
                             Row{"what is left of a long word is gone on with", "abcdef gh", 5, {"abcde", "f gh"}},
                             Row{"a long word is cut behind a separator", "https://go.dev/ref/mem#model", 12, {"https://go.", "dev/ref/", "mem#model"}},
                             Row{"words with hyphens stay whole", "say at-least-once", 14, {"say", "at-least-once"}},
                             Row{"wide characters count two and break between", "漢字漢字", 5, {"漢字", "漢字"}},
                             Row{"wide punctuation stays with its character", "漢字。字", 4, {"漢", "字。", "字"}},
                             Row{"an opening bracket stays with what follows", "字「漢」", 6, {"字", "「漢」"}},
                             Row{"a mark stays with its letter", "e\u0301e\u0301e\u0301", 2, {"e\u0301e\u0301", "e\u0301"}},
                             Row{"Vietnamese", "Điều khiển đồng thời", 10, {"Điều khiển", "đồng thời"}},
                             Row{"joined emoji stay one", "ab 👩‍💻 cd", 7, {"ab 👩‍💻", "cd"}}, Row{"a flag stays one", "a🇻🇳🇫🇷", 3, {"a🇻🇳", "🇫🇷"}},
                             Row{"a no-break space holds", "a b\u00A0c", 4, {"a", "b\u00A0c"}}, Row{"a character wider than the line", "漢", 1, {"漢"}},
                             Row{"no width at all", "ab", 0, {"a", "b"}});
    INFO(row.why);
    CHECK(wrapped(row.text, row.width) == row.lines);
}

TEST_CASE("rows above the end of what was typed") {
    using adapters::console::rows_above_end;
    CHECK(rows_above_end("", 10) == 0);
    CHECK(rows_above_end("123456789", 10) == 0);
    CHECK(rows_above_end("1234567890", 10) == 1);
    CHECK(rows_above_end("12345678901", 10) == 1);
    CHECK(rows_above_end("12345678901\n1\n", 10) == 3);
    CHECK(rows_above_end("漢字漢字漢", 10) == 1);
    CHECK(rows_above_end("a\tb", 8) == 1);
    CHECK(rows_above_end("ab", 0) == 2);
}

TEST_CASE("looks are carried over breaks and words of two looks are not torn") {
    const std::vector<Piece> pieces{{"a ", 0}, {"bold", 1}, {"er than", 0}, {" code", 2}};
    CHECK(wrap(pieces, 8) == std::vector<Line>{{{"a ", 0}, {"bold", 1}, {"er", 0}}, {{"than", 0}}, {{"code", 2}}});
}

TEST_CASE("no line is too wide and no character is lost, for any width") {
    const std::string text =
        "The sender 漢字、blocks「until」 a/very/long/path/with/no/end and Điều\u0301 👩‍💻👍🏽 supercalifragilistic 🇻🇳🇻🇳";
    std::string letters = text;
    letters.erase(std::remove(letters.begin(), letters.end(), ' '), letters.end());
    for (int width = 8; width < 120; ++width) {
        std::string seen;
        for (const auto& line : wrap({{text, 0}}, width)) {
            CAPTURE(width);
            CHECK(width_of(line) <= width);
            for (const auto& piece : line) seen += piece.text;
        }
        seen.erase(std::remove(seen.begin(), seen.end(), ' '), seen.end());
        CHECK(seen == letters);
    }
}
