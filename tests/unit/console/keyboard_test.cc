#include "adapters/console/keyboard.h"

#include "tests/support/catch.h"

using adapters::console::KeyBuffer;
using adapters::console::narrow;
using adapters::console::widen;

TEST_CASE("text goes to wide characters and back") {
    for (const std::string text : {"", "abc", "Điều khiển", "漢字", "👩‍💻", "\U0010FFFF"}) CHECK(narrow(widen(text)) == text);
    CHECK(widen("\xff"
                "a") ==
          L"\uFFFD"
          "a");
    CHECK(narrow(std::wstring(1, wchar_t(0xD800))) == "\uFFFD");
    CHECK(narrow(std::wstring(1, wchar_t(0x110000))) == "\uFFFD");
}

TEST_CASE("keys arrive by character, however the bytes are split") {
    KeyBuffer keys;
    CHECK_FALSE(keys.whole());
    keys.add("a\xe6\xbc");
    REQUIRE(keys.whole());
    CHECK(keys.next() == L'a');
    CHECK_FALSE(keys.whole());
    keys.add("\xa2");
    REQUIRE(keys.whole());
    CHECK(keys.next() == L'漢');
    CHECK(keys.empty());
    keys.add(
        "\xe6"
        "b\xff");
    CHECK(keys.next() == L'\uFFFD');
    CHECK(keys.next() == L'b');
    CHECK(keys.next() == L'\uFFFD');
    CHECK(keys.empty());
}

TEST_CASE("a burst of text is taken at once, single keys and escape sequences are not") {
    KeyBuffer keys;
    keys.add("short");
    CHECK(keys.take_burst().empty());
    while (!keys.empty()) keys.next();
    keys.add("this was pasted, surely\nwith two lines\n\x1b[A漢");
    CHECK(keys.take_burst() == "this was pasted, surely\nwith two lines");
    CHECK(keys.next() == L'\n');
    CHECK(keys.next() == 0x1B);
    CHECK(keys.next() == L'[');
    CHECK(keys.next() == L'A');
    CHECK(keys.next() == L'漢');
    keys.add("\x1b[200~a paste that is long enough for a burst");
    CHECK(keys.next() == 0x1B);
    CHECK(keys.take_burst().empty());
    for (int i = 0; i < 5; ++i) {
        CHECK(keys.take_burst().empty());
        keys.next();
    }
    CHECK(keys.take_burst() == "a paste that is long enough for a burst");
}

TEST_CASE("a burst does not cut a character") {
    KeyBuffer keys;
    keys.add("sixteen bytes and a \xe6\xbc");
    CHECK(keys.take_burst() == "sixteen bytes and a ");
    keys.add("\xa2");
    CHECK(keys.next() == L'漢');
}

TEST_CASE("a bracketed paste is taken up to its end, which may arrive in two parts") {
    KeyBuffer keys;
    bool ended = true;
    keys.add("one\rtwo\x1b[20");
    CHECK(keys.take_paste(&ended) == "one\rtwo");
    CHECK_FALSE(ended);
    keys.add("1~x");
    CHECK(keys.take_paste(&ended).empty());
    CHECK(ended);
    CHECK(keys.next() == L'x');
    keys.add("a\x1b[31mb\x1b[201~");
    CHECK(keys.take_paste(&ended) == "a\x1b[31mb");
    CHECK(ended);
    CHECK(keys.empty());
}
