// Owns `viva lint`: which files are meant, and how findings are printed.
#include <fmt/format.h>

#include <filesystem>

#include "bot/app/sources.h"
#include "bot/main/command.h"
#include "bot/script/lint.h"

namespace bot::main {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> paths;
    bool strict = false;
    std::string format = "text";
};

// By whole names: packs/ab is not within packs/a.
bool is_within(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

// The pack folder or content root that a path belongs to: the nearest folder upwards that holds pack.yaml, or the content root around it if the path is
// in its packs/ (or, outside of any pack, in its other folders). A folder that merely stands above, with a packs/ of its own, is none.
std::optional<fs::path> root_of(const fs::path& path) {
    std::error_code error;
    auto folder = fs::is_directory(path, error) ? path : path.parent_path();
    std::optional<fs::path> pack;
    for (int levels = 0; levels < 8 && !folder.empty(); ++levels) {
        if (!pack && fs::exists(folder / "pack.yaml", error)) pack = folder;
        for (const auto* name : {"packs", "scripts", "vocabulary", "messages"}) {
            const bool whole = !pack && folder == path;
            const bool inside = is_within(path, folder / name) && (!pack || std::string_view(name) == "packs");
            if ((whole || inside) && fs::is_directory(folder / name, error)) return folder;
        }
        if (!folder.has_parent_path() || folder == folder.parent_path()) break;
        folder = folder.parent_path();
    }
    return pack;
}

struct Finding {
    int errors = 0;
    int warnings = 0;
};

void report(const script::Diagnostic& diagnostic, const Options& options, Finding& count) {
    ++(diagnostic.severity == script::Severity::kError ? count.errors : count.warnings);
    say("{}\n", options.format == "github" ? script::to_github(diagnostic) : script::to_text(diagnostic));
}

// Checks one content root laid over the embedded content; prints what concerns files below `only` (empty = all of the root's).
Status lint_root(const fs::path& root, const std::vector<fs::path>& only, const Options& options, Finding& count) {
    app::Layered layered{app::embedded_sources(), {}};
    auto sources = app::read_folder(root.string());
    if (!sources) return tl::unexpected(sources.error());
    std::erase_if(layered.sources,
                  [](const script::Source& source) { return source.path.starts_with("packs/"); });  // shipped packs are not what is being written
    app::lay_over(layered, std::move(*sources), root.string());
    const auto compiled = script::compile(layered.sources, {true, true});
    auto found = compiled.diagnostics;
    const auto advice = script::lint(compiled, layered.sources, {options.strict});
    found.insert(found.end(), advice.begin(), advice.end());
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column); });
    for (const auto& diagnostic : found) {
        std::error_code error;
        const auto file = fs::weakly_canonical(diagnostic.file, error);
        const bool wanted =
            only.empty() || std::any_of(only.begin(), only.end(), [&](const fs::path& path) { return is_within(file, fs::weakly_canonical(path, error)); });
        if (wanted) report(diagnostic, options, count);
    }
    return {};
}

int run(const Options& options) {
    std::error_code error;
    std::vector<std::string> paths = options.paths;
    if (paths.empty()) {
        if (!fs::is_directory("content", error)) return cannot("nothing to check: give a content folder, a pack folder or a file");
        paths.push_back("content");
    }
    std::map<fs::path, std::vector<fs::path>> roots;
    for (const auto& path : paths) {
        if (!fs::exists(path, error)) return cannot(fmt::format("{} does not exist", path));
        const auto root = root_of(fs::canonical(path, error));
        if (!root) return cannot(fmt::format("{} is in no content folder: nothing above it holds packs/ or pack.yaml", path));
        // Paths are kept as given where possible, because findings are printed with them.
        const auto given = fs::canonical(path, error) == *root ? fs::path(path) : fs::proximate(*root, error);
        auto& only = roots[given];
        if (fs::canonical(path, error) != *root) only.push_back(path);
    }
    Finding count;
    for (const auto& [root, only] : roots) {
        if (auto checked = lint_root(root, only, options, count); !checked) return cannot(checked.error());
    }
    if (count.errors + count.warnings > 0)
        note("{} error{}, {} warning{}\n", count.errors, count.errors == 1 ? "" : "s", count.warnings, count.warnings == 1 ? "" : "s");
    return count.errors > 0 || (options.strict && count.warnings > 0) ? kSaysNo : kDone;
}

}  // namespace

void add_lint(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("lint", "Check packs, questions, samples and scripts");
    auto options = std::make_shared<Options>();
    command->add_option("PATH", options->paths, "Content folders, pack folders or files; ./content when none is given")->type_name("");
    command->add_flag("--strict", options->strict, "More advice, and warnings fail too");
    command->add_option("--format", options->format, "text, or github for annotations in a workflow")
        ->check(CLI::IsMember({"text", "github"}))
        ->type_name("text|github");
    command->footer("Exits 1 when there are errors.\n\nExamples:\n  viva lint my-pack\n  viva lint content/packs/go-developer/questions/gmp-model.yaml");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
