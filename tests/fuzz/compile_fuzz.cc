// Owns the fuzz target of the pack compiler: any bytes, as any kind of file, give content or diagnostics, and the diagnostics can be shown.
#include <cstddef>
#include <cstdint>
#include <string>

#include "bot/base/check.h"
#include "bot/script/content.h"
#include "bot/script/dump.h"
#include "bot/script/graph.h"
#include "bot/script/lint.h"

namespace {

constexpr const char* kPaths[] = {
    "packs/fuzz/pack.yaml",         "packs/fuzz/vocabulary.yaml", "packs/fuzz/questions/fuzz.yaml", "packs/fuzz/samples/fuzz.yaml",
    "packs/fuzz/scripts/fuzz.yaml", "scripts/fuzz.yaml",          "vocabulary/fuzz.yaml",           "messages/en.yaml"};

}  // namespace

// The first byte chooses which file the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bot::script;
    if (size == 0) return 0;
    const std::string text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const char* const path = kPaths[data[0] % std::size(kPaths)];
    std::vector<Source> sources{{"packs/fuzz/pack.yaml", "pack.yaml", "{id: fuzz, title: Fuzz, language: en, version: 1}"}, {path, "fuzz.yaml", text}};
    const Compiled compiled = compile(sources, {.samples = true});
    VIVA_CHECK(compile(sources, {.samples = true}).diagnostics == compiled.diagnostics);
    for (const Diagnostic& diagnostic : compiled.diagnostics) VIVA_CHECK(!to_text(diagnostic).empty() && to_github(diagnostic).find('\n') == std::string::npos);
    for (const auto& program : compiled.content.scripts) VIVA_CHECK(!dump(program).empty() && !to_dot(program).empty() && !to_mermaid(program).empty());
    for (const Pack& pack : compiled.content.packs) {
        for (const auto& question : pack.questions) VIVA_CHECK(!dump(question).empty());
    }
    VIVA_CHECK(!has_errors(compiled.diagnostics) || lint(compiled, sources, {}).size() < 10'000);
    return 0;
}
