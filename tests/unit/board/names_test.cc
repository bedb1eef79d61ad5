// Owns the tests of names on a board: hostile, long and equal ones.
#include "bot/board/names.h"

#include "bot/base/text.h"
#include "tests/support/catch.h"
#include "tests/unit/board/stage.h"

using namespace bot::board;
using stage::Dice;
using stage::PersonId;

namespace {

Names apart(const std::vector<std::pair<int, std::string>>& people, int columns = kNameColumns) {
    std::vector<Named> named;
    for (const auto& [id, name] : people) named.push_back({PersonId{id}, name});
    return told_apart(named, columns);
}

}  // namespace

TEST_CASE("a name keeps what can be seen") {
    CHECK(clean_name("Đặng Thị Mai") == "Đặng Thị Mai");
    CHECK(clean_name("  Ann \t\n Lee ") == "Ann Lee");
    CHECK(clean_name("山田太郎") == "山田太郎");
    CHECK(clean_name("हिन्दी") == "हिन्दी");
    CHECK(clean_name("\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB") == "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB");  // 한 in three parts
    CHECK(clean_name("نیم\u200Cروز") == "نیم\u200Cروز");
    CHECK(clean_name("👩\u200D💻 Ada") == "👩\u200D💻 Ada");
    CHECK(clean_name("<script>alert(1)</script>") == "<script>alert(1)</script>");
}

TEST_CASE("a name cannot steer, hide, turn or smear the line") {
    CHECK(clean_name("a\x1B[31mb") == "a [31mb");
    CHECK(clean_name("a\u202Eb\u2066c\u200Fd\u061Ce") == "abcde");
    CHECK(clean_name("a\u200Bb\u2060c\uFEFFd\u00ADe") == "abcde");
    CHECK(clean_name("a\u2028b\u0085c") == "a b c");
    CHECK(clean_name("\u200D\u200C\u0301x\u200D") == "x");
    CHECK(clean_name("\u2800\u3164 \u115F").empty());
    CHECK(clean_name("\xFF\xFE") == "\uFFFD\uFFFD");
    std::string smear = "z";
    for (int i = 0; i < 100; ++i) smear += "\u0301";
    CHECK(clean_name(smear).size() == 1 + 4 * 2);
}

TEST_CASE("a long name is cut at a character that keeps its marks") {
    CHECK(clean_name("abcdefghij", 10) == "abcdefghij");
    CHECK(clean_name("abcdefghijk", 10) == "abcdefghi…");
    CHECK(clean_name("山田太郎", 7) == "山田太…");
    CHECK(clean_name("山田太郎", 6) == "山田…");
    CHECK(clean_name("abcd efgh", 6) == "abcd…");
    CHECK(clean_name("ab👩\u200D💻cd", 7) == "ab👩\u200D💻…");
    CHECK(clean_name("ab👩\u200D💻cd", 6) == "ab…");
    CHECK(clean_name("a🇻🇳🇻🇳", 4) == "a🇻🇳…");
    CHECK(clean_name("a🇻🇳🇻🇳", 3) == "a…");
    CHECK(clean_name("e\u0301e\u0301e\u0301", 2) == "e\u0301…");
    CHECK(clean_name(std::string(10'000, 'x')).size() == 63 + 3);
    CHECK(cut_to_columns("abc", 0).empty());
}

TEST_CASE("equal names are told apart, and the one who came first keeps theirs") {
    const auto names = apart({{7, "Anna"}, {3, "Anna"}, {9, "ANNA"}, {4, "Bo"}, {8, "An\u200Bna"}});
    CHECK(names.at(PersonId{3}) == "Anna");
    CHECK(names.at(PersonId{7}) == "Anna (2)");
    CHECK(names.at(PersonId{8}) == "Anna (3)");
    CHECK(names.at(PersonId{9}) == "ANNA (4)");
    CHECK(names.at(PersonId{4}) == "Bo");
}

TEST_CASE("somebody who calls themselves by another's suffix does not become that person") {
    const auto names = apart({{1, "Anna"}, {2, "Anna (2)"}, {3, "Anna"}, {4, "Anna (3)"}});
    CHECK(names.at(PersonId{2}) == "Anna (2)");
    CHECK(names.at(PersonId{3}) == "Anna (3)");
    CHECK(names.at(PersonId{4}) == "Anna (3) (2)");
}

TEST_CASE("a name of which nothing can be seen is the person's number") {
    CHECK(apart({{36, "\u200B"}}).at(PersonId{36}) == "#10");
    const auto names = apart({{1, "#10"}, {36, ""}});
    CHECK(names.at(PersonId{36}) == "#10 (2)");
}

TEST_CASE("long names that differ only at their end stay different when cut") {
    const auto names = apart({{1, "Constantinopolitan A"}, {2, "Constantinopolitan B"}}, 10);
    CHECK(names.at(PersonId{1}) == "Constanti…");
    CHECK(names.at(PersonId{2}) == "Const… (2)");
}

TEST_CASE("a name written from right to left stands between two marks, others as they are") {
    CHECK(kept_in_line("Ada") == "Ada");
    CHECK(kept_in_line("שרה") == "\u200Eשרה\u200E");
    CHECK(kept_in_line("Ada عمر") == "\u200EAda عمر\u200E");
}

TEST_CASE("any bytes give names that are valid, bounded, one line and different") {
    const std::vector<std::string> parts{"a", "A", "\x1B", "\xFF", "\u202E", "\u200B", "\u200D", "\u0301",   "山",
                                         "👩", "🇻", " ",    "\n",   "=",      "\"",     "(2)",    "\xF0\x9F", "ﷺ"};
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Dice dice{seed};
        std::vector<std::pair<int, std::string>> people;
        for (int i = dice.roll(40); i >= 0; --i) {
            std::string name;
            for (int k = dice.roll(6); k > 0; --k) name += parts[std::size_t(dice.roll(int(parts.size())))];
            people.emplace_back(dice.roll(60), name);
        }
        const int columns = 8 + dice.roll(60);
        const auto names = apart(people, columns);
        std::set<std::string> seen;
        for (const auto& [person, name] : names) {
            INFO(seed << ": " << name);
            CHECK(bot::is_utf8(name));
            CHECK(!name.empty());
            CHECK(bot::display_width(name) <= columns);
            CHECK(name.find_first_of("\n\r\t\x1B") == std::string::npos);
            CHECK(seen.insert(bot::fold(name)).second);
        }
    }
}
