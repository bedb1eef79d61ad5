// Owns the table of keys and the order of the places.
#include "bot/main/config.h"

#include <fmt/format.h>

#include <charconv>

#include "bot/base/nearest.h"
#include "bot/base/text.h"
#include "bot/main/accounts.h"
#include "bot/script/report.h"
#include "bot/script/yaml_document.h"

namespace bot::main {
namespace {

using script::YamlNode;

// What a value of a key is turned into; the error says what was expected.
using Setter = std::function<Status(ServerConfig&, const std::string&)>;

struct Key {
    std::string_view path;
    std::string_view fallback;  // as the example shows it
    std::string_view about;
    Setter set;
};

Status expected(std::string_view what) { return fail(Code::kInvalidInput, fmt::format("expected {}", what)); }

Status number_into(int& target, const std::string& text, int least, int most) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
        return expected(fmt::format("a whole number from {} to {}", least, most));
    target = number;
    return {};
}

Status duration_into(Duration& target, const std::string& text) {
    if (text == "0" || text == "0s") {
        target = Duration::zero();
        return {};
    }
    if (text.ends_with("ms")) {
        int milliseconds = 0;
        if (auto set = number_into(milliseconds, text.substr(0, text.size() - 2), 1, 60'000); set) {
            target = Duration(milliseconds);
            return {};
        }
    }
    const auto duration = parse_duration(text);
    if (!duration) return expected("a time such as 1500ms, 90s, 5m, 2h or 7d");
    target = *duration;
    return {};
}

TelegramConfig& telegram(ServerConfig& config) {
    if (!config.telegram) config.telegram.emplace();
    return *config.telegram;
}

SlackConfig& slack(ServerConfig& config) {
    if (!config.slack) config.slack.emplace();
    return *config.slack;
}

Status path_into(std::string& target, const std::string& text) {
    if (!text.starts_with('/') || text.size() < 2 || text.size() > 200 || text.find_first_of(" ?#%*") != std::string::npos)
        return expected("a path that begins with /");
    target = text;
    return {};
}

const std::vector<Key>& keys() {
    static const std::vector<Key> table = {
        {"db", "", "the database file; by default in the state folder",
         [](auto& c, const auto& t) -> Status {
             c.database = t;
             return {};
         }},
        {"durability", "full", "full: a power cut loses nothing that was acknowledged; normal: it may lose the last second",
         [](auto& c, const auto& t) -> Status {
             if (t != "full" && t != "normal") return expected("full or normal");
             c.durability = t == "full" ? store::Durability::kFull : store::Durability::kNormal;
             return {};
         }},
        {"listen.host", "127.0.0.1", "where /healthz, /readyz, /metrics and a webhook are served",
         [](auto& c, const auto& t) -> Status {
             if (t.empty()) return expected("an address of this machine");
             c.listen_host = t;
             return {};
         }},
        {"listen.port", "8080", "its port", [](auto& c, const auto& t) { return number_into(c.listen_port, t, 1, 65535); }},
        {"public_url", "", "the address under which the internet reaches this server; needed for a webhook and for the boards' pages",
         [](auto& c, const auto& t) { return address_into(c.public_url, t, true); }},
        {"telegram.mode", "poll", "poll (needs no public address) or webhook",
         [](auto& c, const auto& t) -> Status {
             if (t != "poll" && t != "webhook") return expected("poll or webhook");
             telegram(c).webhook = t == "webhook";
             return {};
         }},
        {"telegram.api_base", "https://api.telegram.org", "a Bot API server of your own; TELEGRAM_API_BASE says the same",
         [](auto& c, const auto& t) { return address_into(telegram(c).api_base, t, false); }},
        {"telegram.webhook_path", "/telegram", "the path under public_url", [](auto& c, const auto& t) { return path_into(telegram(c).webhook_path, t); }},
        {"telegram.take_over", "no", "yes: polling removes a webhook that is set for this bot",
         [](auto& c, const auto& t) -> Status {
             if (t != "yes" && t != "no" && t != "true" && t != "false") return expected("yes or no");
             telegram(c).take_over = t == "yes" || t == "true";
             return {};
         }},
        {"slack.mode", "socket", "socket (needs no public address) or http",
         [](auto& c, const auto& t) -> Status {
             if (t != "socket" && t != "http") return expected("socket or http");
             slack(c).http = t == "http";
             return {};
         }},
        {"slack.account", "slack", "under this name everything of the workspace is stored; keep it",
         [](auto& c, const auto& t) -> Status {
             const bool fits = std::all_of(t.begin(), t.end(), [](char l) { return (l >= 'a' && l <= 'z') || (l >= '0' && l <= '9') || l == '-' || l == '_'; });
             const bool number = std::all_of(t.begin(), t.end(), [](char l) { return l >= '0' && l <= '9'; });
             if (t.empty() || t.size() > 40 || !fits || number) return expected("a name of 1 to 40 small letters, digits, - and _ that is no number");
             slack(c).account = t;
             return {};
         }},
        {"slack.connections", "2", "sockets that are held open, 1 to 10 for all programs with the same app token",
         [](auto& c, const auto& t) { return number_into(slack(c).connections, t, 1, 10); }},
        {"slack.events_path", "/slack/events", "the path that Slack calls in mode http",
         [](auto& c, const auto& t) { return path_into(slack(c).events_path, t); }},
        {"slack.api_base", "https://slack.com/api", "another place of the Web API; SLACK_API_BASE says the same",
         [](auto& c, const auto& t) { return address_into(slack(c).api_base, t, false); }},
        {"limits.room_per_second", "1", "messages a second to one chat; 0 = no limit (only for a Bot API server of your own)",
         [](auto& c, const auto& t) { return number_into(c.pace.room_per_second, t, 0, 1000); }},
        {"limits.group_per_minute", "20", "messages a minute to one group; 0 = no limit",
         [](auto& c, const auto& t) { return number_into(c.pace.group_per_minute, t, 0, 60'000); }},
        {"limits.account_per_second", "25", "messages a second over all chats; 0 = no limit",
         [](auto& c, const auto& t) { return number_into(c.pace.account_per_second, t, 0, 100'000); }},
        {"limits.burst", "3", "messages that may follow each other at once", [](auto& c, const auto& t) { return number_into(c.pace.burst, t, 1, 1000); }},
        {"gather", "1500ms", "how long an answer may go on in a further message; 0 = each message is an answer",
         [](auto& c, const auto& t) { return duration_into(c.gather, t); }},
        {"retention.inbox", "7d", "how long ids of events are kept", [](auto& c, const auto& t) { return duration_into(c.retention.inbox, t); }},
        {"retention.outbox", "7d", "how long sent messages are kept", [](auto& c, const auto& t) { return duration_into(c.retention.outbox, t); }},
        {"retention.answers", "180d", "how long the texts of answers are kept; marks stay",
         [](auto& c, const auto& t) { return duration_into(c.retention.answers, t); }},
        {"log.format", "plain", "plain or json",
         [](auto& c, const auto& t) -> Status {
             const auto format = app::log_format_of(t);
             if (!format) return expected("plain or json");
             c.log_format = *format;
             return {};
         }},
        {"log.level", "info", "debug, info, warn or error",
         [](auto& c, const auto& t) -> Status {
             const auto level = app::log_level_of(t);
             if (!level) return expected("debug, info, warn or error");
             c.log_level = *level;
             return {};
         }},
        {"queue", "10000", "events that may wait; above it the platform is asked to come again",
         [](auto& c, const auto& t) -> Status {
             int number = 0;
             if (auto set = number_into(number, t, 100, 1'000'000); !set) return set;
             c.queue = static_cast<std::size_t>(number);
             return {};
         }},
        {"senders", "8", "threads that send", [](auto& c, const auto& t) { return number_into(c.senders, t, 1, 256); }},
        {"steppers", "2", "threads that grade; no more than the machine has processors",
         [](auto& c, const auto& t) { return number_into(c.steppers, t, 1, 64); }},
    };
    return table;
}

std::string where(const std::string& file, const grade::Place& place) { return fmt::format("{}:{}:{}", file, place.line, place.column); }

Status take(ServerConfig& config, const std::string& file, const std::string& prefix, const YamlNode& map) {
    for (std::size_t i = 0; i < map.keys.size(); ++i) {
        const auto path = prefix.empty() ? map.keys[i].text : prefix + "." + map.keys[i].text;
        const auto& value = map.items[i];
        const auto at = where(file, map.keys[i].place);
        if (path == "content" && value.kind == YamlNode::Kind::kSequence) {
            for (const auto& item : value.items) config.content.push_back(item.text);
            continue;
        }
        const auto known = std::find_if(keys().begin(), keys().end(), [&](const auto& key) { return key.path == path; });
        if (known != keys().end() && value.kind == YamlNode::Kind::kNull) continue;  // a key without a value keeps its default
        if (known != keys().end() && value.kind == YamlNode::Kind::kScalar) {
            if (auto set = known->set(config, value.text); !set) return fail(Code::kInvalidInput, fmt::format("{}: {}: {}", at, path, set.error().message));
            continue;
        }
        const bool group = std::any_of(keys().begin(), keys().end(), [&](const auto& key) { return key.path.starts_with(path + "."); });
        if (group && value.kind == YamlNode::Kind::kMap) {
            if (auto taken = take(config, file, path, value); !taken) return taken;
            continue;
        }
        if (group && value.kind == YamlNode::Kind::kNull) continue;
        if (known != keys().end() || group || path == "content")
            return fail(Code::kInvalidInput, fmt::format("{}: {}: {}", at, path,
                                                         group               ? "expected keys under it"
                                                         : path == "content" ? "expected a list of folders"
                                                                             : "expected one value"));
        std::vector<std::string> names{"content"};
        for (const auto& key : keys()) {
            if (const auto dot = key.path.find('.'); dot != std::string_view::npos) names.emplace_back(key.path.substr(0, dot));
            names.emplace_back(key.path);
        }
        const bool secret = path.find("token") != std::string::npos || path.find("secret") != std::string::npos;
        return fail(Code::kInvalidInput, fmt::format("{}: unknown key {}{}{}", at, path, did_you_mean(path, names),
                                                     secret ? "; secrets stand in the environment, never in this file" : ""));
    }
    return {};
}

// The file's text and its name; both empty if no file was named and none is in the usual places.
Result<std::pair<std::string, std::string>> find_file(const ConfigFlags& flags, const app::Environment& environment, const FileReader& read) {
    const auto named = !flags.config.empty() ? flags.config : environment("VIVA_CONFIG").value_or("");
    if (!named.empty()) {
        auto text = read(named);
        if (!text) return fail(text.error().code, fmt::format("the configuration cannot be read: {}", text.error().message));
        return std::pair(named, std::move(*text));
    }
    std::vector<std::string> places{"/etc/viva/viva.yaml"};
    if (const auto xdg = environment("XDG_CONFIG_HOME"); xdg && xdg->starts_with('/')) {
        places.push_back(*xdg + "/viva/viva.yaml");
    } else if (const auto home = environment("HOME")) {
        places.push_back(*home + "/.config/viva/viva.yaml");
    }
    for (const auto& place : places) {
        auto text = read(place);
        if (text) return std::pair(place, std::move(*text));
        if (text.error().code != Code::kNotFound) return tl::unexpected(text.error());
    }
    return std::pair(std::string(), std::string());
}

}  // namespace

Result<ServerConfig> read_config(const ConfigFlags& flags, const app::Environment& environment, const FileReader& read) {
    ServerConfig config;
    auto found = find_file(flags, environment, read);
    if (!found) return tl::unexpected(found.error());
    config.file = found->first;
    if (!config.file.empty()) {
        const script::Source source{config.file, config.file, std::move(found->second)};
        std::vector<script::Diagnostic> diagnostics;
        script::Report report(source, diagnostics);
        const auto document = script::read_yaml(report);
        for (const auto& one : diagnostics) {
            if (one.severity == script::Severity::kError)
                return fail(Code::kInvalidInput, fmt::format("{}:{}:{}: {}", one.file, one.line, one.column, one.message));
        }
        if (document && document->kind != YamlNode::Kind::kNull) {
            if (document->kind != YamlNode::Kind::kMap) return fail(Code::kInvalidInput, fmt::format("{}: expected keys and values", config.file));
            if (auto taken = take(config, config.file, "", *document); !taken) return tl::unexpected(taken.error());
        }
    }
    if (!flags.content.empty()) config.content.insert(config.content.end(), flags.content.begin(), flags.content.end());
    if (const auto named = environment("VIVA_DB"); named && flags.database.empty()) config.database = *named;
    if (!flags.database.empty()) config.database = flags.database;

    if (auto accounts = read_accounts(config, environment, read); !accounts) return tl::unexpected(accounts.error());
    return config;
}

std::string example_config() {
    std::string out =
        "# Viva's configuration. Everything has a default; secrets stand in the environment, never here.\n# content: [/etc/viva/packs]  # folders of packs of "
        "your own\n";
    std::string group;
    for (const auto& key : keys()) {
        const auto dot = key.path.find('.');
        const auto name = dot == std::string_view::npos ? key.path : key.path.substr(dot + 1);
        const std::string in(dot == std::string_view::npos ? "" : key.path.substr(0, dot));
        if (in != group && !in.empty()) out += fmt::format("{}:\n", in);
        group = in;
        out += fmt::format("{}# {}\n", in.empty() ? "" : "  ", key.about);
        out += fmt::format("{}{}{}:{}{}\n", in.empty() ? "" : "  ", key.fallback.empty() ? "# " : "", name, key.fallback.empty() ? "" : " ", key.fallback);
    }
    return out;
}

}  // namespace bot::main
