// Owns the tests of the closed word classes and of the embedded list.
#include "bot/grade/words.h"

#include "bot/grade/lexicon.h"
#include "tests/support/catch.h"

namespace bot::grade {
namespace {

TEST_CASE("the embedded list is searched from its first word to its last") {
    for (const char* known : {"a", "aardvark", "block", "goes", "mutable", "zygote"}) {
        INFO(known);
        CHECK(is_known_word(known));
    }
    for (const char* unknown : {"", "mutex", "goroutine", "blok", "zzzzzz", "aaaaaa", "block\n", "\n"}) {
        INFO(unknown);
        CHECK_FALSE(is_known_word(unknown));
    }
}

TEST_CASE("the list has one identity") {
    CHECK(known_words_fingerprint().size() == 32);
    CHECK(known_words_fingerprint() == known_words_fingerprint());
}

TEST_CASE("a word may belong to several classes") {
    CHECK((word_class("the") & kFunctionWord) != 0);
    CHECK((word_class("not") & (kFunctionWord | kNegator)) == (kFunctionWord | kNegator));
    CHECK((word_class("because") & (kClauseStart | kScopeEnd)) == (kClauseStart | kScopeEnd));
    CHECK((word_class("until") & kLimit) != 0);
    CHECK((word_class("seven") & kNumberWord) != 0);
    CHECK((word_class("uses") & kCommonVerb) != 0);
    CHECK(word_class("goroutine") == 0);
    CHECK(word_class("") == 0);
    CHECK(word_class("averyveryverylongword") == 0);
}

TEST_CASE("short forms are spelt out") {
    CHECK(expansion("dont") == "do not");
    CHECK(expansion("wouldnt") == "would not");
    CHECK(expansion("well").empty());
    CHECK(expansion("its").empty());
    CHECK(contraction("don", "t").suffix == "not");
    CHECK(contraction("don", "t").base_cut == 1);
    CHECK(contraction("won", "t").base_instead == "will");
    CHECK(contraction("o", "reilly").suffix.empty());
}

}  // namespace
}  // namespace bot::grade
