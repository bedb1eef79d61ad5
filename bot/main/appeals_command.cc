// Owns `viva appeals export`: disputed answers for the author of a question, as far as their writers agreed.
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "bot/app/appeal_samples.h"
#include "bot/app/paths.h"
#include "bot/main/command.h"
#include "bot/main/config.h"
#include "bot/main/read_file.h"
#include "bot/store/backup.h"

namespace bot::main {
namespace {

struct Options {
    std::string config;
    std::string database;
    std::string out;
};

Status write(const std::string& path, const std::string& text) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (!file) return fail(Code::kInvalidInput, fmt::format("cannot write {}: {}", path, std::strerror(errno)));
    const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const bool closed = std::fclose(file) == 0;
    if (!written || !closed) return fail(Code::kUnavailable, fmt::format("cannot write {}: the disk is full", path));
    return {};
}

int run(const Options& options) {
    const auto config = read_config({options.config, options.database, {}}, environment, read_file);
    if (!config) return cannot(config.error());
    const auto database = app::database_path(config->database, app::Role::kServer, environment);
    if (!database) return cannot(database.error());
    const auto book = store::open_team_book(*database);
    if (!book) return cannot(book.error());
    const auto lines = app::appeal_samples(**book);
    if (!lines) return cannot(lines.error());
    std::string all;
    for (const auto& line : *lines) all += line + "\n";
    if (options.out.empty() || options.out == "-") {
        put_raw(stdout, all);
    } else if (auto written = write(options.out, all); !written) {
        return cannot(written.error());
    }
    note("{} {} with the writer's consent\n", lines->size(), lines->size() == 1 ? "answer" : "answers");
    return kDone;
}

}  // namespace

void add_appeals(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("appeals", "Disputed answers for the authors of questions");
    command->require_subcommand(1);
    command->footer("Example:\n  viva appeals export --out appeals.jsonl");
    auto* exported = command->add_subcommand("export", "Answers whose writers agreed, with the mark that was decided, as JSON lines for viva eval --import");
    auto options = std::make_shared<Options>();
    exported->add_option("--config", options->config, "The server's configuration")->type_name("FILE");
    exported->add_option("--db", options->database, "The database file")->type_name("FILE");
    exported->add_option("--out", options->out, "The file to write; standard output when none is given")->type_name("FILE");
    exported->allow_extras();
    exported->footer(
        "Names and reasons are left out. A server may be running meanwhile.\n\nExamples:\n  viva appeals export --out appeals.jsonl\n"
        "  viva eval --import appeals.jsonl --worst 5");
    exported->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
