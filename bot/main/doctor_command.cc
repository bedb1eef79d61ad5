// Owns `viva doctor`: looks at everything a server needs and says cause and fix. Changes nothing.
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <filesystem>

#include "bot/app/paths.h"
#include "bot/main/command.h"
#include "bot/main/config.h"
#include "bot/main/read_file.h"
#include "bot/main/server.h"
#include "bot/store/ledger.h"

namespace bot::main {
namespace {

using app::Check;
using Verdict = app::Check::Verdict;

constexpr std::uint64_t kMebibyte = std::uint64_t{1024} * 1024;
constexpr std::uint64_t kScarce = 200 * kMebibyte;
constexpr std::uint64_t kVeryScarce = 20 * kMebibyte;

struct Options {
    ContentOptions content;
    std::string config;
    std::string database;
    bool report = false;
    bool offline = false;
};

Check good(std::string subject, std::string finding) { return {Verdict::kGood, std::move(subject), std::move(finding), {}}; }
Check bad(std::string subject, std::string finding, std::string fix) { return {Verdict::kBad, std::move(subject), std::move(finding), std::move(fix)}; }
Check warning(std::string subject, std::string finding, std::string fix) { return {Verdict::kWarning, std::move(subject), std::move(finding), std::move(fix)}; }

void check_database(const std::string& path, std::vector<Check>& checks) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        checks.push_back(good("database", fmt::format("{} is not there yet; the server makes it", path)));
        return;
    }
    const auto seen = store::inspect(path, true);
    if (!seen) {
        checks.push_back(bad("database", seen.error().message, "restore a backup (deploy/RUNBOOK.md) or name another file with --db"));
        return;
    }
    if (seen->integrity != "ok") {
        checks.push_back(bad("database", fmt::format("{} is damaged: {}", path, seen->integrity), "stop the server, keep a copy, restore the last backup"));
    } else {
        checks.push_back(good("database", fmt::format("{} is sound (schema {})", path, seen->schema)));
    }
    if (seen->dead > 0) {
        checks.push_back(warning("outbox", fmt::format("{} messages could not be delivered", seen->dead),
                                 "look for \"letter not sent\" in the log; people who blocked the bot are normal"));
    }
    if (seen->unsent > 0) checks.push_back(good("outbox", fmt::format("{} messages wait to be sent", seen->unsent)));
}

void check_disk(const std::string& database, std::vector<Check>& checks) {
    auto folder = std::filesystem::path(database).parent_path();
    std::error_code error;
    while (!folder.empty() && folder != "/" && !std::filesystem::exists(folder, error)) folder = folder.parent_path();
    struct statvfs disk {};
    if (::statvfs(folder.c_str(), &disk) != 0) return;
    const auto free = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
    const auto text = fmt::format("{} MiB free in {}", free / kMebibyte, folder.string());
    if (free < kVeryScarce) {
        checks.push_back(bad("disk", text, "make room: a server that cannot write takes no answers"));
    } else if (free < kScarce) {
        checks.push_back(warning("disk", text, "make room soon"));
    } else {
        checks.push_back(good("disk", text));
    }
    if (::access(folder.c_str(), W_OK) != 0)
        checks.push_back(bad("disk", fmt::format("{} cannot be written", folder.string()), "give the server's user that folder"));
}

Check content_check(const ServerConfig& config) {
    ContentOptions options;
    options.folders = config.content;
    const auto library = load_library(options);
    if (!library) return bad("content", library.error().message, "viva lint FOLDER shows the mistakes");
    std::size_t questions = 0;
    for (const auto& pack : (*library)->content().packs) questions += pack.questions.size();
    return good("content", fmt::format("{} packs, {} questions", (*library)->content().packs.size(), questions));
}

std::string line(const Check& check) {
    const auto* mark = check.verdict == Verdict::kGood ? "ok  " : check.verdict == Verdict::kWarning ? "warn" : "BAD ";
    auto text = fmt::format("{} {:<16} {}\n", mark, check.subject, check.finding);
    if (!check.fix.empty()) text += fmt::format("     {:<16} -> {}\n", "", check.fix);
    return text;
}

Status ask_platforms(const ServerConfig& config, std::vector<Check>& checks) {
    SystemClock clock;
    std::vector<std::unique_ptr<app::Platform>> platforms;
    if (config.telegram) {
        const auto library = load_library({});
        if (!library) return tl::unexpected(library.error());
        auto account = open_telegram(*config.telegram, config, (*library)->content().catalogue, nullptr, clock, {});
        if (!account) return tl::unexpected(account.error());
        platforms.push_back(std::move(*account));
    }
    if (config.slack) {
        auto account = open_slack(*config.slack, nullptr, clock, {});
        if (!account) return tl::unexpected(account.error());
        platforms.push_back(std::move(*account));
    }
    for (const auto& platform : platforms) {
        note("asking the platform about {} ...\n", platform->account());
        for (auto& check : platform->checks()) checks.push_back(std::move(check));
    }
    return {};
}

int run(const Options& options) {
    std::vector<Check> checks;
    auto config = read_config({options.config, options.database, options.content.folders}, environment, read_file);
    if (!config) return cannot(config.error());
    checks.push_back(good("configuration", config->file.empty() ? "no file: defaults" : config->file));
    const auto database = app::database_path(config->database, app::Role::kServer, environment);
    if (!database) return cannot(database.error());
    check_database(*database, checks);
    check_disk(*database, checks);
    checks.push_back(content_check(*config));
    if (!config->telegram && !config->slack) {
        checks.push_back(bad("account", "no token in the environment",
                             "set TELEGRAM_BOT_TOKEN (BotFather's /newbot gives one) or SLACK_BOT_TOKEN (deploy/RUNBOOK.md), or the same with _FILE"));
    } else if (!options.offline) {
        if (auto asked = ask_platforms(*config, checks); !asked) return cannot(asked.error());
    }
    if (options.report) {
        utsname system{};
        ::uname(&system);
        say("viva {} on {} {} {}\n", VIVA_VERSION, system.sysname, system.release, system.machine);
    }
    bool well = true;
    for (const auto& check : checks) {
        put(stdout, line(check));
        well = well && check.verdict != Verdict::kBad;
    }
    return well ? kDone : kSaysNo;
}

}  // namespace

void add_doctor(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("doctor", "Look at everything the server needs and say what to mend");
    auto options = std::make_shared<Options>();
    add_content_option(*command, options->content);
    command->add_option("--config", options->config, "The server's configuration")->type_name("FILE");
    command->add_option("--db", options->database, "The database file")->type_name("FILE");
    command->add_flag("--report", options->report, "With version and system, to paste into a bug report; holds no secrets");
    command->add_flag("--offline", options->offline, "Ask no platform");
    command->footer("Example:\n  TELEGRAM_BOT_TOKEN_FILE=/run/secrets/token viva doctor\nExit code 0: nothing bad, 1: something is, 2: could not look.");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
