// Owns `viva regrade`: what marking old answers by today's rubric would change, and doing it.
#include <fmt/format.h>

#include <filesystem>

#include "bot/app/paths.h"
#include "bot/app/regrade.h"
#include "bot/base/text.h"
#include "bot/main/command.h"
#include "bot/main/config.h"
#include "bot/main/local_person.h"
#include "bot/main/read_file.h"

namespace bot::main {
namespace {

constexpr std::size_t kMostMoves = 20;  // ranks shown a room

struct Options {
    ContentOptions content;
    std::string config;
    std::string database;
    std::string question;
    bool check = false;
};

void print(const app::Regraded& plan) {
    say("{:<34} {:>6} {:>6} {:>6} {:>7}\n", "question", "up", "down", "same", "judged");
    say("{:<34} {:>6} {:>6} {:>6} {:>7}\n", plan.question, plan.up, plan.down, plan.same, plan.judged);
    if (plan.unreadable > 0) say("{} damaged, left as they are\n", plan.unreadable);
    if (plan.rooms.empty()) return;
    say("\n{:<34} {:>6} {:>6}\n", "room", "scores", "ranks");
    for (const auto& room : plan.rooms) {
        const auto title = room.title.empty() ? "room " + to_base36(room.room.value) : fold(room.title);
        say("{:<34} {:>6} {:>6}\n", title, room.scores, room.moved.size());
        for (std::size_t i = 0; i < std::min(kMostMoves, room.moved.size()); ++i)
            say("  {} {} -> {}\n", room.moved[i].name, room.moved[i].was, room.moved[i].is);
        if (room.moved.size() > kMostMoves) say("  and {} more\n", room.moved.size() - kMostMoves);
    }
}

int run(const Options& options) {
    const auto config = read_config({options.config, options.database, options.content.folders}, environment, read_file);
    if (!config) return cannot(config.error());
    ContentOptions content;
    content.folders = config->content;
    const auto library = load_library(content);
    if (!library) return cannot(library.error());
    const auto question = (*library)->resolve_question(options.question);
    if (!question) return cannot(question.error());
    const auto database = app::database_path(config->database, app::Role::kServer, environment);
    if (!database) return cannot(database.error());
    std::error_code error;
    if (!std::filesystem::exists(*database, error)) return cannot(fmt::format("there is no database {}; check --db", *database));
    auto ledger = store::Ledger::open(*database);
    if (!ledger) return cannot(ledger.error());
    const auto plan = app::plan_regrade(**ledger, **library, *question);
    if (!plan) return cannot(plan.error());
    print(*plan);
    if (options.check) return plan->changes_marks() ? kSaysNo : kDone;
    SystemClock clock;
    if (auto done = app::carry_out(**ledger, *plan, clock.now()); !done) return cannot(done.error());
    note("{} {} changed\n", plan->up + plan->down, plan->up + plan->down == 1 ? "mark" : "marks");
    return kDone;
}

}  // namespace

void add_regrade(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("regrade", "Mark old answers to a question anew, after its rubric was changed");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    command->add_option("--question", options->question, "The question")->required()->type_name("ID");
    command->add_flag("--check", options->check, "Only show what would change; exits 1 if a mark would");
    command->add_option("--config", options->config, "The server's configuration")->type_name("FILE");
    command->add_option("--db", options->database, "The database file")->type_name("FILE");
    command->footer(
        "First answers whose texts are still kept are marked again; marks that a judge decided stay. Boards follow, each change with the reason \"regraded\".\n"
        "The database must not be in use: stop the server first, or check a copy that viva backup made.\n\nExamples:\n  viva regrade --question gmp-model "
        "--check --db copy.db\n  viva regrade --question gmp-model");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
