// Owns the tests of text made safe to show.
#include "bot/base/plain.h"

#include "tests/support/catch.h"

using bot::plain;

TEST_CASE("text that could steer a terminal is made visible instead") {
    struct Row {
        std::string given;
        std::string shown;
    };
    const Row row = GENERATE(Row{"plain words, Điều khiển, 漢字, 👩‍💻", "plain words, Điều khiển, 漢字, 👩‍💻"},
                             Row{"\x1b[31mred\x1b[0m", "^[[31mred^[[0m"}, Row{"\x1b]0;title\x07", "^[]0;title^G"},
                             Row{"a\x7f"
                                 "b",
                                 "a^?b"},
                             Row{std::string("a\0b", 3), "a^@b"}, Row{"a\tb\nc", "a\tb\nc"}, Row{"one\r\ntwo\rthree", "one\ntwo\nthree"}, Row{"end\r", "end\n"},
                             Row{"\xc2\x9b"
                                 "31m",
                                 "\uFFFD31m"},
                             Row{"a\u202Eb\u2066c", "a\uFFFDb\uFFFDc"}, Row{"a\u2028b", "a\nb"}, Row{"\uFEFFa", "a"},
                             Row{"\xff\xfe"
                                 "a\xe4\xb8",
                                 "\uFFFD\uFFFDa\uFFFD"},
                             Row{"", ""});
    CHECK(plain(row.given) == row.shown);
    CHECK(plain(row.shown) == row.shown);
}

TEST_CASE("no byte string leaves a control character behind") {
    int left = 0;
    for (int a = 0; a < 256; ++a) {
        for (int b = 0; b < 256; ++b) {
            const std::string shown = plain(std::string{char(a), char(b), '[', 'A'});
            for (std::size_t i = 0; i < shown.size(); ++i) {
                const auto c = static_cast<unsigned char>(shown[i]);
                if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7F) ++left;
                if (c == 0xC2 && static_cast<unsigned char>(shown[i + 1]) < 0xA0) ++left;
            }
        }
    }
    CHECK(left == 0);
}

TEST_CASE("an error line stays one line") { CHECK(bot::plain_line("a\nb\r\nc\td\x1b[2J\u2028e") == "a b c d^[[2J e"); }
