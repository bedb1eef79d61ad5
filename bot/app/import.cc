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
#include "bot/script/names.h"

namespace bot::app {
namespace {

constexpr std::size_t kMaxId = 32;

// The shipped content without its packs and scripts.
std::vector<script::Source> shared_sources() {
    auto sources = embedded_sources();
    std::erase_if(sources, [](const script::Source& source) { return !source.path.starts_with("vocabulary/"); });
    return sources;
}

// The shipped vocabulary that drafts may name, the parts of a story, and what its entries name themselves. The rest would only take time.
grade::Vocabulary story_vocabulary() {
    auto sources = shared_sources();
    sources.push_back({"packs/import/pack.yaml", "pack.yaml", "{id: import, title: Import, language: en, version: 1}"});
    const auto compiled = script::compile(sources, {});
    if (compiled.content.packs.empty()) return {};
    const auto& all = compiled.content.packs.front().vocabulary;
    grade::Vocabulary story;
    std::vector<std::string> open;
    for (const auto& [name, phrases] : all) {
        if (name.starts_with("story_")) open.push_back(name);
    }
    while (!open.empty()) {
        const auto name = std::move(open.back());
        open.pop_back();
        const auto found = all.find(name);
        if (found == all.end() || !story.insert(*found).second) continue;
        for (const auto& phrase : found->second) {
            for (const auto& use : script::names_in(phrase)) open.emplace_back(use.name);
        }
    }
    return story;
}

// Compiles and lints the files; an error in them is a mistake of ours that the person is told in one line.
Result<int> warnings_of(const Imported& made) {
    auto sources = shared_sources();
    for (const auto& file : made.files) {
        if (file.path.ends_with(".yaml")) sources.push_back({fmt::format("packs/{}/{}", made.pack, file.path), file.path, file.text});
    }
    const auto compiled = script::compile(sources, {.samples = true, .patterns = false});  // notes::prove has compiled each pattern
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
    const auto draft = notes::draft(*notes, {pack, name, story_vocabulary()});
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
