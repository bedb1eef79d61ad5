// Tests of the table of codes against its failing examples and its page, and of dumps, graphs and schemas against what is committed.
// VIVA_APPROVE=1 writes what is found instead of comparing; read the difference before committing it.
#include <cstdlib>

#include "bot/script/codes.h"
#include "bot/script/dump.h"
#include "bot/script/graph.h"
#include "bot/script/lint.h"
#include "bot/script/schema_json.h"
#include "tests/support/catch.h"
#include "tests/unit/script/support.h"

using namespace bot::script;
namespace fs = std::filesystem;

namespace {

const fs::path kGolden = fs::path{VIVA_SOURCE_DIR} / "tests" / "golden";

void compare(const std::string& found, const fs::path& file) {
    if (std::getenv("VIVA_APPROVE") != nullptr) {
        fs::create_directories(file.parent_path());
        std::ofstream{file, std::ios::binary} << found;
    }
    const std::string expected = test::read_file(file);
    const auto differs = static_cast<std::size_t>(std::mismatch(found.begin(), found.end(), expected.begin(), expected.end()).first - found.begin());
    INFO(file.string() << " differs at byte " << differs << "; found: " << found.substr(differs, 200));
    CHECK((found == expected));
}

// Every example is compiled with samples and patterns; advice (V09x and above) is asked for only where the example is about advice.
std::vector<Diagnostic> diagnose(const fs::path& example, const std::string& code) {
    const auto sources = test::read_sources(example);
    Compiled compiled = compile(sources, {.samples = true, .patterns = true});
    if (code >= "V090") {
        for (auto& one : lint(compiled, sources, {.strict = true})) compiled.diagnostics.push_back(std::move(one));
    }
    sort_unique(compiled.diagnostics);
    return compiled.diagnostics;
}

std::vector<fs::path> examples() {
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator{kGolden / "diagnostics"}) folders.push_back(entry.path());
    std::sort(folders.begin(), folders.end());
    return folders;
}

}  // namespace

TEST_CASE("each failing example yields its code and exactly the diagnostics that are written down") {
    for (const auto& example : examples()) {
        const std::string name = example.filename().string();
        INFO(name);
        const std::string code = name.substr(0, name.find('-'));
        const auto diagnostics = diagnose(example, code);
        CHECK(std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& one) { return one.code == code; }));
        const std::string text = test::texts(diagnostics);
        CHECK_FALSE(text.empty());
        compare(text, example / "expected.txt");
    }
}

TEST_CASE("each code has a failing example") {
    const auto folders = examples();
    for (const CodeEntry& entry : all_codes()) {
        INFO(entry.code);
        CHECK(std::any_of(folders.begin(), folders.end(),
                          [&](const fs::path& folder) { return folder.filename().string().starts_with(std::string{entry.code} + "-"); }));
    }
}

TEST_CASE("the codes are ascending, unique and explained") {
    std::string_view last;
    for (const CodeEntry& entry : all_codes()) {
        INFO(entry.code);
        CHECK(entry.code > last);
        CHECK(entry.code.size() == 4);
        CHECK_FALSE(entry.title.empty());
        CHECK_FALSE(entry.why.empty());
        CHECK(entry.wrong != entry.right);
        last = entry.code;
    }
}

TEST_CASE("the page of codes is the one of the table") { compare(codes_markdown(), fs::path{VIVA_SOURCE_DIR} / "content" / "DIAGNOSTICS.md"); }

TEST_CASE("the schemas are the ones of the tables") {
    for (const Shape shape : kShapes) {
        compare(schema_json(shape), fs::path{VIVA_SOURCE_DIR} / "content" / "schema" / (std::string{to_string(shape)} + ".json"));
    }
}

TEST_CASE("programs and questions have the dumps and graphs that are written down") {
    const auto compiled = compile(test::read_sources(kGolden / "dump" / "content"), {});
    REQUIRE(test::texts(compiled.diagnostics).empty());
    for (const auto& program : compiled.content.scripts) {
        compare(dump(program), kGolden / "dump" / (program.id + ".program.txt"));
        compare(to_dot(program), kGolden / "dump" / (program.id + ".dot"));
        compare(to_mermaid(program), kGolden / "dump" / (program.id + ".mermaid"));
    }
    for (const auto& question : compiled.content.packs.at(0).questions) compare(dump(question), kGolden / "dump" / (question.id + ".question.txt"));
}
