// Tests of the quick YAML reader against the library: what it reads, the library reads the same.
#include "bot/script/plain_yaml.h"

#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using namespace bot::script;

namespace {

// Where "nothing" stands is a matter of taste.
void forget_places_of_nothing(YamlNode& node) {
    if (node.kind == YamlNode::Kind::kNull) node.place = {};
    for (YamlNode& item : node.items) forget_places_of_nothing(item);
}

enum class Verdict { kSame, kGivenUp, kDifferent };

Verdict compare(const std::string& text) {
    auto quick = read_plain_yaml(text);
    if (!quick) return Verdict::kGivenUp;
    const Source source = test::source("file.yaml", text);
    std::vector<Diagnostic> diagnostics;
    Report report{source, diagnostics};
    auto slow = read_yaml_by_library(report);
    if (!slow || !diagnostics.empty()) return Verdict::kDifferent;
    forget_places_of_nothing(*quick);
    forget_places_of_nothing(*slow);
    return *quick == *slow ? Verdict::kSame : Verdict::kDifferent;
}

}  // namespace

TEST_CASE("every shipped file is read quickly and as the library reads it") {
    for (const auto& source : test::read_sources(std::filesystem::path{VIVA_SOURCE_DIR} / "content")) {
        INFO(source.path);
        CHECK(compare(std::string(source.text.view())) == Verdict::kSame);
    }
}

TEST_CASE("plain layouts are read as the library reads them") {
    const char* const texts[] = {
        "# nothing\n",
        "a: 1\n",
        "a: 1 # why\nb: x#y\n",
        "a:\n  b:\n    c: 1\nd: 2\n",
        "a:\n- 1\n- 2\nb: 3\n",
        "a:\n  - 1\n  -\n    b: 2\n    c: 3\n  - d: 4\n    e: 5\n  - - 6\n    - 7\n",
        "- a\n- b: 1\n  c: 2\n",
        "a:\nb:\n",
        "a: # comment\n  b: 1\n",
        "a: [1, two words, 'three', \"four\", [5, {six: 7}]]\n",
        "a: [\n  1,\n  2 # two\n  , 3\n]\n",
        "{a: 1, b: [x, y], c: {d: e}}\n",
        "a: {}\nb: []\n",
        "a: [x: y]\n",
        "a: 'it''s'\nb: \"say \\\"hi\\\" \\\\w*\\n\"\n",
        "a: ~\nb: null\nc: [null, ~]\n",
        "a: |\n  one\n\n  two\n   three\nb: |-\n  x\n\nc: 1\n",
        "a:\n  - t: |-\n      one\n        two\n    u: 1\n",
        "a: |\n  one # no comment\n# a comment\nb: 1\n",
        "a: -1\nb: http://x.y/z\nc: a:b\nd: x - y\ne: 'x' # c\n",
        "a: b \n",
        "\n\na: 1\n\n\nb: 2\n\n",
        "a.b-c_d: 1\n1: 2\n",
    };
    for (const std::string text : texts) {
        INFO(text);
        CHECK(compare(text) != Verdict::kDifferent);
    }
    // Most of them must not be given up, or the reader would be for nothing.
    CHECK(std::count_if(std::begin(texts), std::end(texts), [](const char* text) { return compare(text) == Verdict::kSame; }) >= 20);
}

TEST_CASE("what is not plain is left to the library") {
    for (const std::string text : {"a: 1",
                                   "a: b \r\n",
                                   "a: &x 1\n",
                                   "a: *x\n",
                                   "a: !t 1\n",
                                   "a: 1\na: 2\n",
                                   "{a: 1, a: 2}\n",
                                   "a: b\n  c\n",
                                   "a: 'b\n  c'\n",
                                   "a: >\n  b\n",
                                   "a: |2\n  b\n",
                                   "a: |+\n  b\n",
                                   "---\na: 1\n",
                                   "a: 1\n...\n",
                                   "a: 1\n---\nb: 2\n",
                                   "%YAML 1.2\n",
                                   "a: [1\n",
                                   "a: {b}\n",
                                   "a: [1,]\n",
                                   "a: 1]\nb: [\n",
                                   "a: b: c\n",
                                   "a:\n\tb: 1\n",
                                   "a: x\ty\n",
                                   "a: 1\n  b: 2\n",
                                   "a:\n  b: 1\n c: 2\n",
                                   "- a\nb: 1\n",
                                   "a: \"\\x41\"\n",
                                   "? a\n: b\n",
                                   "a: @x\n",
                                   "a:1\n",
                                   "text\n",
                                   " a: 1\n",
                                   "a: |\n\n  x\n",
                                   "a: |\n  x\n     \n  y\n",
                                   "{a: 1} b\n",
                                   "{a: 1}\nb: 2\n",
                                   "a: 'b' c\n",
                                   "a: [b] c\n",
                                   "a: [b]: c\n",
                                   "\"a\": 1\n",
                                   "null: 1\n",
                                   "a: [b\n  c]\n",
                                   "a: [-\n]\n",
                                   "a: [\n---\n]\n",
                                   "a: {? b}\n"}) {
        INFO(text);
        CHECK_FALSE(read_plain_yaml(text));
    }
}

TEST_CASE("a question mark may stand in a plain text in brackets") {
    const auto tree = read_plain_yaml("a: [When would you not?, {b: drops?}]\n");
    REQUIRE(tree);
    CHECK(tree->items.at(0).items.at(0).text == "When would you not?");
    CHECK(tree->items.at(0).items.at(1).find("b")->text == "drops?");
}

TEST_CASE("limits of depth and number hold for the quick reader too") {
    std::string deep = "a: " + std::string(kMaxDepth - 1, '[') + "x" + std::string(kMaxDepth - 1, ']') + "\n";
    CHECK(compare(deep) == Verdict::kSame);
    deep.insert(3, "[").insert(deep.size() - 1, "]");
    CHECK_FALSE(read_plain_yaml(deep));
    std::string many = "a: [1";
    for (int i = 0; i < kMaxNodes; ++i) many += ", 1";
    CHECK_FALSE(read_plain_yaml(many + "]\n"));
}

TEST_CASE("small changes to real files never make the two readers differ") {
    constexpr std::string_view kSigns = "\n :-#'\"[]{},|&*!?@x\\";
    std::uint64_t state = 7;  // a fixed walk, the same on every machine
    const auto next = [&](std::size_t below) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>(state >> 33U) % below;
    };
    int same = 0;
    for (const auto& source : test::read_sources(std::filesystem::path{VIVA_SOURCE_DIR} / "tests" / "golden" / "dump" / "content")) {
        for (int i = 0; i < 400; ++i) {
            std::string text(source.text.view());
            for (std::size_t changes = 1 + next(3); changes > 0; --changes) {
                const std::size_t at = next(text.size());
                const char sign = kSigns[next(kSigns.size())];
                switch (next(3)) {
                    case 0: text[at] = sign; break;
                    case 1: text.insert(at, 1, sign); break;
                    default: text.erase(at, 1 + next(4)); break;
                }
            }
            const bool question_mark_in_brackets = text.find('?') != std::string::npos;  // the one thing they may differ in
            const Verdict verdict = compare(text);
            same += verdict == Verdict::kSame;
            if (verdict == Verdict::kDifferent && !question_mark_in_brackets) FAIL_CHECK(text);
        }
    }
    CHECK(same > 100);
}
