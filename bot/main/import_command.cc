// Owns `viva import`: where notes are read from, where the draft pack goes, and the table of what was found.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "bot/app/import.h"
#include "bot/base/ids.h"
#include "bot/base/text.h"
#include "bot/main/command.h"
#include "bot/notes/notes.h"

namespace bot::main {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShownUnread = 10;
constexpr std::size_t kPromptWidth = 60;

struct Options {
    std::string notes;
    std::string out;
    std::string pack;
};

struct Target {
    std::string pack;
    fs::path folder;
};

// The pack's id and folder: the folder's name is the id, so either gives the other.
Result<Target> target_of(const Options& options) {
    auto pack = options.pack;
    if (!pack.empty() && !is_author_id(pack))
        return fail(Code::kInvalidInput, fmt::format("\"{}\" is no id: lower-case letters, digits and '-', 2 to 32 of them, a letter first", pack));
    if (options.out.empty()) {
        if (pack.empty()) pack = app::pack_id_of(options.notes == "-" ? "notes" : options.notes);
        if (pack.empty()) return fail(Code::kInvalidInput, fmt::format("no pack id can be made of the name {}; give one with --pack", options.notes));
        return Target{pack, fs::path(pack)};
    }
    std::error_code error;
    auto folder = fs::weakly_canonical(fs::absolute(options.out, error), error);
    if (!folder.has_filename()) folder = folder.parent_path();
    const auto name = folder.filename().string();
    if (!is_author_id(name))
        return fail(Code::kInvalidInput, fmt::format("{} cannot be a pack: name the folder with lower-case letters, digits and '-'", options.out));
    if (!pack.empty() && pack != name)
        return fail(Code::kInvalidInput, fmt::format("a pack lies in a folder of its name: write --out {}", (fs::path(options.out) / pack).string()));
    return Target{name, fs::path(options.out)};
}

Status check_free(const fs::path& folder) {
    std::error_code error;
    if (!fs::exists(folder, error)) return {};
    if (!fs::is_directory(folder, error)) return fail(Code::kConflict, fmt::format("{} is there and no folder; choose another --out", folder.string()));
    if (!fs::is_empty(folder, error) || error)
        return fail(Code::kConflict, fmt::format("{} is not empty; choose another --out or remove it first", folder.string()));
    return {};
}

Status write_file(const fs::path& path, std::string_view text) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    std::FILE* file = std::fopen(path.c_str(), "wbx");
    if (!file) return fail(Code::kInvalidInput, fmt::format("cannot write {}; check the folder and its permissions", path.string()));
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool closed = std::fclose(file) == 0;
    if (!written || !closed) return fail(Code::kUnavailable, fmt::format("cannot write {}: the disk is full", path.string()));
    return {};
}

// All files or none: what was written is taken away again when the disk gives out.
Status write_files(const fs::path& folder, const std::vector<notes::File>& files) {
    std::error_code error;
    const bool fresh = !fs::exists(folder, error);
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto written = write_file(folder / files[i].path, files[i].text);
        if (written) continue;
        for (std::size_t j = 0; j <= i; ++j) fs::remove(folder / files[j].path, error);
        fs::remove(folder / "questions", error);
        if (fresh) fs::remove(folder, error);
        return written;
    }
    return {};
}

std::string shortened(const std::string& text) {
    if (text.size() <= kPromptWidth) return text;
    return std::string(utf8_prefix(text, kPromptWidth)) + "...";
}

void print(const app::Imported& made, const std::string& folder) {
    int points = 0, open = 0;
    say("{:<33} {:>5} {:>7}  {}\n", "question", "line", "points", "");
    for (const auto& one : made.questions) {
        say("{:<33} {:>5} {:>7}  {}{}\n", one.id, one.line, one.points, one.answered ? "" : "[to write] ", shortened(one.prompt));
        points += one.points;
        open += one.answered ? 0 : 1;
    }
    say("\n{} question{}, {} points; {} without an answer in the notes; {} line{} not understood\n", made.questions.size(),
        made.questions.size() == 1 ? "" : "s", points, open, made.unread.size(), made.unread.size() == 1 ? "" : "s");
    for (std::size_t i = 0; i < std::min(kShownUnread, made.unread.size()); ++i)
        say("  line {}: {} ({})\n", made.unread[i].line, shortened(made.unread[i].text), made.unread[i].why);
    if (made.unread.size() > kShownUnread) say("  ... all of them stand in DRAFT.md\n");
    say("\nwrote {}: {} files; read DRAFT.md first\nlint: 0 errors, {} warning{} (what is still to write)\nnext:\n  viva lint {}\n  viva grade --content {} "
        "--question {}/{} --explain answer.txt\n"
        "  viva console --content {} --pack {}\n",
        folder, made.files.size(), made.warnings, made.warnings == 1 ? "" : "s", folder, folder, made.pack, made.questions.front().id, folder, made.pack);
}

int run(const Options& options) {
    const auto target = target_of(options);
    if (!target) return cannot(target.error());
    const auto text = read_all(options.notes, notes::kMaxNotesBytes + 1);
    if (!text) return cannot(text.error());
    if (auto free = check_free(target->folder); !free) return cannot(free.error());
    const auto name = options.notes == "-" ? std::string("standard input") : fs::path(options.notes).filename().string();
    const auto made = app::import_notes(*text, name, target->pack);
    if (!made) return cannot(made.error());
    if (auto written = write_files(target->folder, made->files); !written) return cannot(written.error());
    print(*made, target->folder.string());
    return kDone;
}

}  // namespace

void add_import(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("import", "Turn interview notes in Markdown into a draft pack");
    auto options = std::make_shared<Options>();
    command->add_option("NOTES", options->notes, "The notes, a Markdown file of at most 1 MiB; - for standard input")->required()->type_name("");
    command->add_option("--out", options->out, "The pack folder to write, new or empty; ./ID when none is given")->type_name("DIR");
    command->add_option("--pack", options->pack, "The pack's id; the name of the folder or of the file when none is given")->type_name("ID");
    command->footer(
        "Questions are headings, list items and lines that ask, Q: and A:, and cards (Q::A, or a line \"?\" between question and answer); bullets become "
        "points.\n"
        "DRAFT.md in the new folder says what was made of which line, and what a person must still check.\n\n"
        "Examples:\n  viva import notes.md --out my-pack\n  viva lint my-pack");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
