// Owns `viva health`: asks the server on this machine how it is, for containers and scripts without curl.
#include <fmt/format.h>

#include "adapters/net/http_client.h"
#include "bot/base/text.h"
#include "bot/main/command.h"
#include "bot/main/config.h"
#include "bot/main/read_file.h"

namespace bot::main {
namespace {

struct Options {
    std::string config;
    bool ready = false;
};

int run(const Options& options) {
    const auto config = read_config({options.config, {}, {}}, environment, read_file);
    if (!config) return cannot(config.error());
    const bool any = config->listen_host == "0.0.0.0" || config->listen_host == "::";
    const auto host = any ? "127.0.0.1" : config->listen_host.find(':') == std::string::npos ? config->listen_host : "[" + config->listen_host + "]";
    auto client = adapters::net::HttpClient::open(fmt::format("http://{}:{}", host, config->listen_port));
    if (!client) return cannot(client.error());
    const auto reply = (*client)->get(options.ready ? "/readyz" : "/healthz", Duration(5000));
    if (!reply) {
        say("no server answers on {}:{}: {}\n", host, config->listen_port, reply.error().message);
        return kSaysNo;
    }
    say("{}\n", trim(reply->body));
    return reply->status == 200 ? kDone : kSaysNo;
}

}  // namespace

void add_health(CLI::App& root, Action& action) {
    auto* command = root.add_subcommand("health", "Ask the server on this machine whether it is alive");
    auto options = std::make_shared<Options>();
    command->add_option("--config", options->config, "The server's configuration")->type_name("FILE");
    command->add_flag("--ready", options->ready, "Whether it is also connected and can store");
    command->footer("Example:\n  viva health --ready\nExit code 0: yes, 1: no, 2: could not ask.");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace bot::main
