// Owns which accounts there are: the secrets, and what each account needs of the configuration.
#include "bot/main/accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "adapters/telegram/api.h"
#include "bot/base/text.h"

namespace bot::main {
namespace {

constexpr std::size_t kMaxSecretBytes = 4096;

Status read_telegram(ServerConfig& config, const app::Environment& environment, const FileReader& read) {
    auto token = secret("TELEGRAM_BOT_TOKEN", environment, read);
    if (!token) return tl::unexpected(token.error());
    auto webhook_secret = secret("TELEGRAM_WEBHOOK_SECRET", environment, read);
    if (!webhook_secret) return tl::unexpected(webhook_secret.error());
    if (!*token) {
        config.telegram.reset();
        return {};
    }
    auto& account = config.telegram ? *config.telegram : config.telegram.emplace();
    account.token = **token;
    if (!adapters::telegram::id_of_token(account.token))
        return fail(Code::kInvalidInput, "TELEGRAM_BOT_TOKEN is not a bot token: expected 123456789:letters-and-digits, as @BotFather shows it");
    if (const auto base = environment("TELEGRAM_API_BASE")) {
        if (auto set = address_into(account.api_base, *base, false); !set) return fail(Code::kInvalidInput, "TELEGRAM_API_BASE: " + set.error().message);
    }
    if (account.webhook) {
        if (config.public_url.empty() && account.api_base.starts_with("https://api."))
            return fail(Code::kInvalidInput, "telegram.mode is webhook: public_url must say where the internet reaches this server");
        if (!*webhook_secret) return fail(Code::kInvalidInput, "telegram.mode is webhook: set TELEGRAM_WEBHOOK_SECRET (1-256 letters, digits, _ and -)");
        if ((*webhook_secret)->size() > 256 ||
            (*webhook_secret)->find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != std::string::npos)
            return fail(Code::kInvalidInput, "TELEGRAM_WEBHOOK_SECRET must be 1-256 letters, digits, _ and -");
        account.webhook_secret = **webhook_secret;
    }
    return {};
}

// What the token begins with; the rest of the message says which one was given instead.
Status check_kind(const std::string& name, const std::string& token, std::string_view prefix, std::string_view where) {
    if (token.starts_with(prefix) && token.size() > prefix.size()) return {};
    std::string_view given = "it begins otherwise";
    if (token.starts_with("xoxb-")) given = "this is a bot token";
    if (token.starts_with("xapp-")) given = "this is an app-level token";
    if (token.starts_with("xoxp-")) given = "this is a user token";
    return fail(Code::kInvalidInput, fmt::format("{} must begin with {} ({}), as api.slack.com/apps shows it under {}", name, prefix, given, where));
}

// Several secrets with commas between them: the one in use and the next, while they are changed.
Result<std::vector<std::string>> signing_secrets(const std::string& text) {
    std::vector<std::string> secrets;
    for (std::size_t at = 0; at <= text.size();) {
        const auto comma = std::min(text.find(',', at), text.size());
        const auto one = text.substr(at, comma - at);
        const bool fits = one.size() >= 16 && std::all_of(one.begin(), one.end(), [](unsigned char c) { return std::isalnum(c) != 0; });
        if (!fits)
            return fail(Code::kInvalidInput,
                        "SLACK_SIGNING_SECRET must be 16 or more letters and digits, as api.slack.com/apps shows it under Basic Information");
        secrets.push_back(one);
        at = comma + 1;
    }
    return secrets;
}

Status read_slack(ServerConfig& config, const app::Environment& environment, const FileReader& read) {
    std::array<std::optional<std::string>, 3> secrets;
    const std::array<const char*, 3> names{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        auto found = secret(names[i], environment, read);
        if (!found) return tl::unexpected(found.error());
        secrets[i] = std::move(*found);
    }
    const auto& [bot_token, app_token, signing] = secrets;
    if (!bot_token) {
        config.slack.reset();
        if (app_token || signing) return fail(Code::kInvalidInput, fmt::format("{} is set, but SLACK_BOT_TOKEN is not", app_token ? names[1] : names[2]));
        return {};
    }
    auto& account = config.slack ? *config.slack : config.slack.emplace();
    if (auto kind = check_kind(names[0], *bot_token, "xoxb-", "OAuth & Permissions"); !kind) return kind;
    account.bot_token = *bot_token;
    if (const auto base = environment("SLACK_API_BASE")) {
        if (auto set = address_into(account.api_base, *base, false); !set) return fail(Code::kInvalidInput, "SLACK_API_BASE: " + set.error().message);
    }
    if (account.http) {
        if (!signing) return fail(Code::kInvalidInput, "slack.mode is http: set SLACK_SIGNING_SECRET (api.slack.com/apps, Basic Information)");
        auto several = signing_secrets(*signing);
        if (!several) return tl::unexpected(several.error());
        account.signing_secrets = std::move(*several);
        return {};
    }
    if (!app_token)
        return fail(Code::kInvalidInput,
                    "slack.mode is socket: set SLACK_APP_TOKEN (api.slack.com/apps, Basic Information, App-Level Tokens; scope connections:write)");
    if (auto kind = check_kind(names[1], *app_token, "xapp-", "App-Level Tokens"); !kind) return kind;
    account.app_token = *app_token;
    return {};
}

}  // namespace

Status address_into(std::string& target, std::string text, bool https_only) {
    while (text.ends_with('/')) text.pop_back();
    const bool good = text.starts_with("https://") || (!https_only && text.starts_with("http://"));
    if (!good || text.size() < 11 || text.find_first_of(" \t\r\n?#@") != std::string::npos)
        return fail(Code::kInvalidInput,
                    https_only ? "expected an address that begins with https://" : "expected an address that begins with https:// or http://");
    target = std::move(text);
    return {};
}

Result<std::optional<std::string>> secret(const std::string& name, const app::Environment& environment, const FileReader& read) {
    const auto value = environment(name);
    const auto file = environment(name + "_FILE");
    if (value && file) return fail(Code::kInvalidInput, fmt::format("both {} and {}_FILE are set: keep one", name, name));
    std::string text;
    if (value) {
        text = *value;
    } else if (file) {
        auto read_text = read(*file);
        if (!read_text) return fail(read_text.error().code, fmt::format("{}_FILE: {}", name, read_text.error().message));
        text = std::move(*read_text);
    } else if (const auto folder = environment("CREDENTIALS_DIRECTORY")) {
        auto read_text = read(*folder + "/" + to_lower_ascii(name));
        if (!read_text && read_text.error().code == Code::kNotFound) return std::optional<std::string>();
        if (!read_text) return tl::unexpected(read_text.error());
        text = std::move(*read_text);
    } else {
        return std::optional<std::string>();
    }
    const auto trimmed = std::string(trim(text));
    if (trimmed.empty()) return fail(Code::kInvalidInput, fmt::format("{} is empty", name));
    const bool printable = std::all_of(trimmed.begin(), trimmed.end(), [](char c) { return c > ' ' && c < 127; });
    if (trimmed.size() > kMaxSecretBytes || !printable)
        return fail(Code::kInvalidInput, fmt::format("{} does not look like a secret (letters, digits and signs without spaces)", name));
    return std::optional(trimmed);
}

Status read_accounts(ServerConfig& config, const app::Environment& environment, const FileReader& read) {
    if (auto done = read_telegram(config, environment, read); !done) return done;
    return read_slack(config, environment, read);
}

}  // namespace bot::main
