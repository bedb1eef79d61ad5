// Owns the tests of bot/base/text.
#include "bot/base/text.h"

#include "tests/support/catch.h"

using namespace bot;

TEST_CASE("well-formed UTF-8 is recognised and ill-formed is not") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("plain, Zażółć, 漢字, 😀"));
    CHECK_FALSE(is_utf8("\x80"));              // stray continuation
    CHECK_FALSE(is_utf8("\xC0\xAF"));          // overlong
    CHECK_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
    CHECK_FALSE(is_utf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
    CHECK_FALSE(is_utf8("caf\xC3"));           // cut
}

TEST_CASE("an ill-formed stretch becomes one U+FFFD for each maximal subpart") {
    CHECK(to_utf8("caf\xC3\xA9") == "caf\xC3\xA9");
    CHECK(to_utf8("a\xFF"
                  "b") ==
          "a\xEF\xBF\xBD"
          "b");
    // The example of Unicode 15, table 3-11.
    CHECK(to_utf8("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\x41");
    CHECK(is_utf8(to_utf8("\xF0\x9F\x98\xFE\xED\xA0\x80\xC0")));
}

TEST_CASE("a prefix never cuts a character") {
    CHECK(utf8_prefix("abc", 5) == "abc");
    CHECK(utf8_prefix("abc", 2) == "ab");
    CHECK(utf8_prefix("a\xC3\xA9", 2) == "a");
    CHECK(utf8_prefix("\xF0\x9F\x98\x80x", 3).empty());
    CHECK(utf8_prefix("\xF0\x9F\x98\x80x", 4) == "\xF0\x9F\x98\x80");
    CHECK(utf8_prefix(std::string(9, '\x80'), 6).size() == 6);
}

TEST_CASE("width counts columns, not bytes") {
    CHECK(display_width("") == 0);
    CHECK(display_width("abc") == 3);
    CHECK(display_width("Ż") == 1);
    CHECK(display_width("漢字") == 4);
    CHECK(display_width("e\xCC\x81") == 1);  // combining acute
    CHECK(display_width("a\tb\n") == 2);
    CHECK(display_width("\xFF") == 1);  // shown as U+FFFD
}

TEST_CASE("trim and split work on ASCII separators only") {
    CHECK(trim(" \t a b\r\n") == "a b");
    CHECK(trim(" \n ").empty());
    CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
    CHECK(to_lower_ascii("ÀB-Z9") == "Àb-z9");
}

TEST_CASE("fold makes names that look the same equal") {
    CHECK(fold("  Go\tDeveloper \n") == "go developer");
    CHECK(fold("Straße") == fold("STRASSE"));
    CHECK(fold("ﬁne ①") == "fine 1");
    CHECK(fold("\xC2\xA0"
               "a\xE2\x80\x83"
               "b") == "a b");
    CHECK(fold("e\xCC\x81") == fold("\xC3\x89"));
    CHECK(fold("\xFF") == "\xEF\xBF\xBD");
    CHECK(fold("").empty());
}
