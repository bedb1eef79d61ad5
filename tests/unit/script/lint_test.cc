// Tests of the advice that needs samples: it reads the development half only, and keeps quiet where it should.
#include "bot/script/lint.h"

#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using namespace bot::script;
using bot::grade::Split;
using List = std::vector<std::string>;

namespace {

// Words with a number that puts them into the wanted half.
std::string text_of(Split half, const std::string& words) {
    for (int i = 0;; ++i) {
        const std::string text = fmt::format("{} number {}", words, i);
        if (bot::grade::split_of(text) == half) return text;
    }
}

std::string samples(const std::vector<std::pair<int, std::string>>& marked) {
    std::string out = "samples:\n";
    for (const auto& [mark, text] : marked) out += fmt::format("  - {{mark: {}, style: any, text: \"{}\"}}\n", mark, text);
    for (int i = 0; i < 12; ++i) out += fmt::format("  - {{mark: 0, style: off, text: \"Nothing to say about it {}.\"}}\n", i);
    return out;
}

List advice(const std::string& question, const std::string& sample_text, bool strict = false) {
    const auto sources = test::root(question, {test::source("packs/demo/samples/helm.yaml", sample_text)});
    const auto compiled = compile(sources, {.samples = true, .patterns = true});
    REQUIRE(test::texts(compiled.diagnostics).empty());
    List out;
    for (const auto& one : lint(compiled, sources, {strict})) out.push_back(fmt::format("{}:{} {}", one.line, one.column, one.code));
    return out;
}

// A finished question with a point and a misconception.
std::string question(const std::string& match, const std::string& wrong) {
    return fmt::format(
        "id: helm\nprompt: What is Helm?\nkind: technical\nlevel: middle\nminutes: 3\nanswer: A package manager.\n"
        "references: [{{title: Helm, url: \"https://helm.sh\"}}]\nparts: {{what: [chart]}}\npoints:\n"
        "  - {{id: chart, weight: 3, want: A chart is a package., ask: \"What is it?\", hint: Think., match: {}}}\n"
        "misconceptions:\n  - {{id: wrong, weight: 2, claim: It is kubectl., challenge: \"Really?\", match: {}}}\n",
        match, wrong);
}

}  // namespace

TEST_CASE("a finished question with a matching sample needs no advice") {
    CHECK(advice(question("['charts are packages']", "['helm is kubectl']"), samples({{9, text_of(Split::kDev, "charts are packages")}})).empty());
}

TEST_CASE("a point that only the test half matches is reported: lint does not look there") {
    const auto text = question("['charts are packages']", "['helm is kubectl']");
    CHECK(advice(text, samples({{9, text_of(Split::kTest, "charts are packages")}})) == List{"10:5 V090"});
}

TEST_CASE("a misconception that fires on a strong answer is reported at its pattern, but not for the test half or a weak answer") {
    const auto text = question("['charts are packages']", "[something else, 'helm is kubectl']");
    const std::string both = "charts are packages and helm is kubectl";
    CHECK(advice(text, samples({{8, text_of(Split::kDev, both)}})) == List{"12:97 V091"});
    CHECK(advice(text, samples({{7, text_of(Split::kDev, both)}})).empty());
    CHECK(advice(text, samples({{9, text_of(Split::kDev, "charts are packages")}, {10, text_of(Split::kTest, both)}})).empty());
}

TEST_CASE("dead alternatives are told only when asked to be strict") {
    const auto text = question("['charts are packages', 'never said']", "['helm is kubectl']");
    const auto marked = samples({{9, text_of(Split::kDev, "charts are packages")}});
    CHECK(advice(text, marked).empty());
    CHECK(advice(text, marked, true) == List{"10:122 V092"});
}

TEST_CASE("what people would miss is told without samples too") {
    const auto sources = test::root(test::question_text());
    const auto compiled = compile(sources, {.samples = true, .patterns = true});
    List codes;
    for (const auto& one : lint(compiled, sources, {})) codes.push_back(one.code);
    CHECK(codes == List{"V095", "V093", "V094", "V094", "V094"});
}
