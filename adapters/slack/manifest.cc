// Owns what manifest.h promises: the tables, and how they are written.
#include "adapters/slack/manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "adapters/slack/events_route.h"

namespace adapters::slack {
namespace {

constexpr std::array<Scope, 12> kScopes{{
    {"app_mentions:read", "hear its name in channels"},
    {"channels:history", "read answers in threads of public channels it is in"},
    {"channels:read", "know who made a channel, and when it is added, removed or archived"},
    {"chat:write", "ask, answer and mark"},
    {"commands", "/viva"},
    {"files:write", "send an export as a file"},
    {"groups:history", "read answers in threads of private channels it is in"},
    {"groups:read", "the same as channels:read, for private channels it is in"},
    {"im:history", "read what people write to it directly"},
    {"mpim:history", "read answers in group messages it is in"},
    {"mpim:read", "know who began a group message it is in"},
    {"users:read", "names, and whether somebody administers the workspace"},
}};

constexpr std::array<std::string_view, 18> kEvents{"app_home_opened",    "app_mention",     "app_uninstalled",       "channel_archive",  "channel_deleted",
                                                   "channel_id_changed", "channel_left",    "channel_unarchive",     "group_archive",    "group_deleted",
                                                   "group_left",         "group_unarchive", "member_joined_channel", "message.channels", "message.groups",
                                                   "message.im",         "message.mpim",    "tokens_revoked"};

constexpr std::string_view kAbout =
    "Viva asks real interview questions, listens to answers in your own words, follows up where you were weak and explains every mark: which of your words "
    "earned it, what was missing, what to read next. Practise in direct messages, in threads of a channel, or in a form that only you see.";

constexpr std::string_view kHead = R"(# The app manifest of Viva: api.slack.com/apps > Create New App > From a manifest.
_metadata:
  major_version: 1
display_information:
  name: Viva
  description: An oral exam in your chat
  long_description: "{about}"
features:
  app_home:
    home_tab_enabled: true
    messages_tab_enabled: true
    messages_tab_read_only_enabled: false
  bot_user:
    display_name: viva
    always_online: true
  slash_commands:
    - command: /viva
      description: Practise for an interview
      usage_hint: "round [topic] [questions] | practice | daily | board | me | help"
      should_escape: false
)";

constexpr std::string_view kTail = R"(  org_deploy_enabled: false
  socket_mode_enabled: {socket}
  token_rotation_enabled: false
)";

// Where Slack sends everything to.
bot::Result<std::string> request_url(std::string url) {
    constexpr std::string_view kScheme = "https://";
    constexpr std::size_t kMost = 500;
    const bool plain = std::all_of(url.begin(), url.end(),
                                   [](char c) { return c > ' ' && c <= '~' && std::string_view("\"'<>\\`{}|^?#@").find(c) == std::string_view::npos; });
    const auto host_end = url.find('/', kScheme.size());
    const auto host = url.starts_with(kScheme) ? url.substr(kScheme.size(), host_end == std::string::npos ? host_end : host_end - kScheme.size()) : "";
    if (!plain || host.empty() || host.front() == ':' || url.size() > kMost)
        return bot::fail(bot::Code::kInvalidInput, "the address must begin with https:// and a host, as in https://viva.example.com");
    while (url.ends_with('/')) url.pop_back();
    if (host_end == std::string::npos || host_end >= url.size()) url += EventsOptions{}.path;
    return url;
}

}  // namespace

std::span<const Scope> bot_scopes() { return kScopes; }
std::span<const std::string_view> bot_events() { return kEvents; }

bot::Result<std::string> slack_manifest(const ManifestOptions& options) {
    std::string url;
    if (!options.http_url.empty()) {
        auto made = request_url(options.http_url);
        if (!made) return tl::unexpected(made.error());
        url = std::move(*made);
    }
    auto yaml = fmt::format(kHead, fmt::arg("about", kAbout));
    if (!url.empty()) yaml += fmt::format("      url: {}\n", url);
    yaml += "oauth_config:\n  scopes:\n    bot:\n";
    for (const auto& scope : kScopes) yaml += fmt::format("      - {:<18} # {}\n", scope.name, scope.reason);
    yaml += "settings:\n  event_subscriptions:\n";
    if (!url.empty()) yaml += fmt::format("    request_url: {}\n", url);
    yaml += "    bot_events:\n";
    for (const auto event : kEvents) yaml += fmt::format("      - {}\n", event);
    yaml += "  interactivity:\n    is_enabled: true\n";
    if (!url.empty()) yaml += fmt::format("    request_url: {}\n", url);
    return yaml + fmt::format(kTail, fmt::arg("socket", url.empty()));
}

}  // namespace adapters::slack
