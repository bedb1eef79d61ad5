// Owns `viva slack`: what is needed to make the Slack app.
#include "adapters/slack/manifest.h"
#include "bot/main/command.h"

namespace bot::main {
namespace {

int run(const adapters::slack::ManifestOptions& options, bool over_http) {
    if (over_http && options.http_url.empty()) return cannot("--http needs the address of this server, as in https://viva.example.com");
    const auto manifest = adapters::slack::slack_manifest(options);
    if (!manifest) return cannot(manifest.error());
    say("{}", *manifest);
    if (options.http_url.empty()) {
        note(
            "viva: next, in the app's Basic Information: an app-level token with connections:write is SLACK_APP_TOKEN; then Install App, its bot token is "
            "SLACK_BOT_TOKEN\n");
    } else {
        note(
            "viva: next, in the app's Basic Information: the signing secret is SLACK_SIGNING_SECRET; then Install App, its bot token is SLACK_BOT_TOKEN; "
            "the server must run before Slack can verify the address\n");
    }
    return kDone;
}

}  // namespace

void add_slack(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("slack", "Make the Slack app: its manifest");
    command->require_subcommand(1);
    command->footer("Example:\n  viva slack manifest > manifest.yaml");
    auto* manifest = command->add_subcommand("manifest", "Print the app manifest, with the reason of each scope");
    auto options = std::make_shared<adapters::slack::ManifestOptions>();
    auto* http = manifest->add_option("--http", options->http_url, "Events over HTTP at this address, instead of Socket Mode")->type_name("URL");
    manifest->allow_extras();
    manifest->footer(
        "Examples:\n  viva slack manifest                                    Socket Mode: no public address\n"
        "  viva slack manifest --http https://viva.example.com    Slack calls https://viva.example.com/slack/events");
    manifest->callback([options, http, &action] { action = [options, over_http = http->count() > 0] { return run(*options, over_http); }; });
}

}  // namespace bot::main
