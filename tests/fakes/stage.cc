// Owns what stage.h promises.
#include "tests/fakes/stage.h"

#include <thread>

namespace tests {

namespace {

ServerOptions in_folder(ServerOptions options, const std::string& folder) {
    options.folder = folder;
    return options;
}

}  // namespace

ServerOptions served(ServerOptions options, const BotApi& api) {
    options.api_base = api.base();
    return options;
}

ServerOptions served(ServerOptions options, const SlackApi& api) {
    options.serves_telegram = false;
    options.environment["SLACK_API_BASE"] = api.base();
    options.environment["SLACK_BOT_TOKEN"] = SlackApi::kBotToken;
    options.environment["SLACK_APP_TOKEN"] = SlackApi::kAppToken;
    options.environment["SLACK_SIGNING_SECRET"] = SlackApi::kSigningSecret;
    return options;
}

ServerOptions over_requests(ServerOptions options) {
    options.config += std::string("slack: {mode: http, events_path: ") + kSlackPath + "}\n";
    return options;
}

Book known_to(const BotApi&, Book book) { return book; }

// One of the parts of the server's key is an id that Slack gave out; the last one says most.
Book known_to(const SlackApi& api, Book book) {
    book.received.clear();
    for (const auto& event : book.events) {
        std::int64_t update = 0;
        for (auto end = event.size(); update == 0;) {
            const auto colon = end == 0 ? std::string::npos : event.rfind(':', end - 1);
            const auto begin = colon == std::string::npos ? 0 : colon + 1;
            update = api.update_of(event.substr(begin, end - begin));
            if (colon == std::string::npos) break;
            end = colon;
        }
        book.received.insert(update);
    }
    return book;
}

HistoryOptions judged(HistoryOptions options, const BotApi&) { return options; }

HistoryOptions judged(HistoryOptions options, const SlackApi& api) {
    options.unheard.merge(api.echoes());
    options.is_silent = true;
    return options;
}

template <class Platform>
StageOf<Platform>::StageOf(ServerOptions options) : server_(in_folder(served(std::move(options), api_), scratch_.path())), watch_(server_.database()) {}

template <class Platform>
void StageOf<Platform>::start(const std::map<std::string, std::string>& environment) {
    watch_.close();
    api_.note(Record::Kind::kStarted);
    server_.start(environment);
}

template <class Platform>
void StageOf<Platform>::kill() {
    server_.kill();
    bury();
}

template <class Platform>
void StageOf<Platform>::bury() {
    server_.wait();
    api_.settle();
    api_.note(Record::Kind::kKilled);
    watch_.close();
}

template <class Platform>
int StageOf<Platform>::end(std::chrono::milliseconds most) {
    // Before that a signal would meet a process that knows nothing of it, or our own child before it became one.
    server_.wait_until_serving();
    server_.ask_to_end();
    const auto code = server_.wait(most);
    if (!code) return -1;
    api_.settle();
    watch_.close();
    return *code;
}

template <class Platform>
bool StageOf<Platform>::settle(std::int64_t received, std::chrono::seconds most) {
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

template <class Platform>
std::string StageOf<Platform>::found(const HistoryOptions& options) {
    std::string lines;
    const auto all = violations(api_.log(), book(), judged(options, api_));
    for (std::size_t i = 0; i < all.size() && i < 20; ++i) lines += all[i] + "\n";
    if (all.size() > 20) lines += "and " + std::to_string(all.size() - 20) + " more\n";
    return lines;
}

template class StageOf<BotApi>;
template class StageOf<SlackApi>;

}  // namespace tests
