// Tests of what ties the files of a content root together.
#include "bot/script/content.h"

#include "bot/script/guard.h"
#include "bot/script/layout.h"
#include "bot/script/names.h"
#include "bot/script/skeleton.h"
#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using namespace bot::script;
using bot::grade::PatternNode;
using List = std::vector<std::string>;

namespace {

// The codes that compiling yields, in order of place.
List codes(const std::vector<Source>& sources, Options options = {}) {
    List out;
    for (const auto& one : compile(sources, options).diagnostics) out.push_back(one.code);
    return out;
}

}  // namespace

TEST_CASE("the shipped content compiles without an error") {
    const auto sources = test::read_sources(std::filesystem::path{VIVA_SOURCE_DIR} / "content");
    const auto compiled = compile(sources, {.samples = true});
    std::string errors;
    for (const auto& one : compiled.diagnostics) {
        if (one.severity == Severity::kError) errors += to_text(one) + "\n";
    }
    CHECK(errors.empty());
    CHECK(errors == "");
    REQUIRE_FALSE(compiled.content.packs.empty());
    CHECK(compiled.content.scripts.size() >= 2);
    CHECK_FALSE(compiled.content.catalogue.entries().empty());
}

TEST_CASE("every correction in the list of facts is held against the mistake that it names") {
    const auto sources = test::read_sources(std::filesystem::path{VIVA_SOURCE_DIR} / "content");
    const auto compiled = compile(sources, {});
    const std::string facts = test::read_file(std::filesystem::path{VIVA_SOURCE_DIR} / "content" / "FACTS.md");
    int rows = 0;
    for (auto at = facts.find("| `"); at != std::string::npos; at = facts.find("| `", at + 1)) {
        const std::string row = facts.substr(at + 3, facts.find("` |", at + 3) - at - 3);
        INFO(row);
        const std::string id = row.substr(0, row.find('`'));
        const std::string wrong = row.substr(row.rfind('`') + 1);
        ++rows;
        bool found = false;
        for (const auto& pack : compiled.content.packs) {
            for (const auto& question : pack.questions) {
                if (question.id != id) continue;
                for (const auto& one : question.misconceptions) found = found || (one.id == wrong && !one.challenge.empty());
            }
        }
        CHECK(found);
    }
    CHECK(rows >= 30);
}

TEST_CASE("patterns are read with their operators, windows and places") {
    const auto compiled =
        compile(test::root(test::question_text("[a b, {near: [c, d], words: 3}, {all: [{any: [e, f]}], not: [g], within: clause}, {order: [h, i]}]")), {});
    REQUIRE(compiled.diagnostics.empty());
    const auto& match = compiled.content.packs.at(0).questions.at(0).points.at(0).match;
    REQUIRE(match.size() == 4);
    CHECK(match[0].op == PatternNode::Op::kPhrase);
    CHECK(match[0].phrase == "a b");
    CHECK(match[0].place == bot::grade::Place{11, 13});
    CHECK(match[1].op == PatternNode::Op::kNear);
    CHECK(match[1].words == 3);
    CHECK(match[1].items.at(1).phrase == "d");
    CHECK(match[2].op == PatternNode::Op::kAll);
    CHECK(match[2].within == bot::grade::Window::kClause);
    CHECK(match[2].none.at(0).phrase == "g");
    CHECK(match[2].items.at(0).op == PatternNode::Op::kAny);
    CHECK(match[3].op == PatternNode::Op::kOrder);
    CHECK_FALSE(match[3].within);
}

TEST_CASE("questions come in the pack's order, then by id") {
    std::vector<Source> sources{test::source("packs/demo/pack.yaml", "{id: demo, title: D, language: en, version: 1, order: [zz, bb]}")};
    for (const std::string id : {"aa", "bb", "cc", "zz"}) {
        std::string text = test::question_text();
        text.replace(text.find("helm"), 4, id);
        sources.push_back(test::source("packs/demo/questions/" + id + ".yaml", text));
    }
    const auto compiled = compile(sources, {});
    REQUIRE(compiled.diagnostics.empty());
    List ids;
    for (const auto& question : compiled.content.packs.at(0).questions) ids.push_back(question.id);
    CHECK(ids == List{"zz", "bb", "aa", "cc"});
}

TEST_CASE("a lean compilation leaves the patterns out, and they can be read again") {
    const auto sources = test::root(test::question_text("['charts?', {near: [a, b], words: 3}]",
                                                        "misconceptions:\n  - {id: no-chart, weight: 1, claim: C., challenge: Why?, match: [no charts]}\n"));
    const auto whole = compile(sources, {});
    const auto lean = compile(sources, {.lean = true});
    UNSCOPED_INFO(test::texts(lean.diagnostics));
    REQUIRE(lean.diagnostics.empty());
    const auto& question = whole.content.packs.at(0).questions.at(0);
    const auto& bare = lean.content.packs.at(0).questions.at(0);
    REQUIRE_FALSE(question.points.empty());
    REQUIRE_FALSE(question.misconceptions.empty());
    const auto source = std::find_if(sources.begin(), sources.end(), [](const Source& each) { return each.path.find("/questions/") != std::string::npos; });
    const auto again = with_patterns(bare, *source);
    for (std::size_t i = 0; i < question.points.size(); ++i) {
        CHECK_FALSE(question.points[i].match.empty());
        CHECK(bare.points[i].match.empty());
        CHECK(again.points[i].match == question.points[i].match);
    }
    for (std::size_t i = 0; i < question.misconceptions.size(); ++i) {
        CHECK(bare.misconceptions[i].match.empty());
        CHECK(again.misconceptions[i].match == question.misconceptions[i].match);
    }
    CHECK(again.source == question.source);
}

TEST_CASE("a question with an error is left out and the rest stays") {
    auto sources = test::root(test::question_text());
    sources.push_back(test::source("packs/demo/questions/other.yaml", "id: other\n"));
    const auto compiled = compile(sources, {});
    CHECK(has_errors(compiled.diagnostics));
    REQUIRE(compiled.content.packs.at(0).questions.size() == 1);
    CHECK(compiled.content.packs.at(0).questions[0].id == "helm");
}

TEST_CASE("of two sources with one path the later one counts") {
    auto sources = test::root("broken: [");
    sources.push_back(test::source("packs/demo/questions/helm.yaml", test::question_text()));
    CHECK(codes(sources).empty());
}

TEST_CASE("a pack's vocabulary adds to the shared one and hides its names with a warning") {
    auto sources = test::root(test::question_text("['{waits} ~ {blocks}']"));
    sources.push_back(test::source("vocabulary/general.yaml", "blocks: [blocks]\nwaits: ['{blocks}', waits]\n"));
    sources.push_back(test::source("packs/demo/vocabulary.yaml", "blocks: [parks]\n"));
    const auto compiled = compile(sources, {});
    CHECK(test::places(compiled.diagnostics) == List{"1:1 V046"});
    const auto& vocabulary = compiled.content.packs.at(0).vocabulary;
    CHECK(vocabulary.at("blocks") == List{"parks"});
    CHECK(vocabulary.at("waits") == List{"{blocks}", "waits"});
}

TEST_CASE("fingerprints follow what a mark depends on and nothing else") {
    const auto question = [](const std::vector<Source>& sources) { return compile(sources, {.samples = true}).content.packs.at(0).questions.at(0).source; };
    const auto pack = [](const std::vector<Source>& sources) { return compile(sources, {.samples = true}).content.packs.at(0).fingerprint; };
    const auto base = test::root(test::question_text());
    auto vocabulary = base;
    vocabulary.push_back(test::source("vocabulary/general.yaml", "blocks: [blocks]\n"));
    auto samples = base;
    samples.push_back(test::source("packs/demo/samples/helm.yaml", "samples: [{mark: 3, style: weak, text: x}]\n"));
    auto changed = test::root(test::question_text("[chart]"));
    auto moved = base;
    std::reverse(moved.begin(), moved.end());
    CHECK(question(base).size() == 32);
    CHECK(question(base) == question(moved));
    CHECK(pack(base) == pack(moved));
    CHECK(question(base) == question(samples));
    CHECK(pack(base) == pack(samples));
    CHECK(question(base) != question(vocabulary));
    CHECK(pack(base) != pack(vocabulary));
    CHECK(question(base) != question(changed));
    CHECK(pack(base) != pack(changed));
}

TEST_CASE("samples are read only when asked for") {
    auto sources = test::root(test::question_text());
    sources.push_back(test::source("packs/demo/samples/helm.yaml",
                                   "samples: [{mark: 3, style: weak, text: x, points: [], misconceptions: []}, {mark: 4, style: y, text: z}]\n"));
    CHECK(compile(sources, {}).content.packs.at(0).samples.empty());
    const auto compiled = compile(sources, {.samples = true});
    const auto& samples = compiled.content.packs.at(0).samples.at("helm");
    REQUIRE(samples.size() == 2);
    CHECK(samples[0].points);
    CHECK(samples[0].points->empty());
    CHECK_FALSE(samples[1].points);
    CHECK(samples[1].mark == 4);
}

TEST_CASE("a pack's own script may name its points, a shared one any") {
    const std::string script =
        "id: own\nstart: next\nstates:\n  next: {pick: {from: any}, goto: ask, none: end}\n  ask: {ask: question, on: {answer: mark}}\n"
        "  mark: {grade: answer, on: [{when: missed chart, goto: end}, {when: claimed nothing, goto: end}, {goto: next}]}\n  end: {end: true}\n";
    auto sources = test::root(test::question_text());
    sources.push_back(test::source("scripts/own.yaml", script));
    CHECK(codes(sources).empty());
    sources.back().path = "packs/demo/scripts/own.yaml";
    CHECK(codes(sources) == List{"V043"});
}

TEST_CASE("what a state says is checked against the messages if there are any") {
    const std::string script = "id: hello\nstart: aa\nstates:\n  aa: {say: hello, goto: bb}\n  bb: {say: scorecard, end: true}\n";
    CHECK(codes({test::source("scripts/hello.yaml", script)}).empty());
    CHECK(codes({test::source("scripts/hello.yaml", script), test::source("messages/en.yaml", "bye: Bye\n")}) == List{"V083"});
    CHECK(codes({test::source("scripts/hello.yaml", script), test::source("messages/en.yaml", "hello: {one: Hi, other: Hello}\n")}).empty());
}

TEST_CASE("a skeleton compiles with warnings for what is still to write and nothing else") {
    std::string question = question_skeleton("helm");
    const auto compiled = compile(test::root(question, {test::source("packs/demo/samples/helm.yaml", samples_skeleton())}), {.samples = true});
    CHECK_FALSE(has_errors(compiled.diagnostics));
    CHECK(compiled.diagnostics.size() >= 20);
    for (const auto& one : compiled.diagnostics) CHECK(one.code == "V029");
    REQUIRE(compiled.content.packs.at(0).questions.size() == 1);
    CHECK(compiled.content.packs.at(0).samples.at("helm").size() == 12);
}

TEST_CASE("conditions are read and written the same") {
    for (const std::string text : {"followup-left", "band>=none", "band>=strong", "score>=0", "score>=100", "missed full-blocks", "claimed drops"}) {
        const auto guard = parse_guard(text);
        REQUIRE(guard);
        CHECK(to_string(*guard) == text);
    }
    for (const std::string text :
         {"", "followup", "band>strong", "band>=great", "score>=", "score>=101", "score>=-1", "score>=8 ", "missed", "missed A", "claimed "}) {
        CHECK_FALSE(parse_guard(text));
    }
}

TEST_CASE("vocabulary names are told from RE2's own braces") {
    const auto names = [](const std::string& phrase) {
        List out;
        for (const auto& use : names_in(phrase)) out.push_back(fmt::format("{}@{}", use.name, use.offset));
        return out;
    };
    CHECK(names("{blocks} ~ (a|{no_one})") == List{"blocks@1", "no_one@15"});
    CHECK(names("a{2,3} \\p{Greek} \\x{41} \\{x} {").empty());
    CHECK(names("{open").empty());
}

TEST_CASE("a long chain of vocabulary names is no danger") {
    std::string chain;
    for (int i = 0; i < 20'000; ++i) chain += fmt::format("n{}: ['{{n{}}}']\n", i + 10, i + 11);
    chain += "n20010: ['{n10}']\n";
    const auto found = compile({test::source("vocabulary/general.yaml", chain)}, {}).diagnostics;
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "V061");
}

TEST_CASE("places of files are known by their path alone") {
    CHECK(locate("packs/a/questions/b.yaml").role == Location::Role::kQuestion);
    CHECK(locate("packs/a/questions/b.yaml").stem == "b");
    CHECK(locate("packs/a/scripts/b.yaml").pack == "a");
    CHECK(locate("scripts/b.yaml").pack.empty());
    for (const std::string path :
         {"a.yaml", "packs/a.yaml", "packs/a/b.yaml", "packs/a/questions/b/c.yaml", "questions/a.yaml", "packs/a/messages/en.yaml", "scripts/a.yml", "", "/"}) {
        CHECK(locate(path).role == Location::Role::kUnknown);
    }
}
