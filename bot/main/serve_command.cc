// Owns `viva serve`: configuration, signals, and the life of the server process.
#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>

#include "bot/app/paths.h"
#include "bot/app/sources.h"
#include "bot/main/command.h"
#include "bot/main/notify.h"
#include "bot/main/read_file.h"
#include "bot/main/server.h"
#include "bot/store/database_file.h"

namespace bot::main {
namespace {

constexpr Duration kDrain{10'000};
constexpr Duration kLook{2'000};
constexpr int kArenas = 2;  // of the allocator: one for each of a dozen threads, most of which seldom allocate, holds memory that nobody uses

struct Options {
    ContentOptions content;
    std::string config;
    std::string database;
    bool show_config = false;
};

// Blocked in every thread made from here on, so that only wait_for_end() sees them.
sigset_t block_ends() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    return ends;
}

// Until a signal asks for the end (0), or the server gives no sign of life any more (not 0).
int wait_for_end(Server& server, ServiceManager& manager, const sigset_t& ends, app::Log& log) {
    const Duration every = manager.patience() ? std::min(kLook, Duration(manager.patience()->count() / 3)) : kLook;
    const timespec pause{static_cast<time_t>(every.count() / 1000), static_cast<long>(every.count() % 1000) * 1'000'000};
    for (;;) {
        const int signal = sigtimedwait(&ends, nullptr, &pause);
        if (signal > 0) {
            log.info("asked to stop", {{"signal", signal == SIGTERM ? "TERM" : "INT"}});
            return 0;
        }
        if (!server.look()) return 1;
        manager.alive();
    }
}

int run(const Options& options) {
    if (options.show_config) {
        put(stdout, example_config());
        return kDone;
    }
    ConfigFlags flags{options.config, options.database, options.content.folders};
    const auto config = read_config(flags, environment, read_file);
    if (!config) return cannot(config.error());
    const auto database = app::database_path(config->database, app::Role::kServer, environment);
    if (!database) return cannot(database.error());
    const auto settled = store::settle(*database);
    if (!settled) return cannot(settled.error());
    ContentOptions content;
    content.folders = config->content;
    ::mallopt(M_ARENA_MAX, kArenas);
    const auto library = load_library(content);
    if (!library) return cannot(library.error());
    app::rest_embedded_sources();

    const sigset_t ends = block_ends();
    app::Log log(config->log_format, config->log_level);
    auto server = Server::open(*config, *settled, *library, log);
    if (!server) return cannot(server.error());
    if (auto started = (*server)->start(); !started) return cannot(started.error());
    log.info("serving", {{"version", VIVA_VERSION},
                         {"database", *settled},
                         {"listen", fmt::format("{}:{}", config->listen_host, (*server)->port())},
                         {"telegram", !config->telegram           ? "no"
                                      : config->telegram->webhook ? "webhook"
                                                                  : "poll"},
                         {"slack", !config->slack        ? "no"
                                   : config->slack->http ? "http"
                                                         : "socket"},
                         {"config", config->file.empty() ? "defaults" : config->file},
                         {"packs", (*library)->content().packs.size()}});
    ServiceManager manager(environment("NOTIFY_SOCKET"), environment("WATCHDOG_USEC"));
    manager.ready();
    const int stuck = wait_for_end(**server, manager, ends, log);
    manager.stopping();
    if (stuck != 0) {
        // Destructors would wait for the thread that hangs. Everything acknowledged is durable.
        log.error("the dispatcher gives no sign of life; ending so that the service manager starts anew");
        std::_Exit(kCannot);
    }
    (*server)->stop(kDrain);
    log.info("stopped");
    return kDone;
}

}  // namespace

void add_serve(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("serve", "Run the bot server for the accounts whose tokens stand in the environment");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    command->add_option("--config", options->config, "The configuration; by default VIVA_CONFIG, /etc/viva/viva.yaml or ~/.config/viva/viva.yaml")
        ->type_name("FILE");
    command->add_option("--db", options->database, "The database file")->type_name("FILE");
    command->add_flag("--example-config", options->show_config, "Print a commented viva.yaml with every key and end");
    command->footer(
        "Examples:\n  TELEGRAM_BOT_TOKEN=123:abc viva serve\n  TELEGRAM_BOT_TOKEN_FILE=/run/secrets/token viva serve --config viva.yaml\n"
        "  SLACK_BOT_TOKEN=xoxb-1 SLACK_APP_TOKEN=xapp-1 viva serve\n"
        "It needs no public address. /healthz, /readyz and /metrics are served on 127.0.0.1:8080 unless the configuration says otherwise.");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
