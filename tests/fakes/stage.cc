// Owns what stage.h promises.
#include "tests/fakes/stage.h"

#include <thread>

namespace tests {

ServerOptions Stage::with(ServerOptions options, const std::string& folder, const BotApi& api) {
    options.folder = folder;
    options.api_base = api.base();
    return options;
}

Stage::Stage(ServerOptions options) : server_(with(std::move(options), scratch_.path(), api_)), watch_(server_.database()) {}

void Stage::start(const std::map<std::string, std::string>& environment) {
    watch_.close();
    api_.note(Record::Kind::kStarted);
    server_.start(environment);
}

void Stage::kill() {
    server_.kill();
    bury();
}

void Stage::bury() {
    server_.wait();
    api_.settle();
    api_.note(Record::Kind::kKilled);
    watch_.close();
}

int Stage::end(std::chrono::milliseconds most) {
    // Before that a signal would meet a process that knows nothing of it, or our own child before it became one.
    server_.wait_until_serving();
    server_.ask_to_end();
    const auto code = server_.wait(most);
    if (!code) return -1;
    api_.settle();
    watch_.close();
    return *code;
}

bool Stage::settle(std::int64_t received, std::chrono::seconds most) {
    const auto until = Steady::now() + most;
    while (Steady::now() < until) {
        if (watch_.is_settled(received)) {
            api_.note(Record::Kind::kSettled);
            return true;
        }
        if (server_.has_ended()) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

std::string Stage::found(const HistoryOptions& options) {
    std::string lines;
    const auto all = violations(api_.log(), book(), options);
    for (std::size_t i = 0; i < all.size() && i < 20; ++i) lines += all[i] + "\n";
    if (all.size() > 20) lines += "and " + std::to_string(all.size() - 20) + " more\n";
    return lines;
}

}  // namespace tests
