// Tests of the YAML reader: what the tree looks like, where things stand, and what is refused.
#include "bot/script/yaml_document.h"

#include "bot/script/codes.h"
#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using bot::script::Diagnostic;
using bot::script::Place;
using bot::script::Report;
using bot::script::Source;
using bot::script::YamlNode;

namespace {

struct Read {
    std::optional<YamlNode> tree;
    std::vector<Diagnostic> diagnostics;
};

Read read(const std::string& text) {
    const Source source = test::source("file.yaml", text);
    Read out;
    Report report{source, out.diagnostics};
    out.tree = bot::script::read_yaml(report);
    return out;
}

std::vector<std::string> refusals(const std::string& text) { return test::places(read(text).diagnostics); }

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("a document becomes a tree with places") {
    const auto [tree, diagnostics] = read("# comment\na: one\nb:\n  - {c: 'it''s', d: [1, \"2\"]}\ne: |\n  text\n");
    REQUIRE(diagnostics.empty());
    REQUIRE(tree);
    CHECK(tree->kind == YamlNode::Kind::kMap);
    REQUIRE(tree->keys.size() == 3);
    CHECK(tree->keys[1].place == Place{3, 1});
    const YamlNode* a = tree->find("a");
    REQUIRE(a != nullptr);
    CHECK(a->text == "one");
    CHECK_FALSE(a->quoted);
    CHECK(a->place == Place{2, 4});
    const YamlNode& entry = tree->find("b")->items.at(0);
    CHECK(entry.flow);
    CHECK(entry.place == Place{4, 5});
    CHECK(entry.find("c")->text == "it's");
    CHECK(entry.find("c")->quoted);
    CHECK(entry.find("d")->items.at(0).text == "1");
    CHECK_FALSE(entry.find("d")->items.at(0).quoted);
    CHECK(entry.find("d")->items.at(1).quoted);
    CHECK(tree->find("e")->text == "text\n");
    CHECK(tree->find("e")->quoted);
    CHECK(tree->find("f") == nullptr);
}

TEST_CASE("a byte order mark and Windows line ends change nothing") {
    const auto [tree, diagnostics] = read(
        "\xEF\xBB\xBF"
        "a: 1\r\nb: \"x\"\r\n");
    REQUIRE(diagnostics.empty());
    CHECK(tree->find("a")->place == Place{1, 4});
    CHECK(tree->find("b")->place == Place{2, 4});
    CHECK(tree->find("b")->text == "x");
}

TEST_CASE("an empty file is a null node") {
    for (const std::string text : {"", "\n\n", "# only a comment\n"}) {
        const auto [tree, diagnostics] = read(text);
        REQUIRE(tree);
        CHECK(tree->kind == YamlNode::Kind::kNull);
        CHECK(diagnostics.empty());
    }
}

TEST_CASE("anchors, aliases and tags are refused wherever they stand") {
    CHECK(refusals("a: &x 1\n") == List{"1:4 V005"});
    CHECK(refusals("&k a: 1\n") == List{"1:1 V005"});
    CHECK(refusals("a: &x\nb: 1\n") == List{"1:4 V005"});
    CHECK(refusals("a: &x 1\nb: *x\n") == List{"1:4 V005", "2:4 V005"});
    CHECK(refusals("a: *nobody\n") == List{"1:4 V005"});
    CHECK(refusals("&a [*a]\n") == List{"1:1 V005", "1:5 V005"});
    CHECK(refusals("a: !!int 3\n") == List{"1:4 V006"});
    CHECK(refusals("a: ! x\n") == List{"1:4 V006"});
    CHECK(refusals("!t a: 1\n") == List{"1:1 V006"});
    CHECK(refusals("a: !t\nb: 1\n") == List{"1:4 V006"});
    CHECK(refusals("a: !<tag:x> [1]\n") == List{"1:4 V006"});
    CHECK(refusals("%YAML 1.2\n---\na: 1\n") == List{"1:1 V006"});
    CHECK(refusals("# c\n%TAG ! tag:x\n---\na: 1\n") == List{"2:1 V006"});
    CHECK(refusals("a: \"&x\"\nb: '*x'\nc: '!x'\nd: x & y * z !\n").empty());
}

TEST_CASE("duplicate keys are refused and the first one counts") {
    const auto [tree, diagnostics] = read("a: 1\nb: 2\na: 3\n");
    CHECK(test::places(diagnostics) == List{"3:1 V007"});
    REQUIRE(tree);
    CHECK(tree->keys.size() == 2);
    CHECK(tree->find("a")->text == "1");
    CHECK(refusals("{a: 1, 'a': 2}") == List{"1:8 V007"});
    std::string many;
    for (int i = 0; i < 40; ++i) many += fmt::format("k{}: 1\n", i);
    CHECK(refusals(many).empty());
    CHECK(refusals(many + "k3: 1\n") == List{"41:1 V007"});
    CHECK(refusals(many + "k39: 1\n") == List{"41:1 V007"});
}

TEST_CASE("anything after the first document is refused") {
    CHECK(refusals("a: 1\n---\nb: 2\n") == List{"2:1 V008"});
    CHECK(refusals("a: 1\n---\n") == List{"2:1 V008"});
    CHECK(refusals("a: 1\n...\nb: 2\n") == List{"3:1 V008"});
    CHECK(refusals("{a: 1} b\n") == List{"1:8 V008"});
    CHECK(refusals("{a: 1}\nb: 2\n") == List{"2:1 V008"});
    CHECK(refusals("{a: 1}\n]\n") == List{"2:1 V001"});
    CHECK(refusals("\"a\"\n...\n]\n") == List{"3:1 V001"});
    CHECK(refusals("---\na: 1\n...\n").empty());
    const auto [tree, diagnostics] = read("a\n]\n");  // one plain text for the library: no map, so the tables refuse it
    REQUIRE(tree);
    CHECK(tree->kind == YamlNode::Kind::kScalar);
}

TEST_CASE("an endless list of commas is refused at once") { CHECK_FALSE(refusals(",").empty()); }

TEST_CASE("depth is limited while reading") {
    const auto nested = [](int depth) {
        return "a: " + std::string(static_cast<std::size_t>(depth), '[') + "x" + std::string(static_cast<std::size_t>(depth), ']') + "\n";
    };
    CHECK(refusals(nested(bot::script::kMaxDepth - 1)).empty());
    CHECK(refusals(nested(bot::script::kMaxDepth)) == List{fmt::format("1:{} V004", 4 + bot::script::kMaxDepth - 1)});
    CHECK(refusals(nested(200'000)) == List{fmt::format("1:{} V004", 4 + bot::script::kMaxDepth - 1)});
    std::string blocks;
    for (int i = 0; i < 500; ++i) blocks += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
    CHECK(refusals(blocks) == List{"33:33 V004"});
}

TEST_CASE("size is limited") {
    CHECK(refusals("a: " + std::string(bot::script::kMaxFileBytes, 'x')) == List{"0:0 V003"});
    std::string fits = "a: " + std::string(bot::script::kMaxFileBytes - 4, 'x') + "\n";
    CHECK(refusals(fits).empty());
    std::string many = "a: [";
    for (int i = 0; i < bot::script::kMaxNodes; ++i) many += "1,";
    CHECK(refusals(many + "1]\n").size() == 1);
    CHECK(refusals(many + "1]\n").front().ends_with("V003"));
}

TEST_CASE("bytes that no text file has are refused") {
    CHECK(refusals("a: \xE9\n") == List{"1:4 V002"});
    CHECK(refusals("a: 1\nb: \xC3\xA4\xE9\n") == List{"2:5 V002"});
    CHECK(refusals(std::string{"a: 1\nb: \0\n", 10}) == List{"2:4 V002"});
    CHECK(refusals("a: 1\n\x04\nb: 2\n") == List{"2:1 V002"});
    CHECK(refusals("a: 1\rb: 2\n") == List{"1:5 V002"});
    CHECK(refusals("a: x\x7F\n") == List{"1:5 V002"});
    CHECK(refusals("a: |\n  x\ty\n").empty());
}

TEST_CASE("what the library takes for a text is refused when its quote is never closed") {
    CHECK(refusals("a: \"x\n") == List{"1:4 V001"});
    CHECK(refusals("a: 'it''s\n") == List{"1:4 V001"});
    CHECK(refusals("a: \"x\\\"\n") == List{"1:4 V001"});
    CHECK(refusals("a: 'x'").empty());
    CHECK(refusals("a: \"x\\\\\"").empty());
    CHECK(refusals("a: 'x''y'\nb: \"p\n  q\"\n").empty());
}

TEST_CASE("broken YAML is told in plain words at its place") {
    const auto message = [](const std::string& text) { return read(text).diagnostics.at(0).message; };
    CHECK(refusals("a: b: c\n") == List{"1:5 V001"});
    CHECK(message("a: @x\n") == "'@' cannot stand in a plain text here: put the text in quotes");
    CHECK(message("a: \"\\d\"\n") == "no escape '\\d' exists in double quotes: write '\\\\d', or use single quotes");
    CHECK(message("a: [1, 2\n") == "a '[' is not closed, or a ',' is missing");
    CHECK(message("a: {b: 1\n") == "a '{' is not closed, or a ',' is missing");
    CHECK(message("a: 1\n]\n") == "this bracket closes nothing: quote the text if it holds one");
    CHECK(refusals("a:\n\tb: 1\n") == List{"2:1 V009"});
    CHECK(refusals("? [a, b]\n: c\n") == List{"1:3 V001"});
    CHECK(refusals("[{[a]: b}]\n") == List{"1:3 V001"});
    CHECK(refusals(": 1\n") == List{"1:1 V001"});
}
