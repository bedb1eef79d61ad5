// Owns the fuzz target of the pack compiler: any bytes, as any kind of file, give content or diagnostics, and the diagnostics can be shown.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "bot/base/check.h"
#include "bot/base/text.h"
#include "bot/script/codes.h"
#include "bot/script/content.h"
#include "bot/script/dump.h"
#include "bot/script/graph.h"
#include "bot/script/lint.h"
#include "bot/script/plain_yaml.h"

namespace {

constexpr const char* kPaths[] = {
    "packs/fuzz/pack.yaml",         "packs/fuzz/vocabulary.yaml", "packs/fuzz/questions/fuzz.yaml", "packs/fuzz/samples/fuzz.yaml",
    "packs/fuzz/scripts/fuzz.yaml", "scripts/fuzz.yaml",          "vocabulary/fuzz.yaml",           "messages/en.yaml"};

void forget_places_of_nothing(bot::script::YamlNode& node) {
    if (node.kind == bot::script::YamlNode::Kind::kNull) node.place = {};
    for (auto& item : node.items) forget_places_of_nothing(item);
}

// What the quick reader reads, the library reads the same; only a '?' in brackets may be read by the quick one alone.
void check_readers(const bot::script::Source& source) {
    if (!bot::is_utf8(source.text)) return;
    auto quick = bot::script::read_plain_yaml(source.text);
    if (!quick || source.text.view().find('?') != std::string::npos) return;
    std::vector<bot::script::Diagnostic> diagnostics;
    bot::script::Report report{source, diagnostics};
    auto slow = bot::script::read_yaml_by_library(report);
    if (std::any_of(diagnostics.begin(), diagnostics.end(), [](const auto& one) { return one.code == bot::script::kNotText; })) return;
    VIVA_CHECK(slow && diagnostics.empty());
    forget_places_of_nothing(*quick);
    forget_places_of_nothing(*slow);
    VIVA_CHECK(*quick == *slow);
}

}  // namespace

// The first byte chooses which file the rest is, and (its highest bit) whether patterns are compiled.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bot::script;
    if (size == 0) return 0;
    const std::string text{reinterpret_cast<const char*>(data) + 1, size - 1};
    const char* const path = kPaths[data[0] % std::size(kPaths)];
    std::vector<Source> sources{{"packs/fuzz/pack.yaml", "pack.yaml", "{id: fuzz, title: Fuzz, language: en, version: 1}"}, {path, "fuzz.yaml", text}};
    check_readers(sources.back());
    const Options options{.samples = true, .patterns = data[0] >= 0x80};
    const Compiled compiled = compile(sources, options);
    VIVA_CHECK(compile(sources, options).diagnostics == compiled.diagnostics);
    for (const Diagnostic& diagnostic : compiled.diagnostics) VIVA_CHECK(!to_text(diagnostic).empty() && to_github(diagnostic).find('\n') == std::string::npos);
    for (const auto& program : compiled.content.scripts) VIVA_CHECK(!dump(program).empty() && !to_dot(program).empty() && !to_mermaid(program).empty());
    for (const Pack& pack : compiled.content.packs) {
        for (const auto& question : pack.questions) VIVA_CHECK(!dump(question).empty());
    }
    for (const Diagnostic& diagnostic : lint(compiled, sources, {.strict = true})) VIVA_CHECK(!to_text(diagnostic).empty());
    return 0;
}
