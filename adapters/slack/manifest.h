// Owns the app manifest: what Slack is told about Viva when the app is made. Pure. Must not ask for a scope that nothing here needs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace adapters::slack {

struct ManifestOptions {
    std::string http_url = {};  // https://..., where Slack reaches us; without a path, /slack/events is meant. "" = Socket Mode
};

struct Scope {
    std::string_view name;
    std::string_view reason;  // for people who install it
};

// What the bot's token may do, and why, by name. Socket Mode needs one scope more, of the app-level token: connections:write.
std::span<const Scope> bot_scopes();

// The events the app subscribes to, by name.
std::span<const std::string_view> bot_events();

// The manifest as YAML, with each scope's reason behind it. Fails with kInvalidInput for an address that Slack would not take.
bot::Result<std::string> slack_manifest(const ManifestOptions& options);

}  // namespace adapters::slack
