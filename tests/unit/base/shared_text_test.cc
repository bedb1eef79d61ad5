// Owns the tests of texts that many hold.
#include "bot/base/shared_text.h"

#include <optional>

#include "tests/support/catch.h"

using bot::SharedText;

TEST_CASE("a shared text lives as long as anybody holds it") {
    std::optional<SharedText> first = SharedText(std::string(100, 'x'));
    const SharedText second = *first;
    first.reset();
    CHECK(second.view() == std::string(100, 'x'));
    CHECK(SharedText().view().empty());
    CHECK(SharedText("short").view() == "short");
}

TEST_CASE("a text of the program is not copied") {
    static constexpr char kText[] = "there from the beginning";
    CHECK(SharedText::of_program(kText).view().data() == kText);
}

TEST_CASE("a shared text can be moved from and assigned") {
    SharedText text("one");
    const SharedText other = std::move(text);
    text = SharedText("two");
    CHECK(other.view() == "one");
    CHECK(text.view() == "two");
}
