// Owns the way from notes to checked files.
#include "bot/app/import.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/app/sources.h"
#include "bot/base/ids.h"
#include "bot/notes/draft.h"
#include "bot/notes/recognise.h"
#include "bot/notes/stems.h"
#include "bot/script/content.h"
#include "bot/script/lint.h"

namespace bot::app {
namespace {

constexpr std::size_t kMaxId = 32;

// The shipped vocabulary that drafts may name: the parts of a story. The rest of it would only take time.
std::vector<script::Source> shared_sources() {
    auto sources = embedded_sources();
    std::erase_if(sources, [](const script::Source& source) { return source.path != "vocabulary/story.yaml"; });
    return sources;
}

// The shared vocabulary, as a pack sees it.
grade::Vocabulary shared_vocabulary() {
    auto sources = shared_sources();
    sources.push_back({"packs/import/pack.yaml", "pack.yaml", "{id: import, title: Import, language: en, version: 1}"});
    const auto compiled = script::compile(sources, {});
    return compiled.content.packs.empty() ? grade::Vocabulary{} : compiled.content.packs.front().vocabulary;
}

// Compiles and lints the files; an error in them is a mistake of ours that the person is told in one line.
Result<int> warnings_of(const Imported& made) {
    auto sources = shared_sources();
    for (const auto& file : made.files) {
        if (file.path.ends_with(".yaml")) sources.push_back({fmt::format("packs/{}/{}", made.pack, file.path), file.path, file.text});
    }
    const auto compiled = script::compile(sources, {.samples = true, .patterns = true});
    auto found = compiled.diagnostics;
    const auto advice = script::lint(compiled, sources, {});
    found.insert(found.end(), advice.begin(), advice.end());
    for (const auto& one : found) {
        if (one.severity == script::Severity::kError)
            return fail(Code::kInvalidInput, fmt::format("the draft does not compile, which is a mistake in viva: {}", script::to_text(one)));
    }
    return static_cast<int>(found.size());
}

}  // namespace

std::string pack_id_of(std::string_view file_name) {
    const auto slash = file_name.rfind('/');
    if (slash != file_name.npos) file_name.remove_prefix(slash + 1);
    const auto dot = file_name.rfind('.');
    auto id = notes::slug(file_name.substr(0, dot == 0 ? file_name.npos : dot), kMaxId);
    return is_author_id(id) ? id : std::string{};
}

Result<Imported> import_notes(std::string_view text, const std::string& name, const std::string& pack) {
    const auto notes = notes::recognise(text);
    if (!notes) return fail(notes.error().code, fmt::format("{}: {}", name, notes.error().message));
    if (notes->questions.empty())
        return fail(Code::kInvalidInput, fmt::format("{}: no question found; write one as a heading, as \"Q: ...\", or ending in a question mark", name));
    const auto draft = notes::draft(*notes, {pack, name, shared_vocabulary()});
    Imported made;
    made.pack = pack;
    made.files = notes::print(draft, *notes);
    made.unread = notes->unread;
    for (const auto& one : draft.drafts)
        made.questions.push_back({one.question.id, one.question.prompt, one.line, static_cast<int>(one.points.size()), one.answered});
    const auto warnings = warnings_of(made);
    if (!warnings) return tl::unexpected(warnings.error());
    made.warnings = *warnings;
    return made;
}

}  // namespace bot::app
