// Owns parsing the command line and telling a mistake in one line.
#include "bot/main/cli.h"

#include <fmt/format.h>

#include <exception>

#include "bot/base/nearest.h"
#include "bot/main/command.h"

namespace bot::main {
namespace {

constexpr const char* kExamples = R"(Examples:
  viva console                                        choose a pack and be examined
  viva console --pack go-developer --questions 3      a short round
  viva console --resume                               go on where you stopped
  echo "an unbuffered send waits" | viva grade --question channels-buffering -
  viva eval go-developer --split dev --worst 5        where the marks differ from the experts'
  viva lint my-pack                                   check a pack you are writing
  TELEGRAM_BOT_TOKEN=123:abc viva serve               be a bot; viva doctor says what is missing
  viva board --room "Go team" --html board.html       a team's board as a page
Every command has --help. Exit codes: 0 done, 1 the check says no, 2 could not do it.)";

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
    return names;
}

const CLI::App& chosen(const CLI::App& app) {
    const auto picked = app.get_subcommands();
    return picked.empty() ? app : chosen(*picked.front());
}

// As it is typed: "viva slack manifest".
std::string path_of(const CLI::App& app) { return app.get_parent() ? path_of(*app.get_parent()) + " " + app.get_name() : app.get_name(); }

// The long option names a command knows, for "did you mean".
std::vector<std::string> option_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* option : app.get_options()) {
        for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

int usage_mistake(const CLI::App& root, const CLI::ParseError& error, int argc, const char* const* argv) {
    const auto& command = chosen(root);
    const auto path = path_of(command);
    if (const auto left = command.remaining(); !left.empty()) {
        const auto& word = left.front();
        const auto known = word.starts_with("--") ? option_names(command) : command_names(command);
        const auto* what = word.starts_with("-") ? "option" : &command == &root ? "command" : "argument";
        return cannot(fmt::format("unknown {} {}{}; see {} --help", what, word, did_you_mean(word.substr(0, word.find('=')), known), path));
    }
    if (&command == &root && argc > 1 && argv[1][0] != '-') {
        return cannot(fmt::format("unknown command {}{}; see viva --help", argv[1], did_you_mean(argv[1], command_names(root))));
    }
    auto message = std::string(error.what());
    for (auto& c : message) c = c == '\n' ? ' ' : c;
    return cannot(fmt::format("{}; see {} --help", message, path));
}

}  // namespace

int run(int argc, const char* const* argv) {
    CLI::App root{"Viva: an oral exam in your chat. Asks, follows up and marks free-text answers, offline, and explains every mark.", "viva"};
    root.set_version_flag("--version", "viva " VIVA_VERSION);
    root.footer(kExamples);
    root.require_subcommand(0, 1);
    root.allow_extras();  // told apart below, so that the nearest command can be named

    Action action;
    add_console(root, action);
    add_grade(root, action);
    add_lint(root, action);
    add_eval(root, action);
    add_graph(root, action);
    add_packs(root, action);
    add_history(root, action);
    add_new(root, action);
    add_schema(root, action);
    add_import(root, action);
    add_serve(root, action);
    add_health(root, action);
    add_doctor(root, action);
    add_backup(root, action);
    add_board(root, action);
    add_regrade(root, action);
    add_appeals(root, action);
    add_slack(root, action);
    for (auto* command : root.get_subcommands({})) {
        command->allow_extras();
        command->set_version_flag("--version", "viva " VIVA_VERSION);
    }

    try {
        if (argc == 2 && argv[1] == std::string_view("help")) {
            say("{}", root.help());
            return finished(kDone);
        }
        root.parse(argc, argv);
        if (!root.remaining().empty() || !chosen(root).remaining().empty()) return usage_mistake(root, CLI::ExtrasError({}), argc, argv);
        if (!action) {
            say("{}", root.help());
            return finished(kDone);
        }
        return finished(action());
    } catch (const CLI::CallForHelp&) {
        say("{}", root.help());  // the chosen command's, named "viva COMMAND"
        return finished(kDone);
    } catch (const CLI::CallForVersion&) {
        say("viva {}\n", VIVA_VERSION);
        return finished(kDone);
    } catch (const CLI::ParseError& error) {
        return usage_mistake(root, error, argc, argv);
    } catch (const std::bad_alloc&) {
        return cannot("out of memory; nothing committed is lost");
    } catch (const std::exception& error) {
        put(stderr, "viva: unexpected failure: ");
        put(stderr, error.what());
        put(stderr, "; nothing committed is lost\n");
        return kCannot;
    }
}

}  // namespace bot::main
