// Owns the server's configuration: where it is looked for, its keys and defaults, and the secrets. Must not open a database or a port.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/app/log.h"
#include "bot/app/pace.h"
#include "bot/app/paths.h"
#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/store/ledger.h"

namespace bot::main {

struct TelegramConfig {
    std::string token;
    std::string api_base = "https://api.telegram.org";
    bool webhook = false;
    std::string webhook_path = "/telegram";
    std::string webhook_secret;  // needed with webhook
    bool take_over = false;      // remove a webhook that stands in the way of polling
};

struct SlackConfig {
    std::string account = "slack";
    bool http = false;  // Slack calls us; otherwise we hold connections to it (Socket Mode)
    std::string bot_token;
    std::string app_token;                     // needed without http
    std::vector<std::string> signing_secrets;  // needed with http; any of them signs
    std::string api_base = "https://slack.com/api";
    int connections = 2;
    std::string events_path = "/slack/events";
};

struct ServerConfig {
    std::string file;  // where it was read from; "" = defaults only
    std::string database;
    std::vector<std::string> content;
    store::Durability durability = store::Durability::kFull;
    std::string listen_host = "127.0.0.1";
    int listen_port = 8080;
    std::string public_url;  // https://... without a slash at the end; "" = none
    std::optional<TelegramConfig> telegram;
    std::optional<SlackConfig> slack;
    app::PaceLimits pace;
    Duration gather{1500};  // how long an answer may go on in a further message; 0 = not at all
    store::Retention retention{Duration(7LL * 86'400'000), Duration(7LL * 86'400'000), Duration(180LL * 86'400'000)};
    app::LogFormat log_format = app::LogFormat::kPlain;
    app::LogLevel log_level = app::LogLevel::kInfo;
    std::size_t queue = 10'000;  // events
    int senders = 8;             // threads that send
    int steppers = 2;            // threads that grade a batch
};

// A whole file as text; kNotFound if there is none. Injected for tests.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

struct ConfigFlags {
    std::string config;  // --config
    std::string database;
    std::vector<std::string> content;
};

// --config > VIVA_CONFIG > /etc/viva/viva.yaml > ${XDG_CONFIG_HOME:-~/.config}/viva/viva.yaml > defaults; a file that was named must be there. Flags >
// environment > file. Secrets come from TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET, SLACK_BOT_TOKEN, SLACK_APP_TOKEN and SLACK_SIGNING_SECRET (several with
// commas between them), or from the files that NAME_FILE names, or from $CREDENTIALS_DIRECTORY/NAME in lower case; two of them at once are an error. An account
// without its bot token is none. Every mistake names file, line, key and the nearest key; none shows a secret.
Result<ServerConfig> read_config(const ConfigFlags& flags, const app::Environment& environment, const FileReader& read);

// All keys with what they mean and their defaults, as a commented viva.yaml.
std::string example_config();

// The value of a secret; nullopt if it is nowhere.
Result<std::optional<std::string>> secret(const std::string& name, const app::Environment& environment, const FileReader& read);

}  // namespace bot::main
