// Owns the fuzz target of notes: any bytes give a draft or one line of refusal; every line is accounted for, and what was drafted is a pack that compiles.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bot/base/check.h"
#include "bot/notes/draft.h"
#include "bot/notes/print.h"
#include "bot/notes/recognise.h"
#include "bot/script/content.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace bot;
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto notes = notes::recognise(text);
    if (!notes) {
        VIVA_CHECK(!notes.error().message.empty() && notes.error().message.find('\n') == std::string::npos);
        return 0;
    }
    for (const auto& line : notes->lines) VIVA_CHECK(line.use != notes::Use::kNone && line.question < static_cast<int>(notes->questions.size()));
    const auto files = notes::print(notes::draft(*notes, {"fuzz", "notes.md", {}}), *notes);
    std::vector<script::Source> sources;
    for (const auto& file : files) {
        if (file.path.ends_with(".yaml")) sources.push_back({"packs/fuzz/" + file.path, file.path, file.text});
    }
    const auto compiled = script::compile(sources, {.samples = true, .patterns = true});
    VIVA_CHECK(
        std::none_of(compiled.diagnostics.begin(), compiled.diagnostics.end(), [](const auto& one) { return one.severity == script::Severity::kError; }));
    return 0;
}
