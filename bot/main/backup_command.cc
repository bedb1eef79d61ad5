// Owns `viva backup`: a checked copy of a database, also while a server uses it.
#include <fmt/format.h>

#include "bot/app/paths.h"
#include "bot/main/command.h"
#include "bot/main/config.h"
#include "bot/main/read_file.h"
#include "bot/store/ledger.h"

namespace bot::main {
namespace {

struct Options {
    std::string config;
    std::string database;
    std::string to;
};

int run(const Options& options) {
    const auto config = read_config({options.config, options.database, {}}, environment, read_file);
    if (!config) return cannot(config.error());
    const auto database = app::database_path(config->database, app::Role::kServer, environment);
    if (!database) return cannot(database.error());
    if (auto done = store::backup(*database, options.to); !done) return cannot(done.error());
    say("{} is a checked copy of {}\n", options.to, *database);
    note("to restore: stop the server, put the copy in the place of {} and remove the files {}-wal and {}-shm\n", *database, *database, *database);
    return kDone;
}

}  // namespace

void add_backup(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("backup", "Copy the server's database while it runs, and check the copy");
    auto options = std::make_shared<Options>();
    command->add_option("to", options->to, "The file to write; it must not be there yet")->required()->type_name("FILE");
    command->add_option("--config", options->config, "The server's configuration")->type_name("FILE");
    command->add_option("--db", options->database, "The database file")->type_name("FILE");
    command->footer("Example:\n  viva backup /var/backups/viva-$(date +%F).db");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
