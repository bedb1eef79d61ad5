// Owns one server, one fake platform and one database, put together for a test, and the waiting for what should happen.
#pragma once

#include <functional>
#include <string>

#include "tests/fakes/book.h"
#include "tests/fakes/bot_api.h"
#include "tests/fakes/history.h"
#include "tests/fakes/server_process.h"
#include "tests/fakes/slack_api.h"
#include "tests/support/process.h"

namespace tests {

template <class Platform>
class StageOf {
   public:
    explicit StageOf(ServerOptions options = {});

    Platform& api() { return api_; }
    ServerProcess& server() { return server_; }

    // Begins a life of the server and notes it.
    void start(const std::map<std::string, std::string>& environment = {});
    // Ends it with SIGKILL (if it runs), takes in what it still sent, and notes it.
    void kill();
    // After its process died by itself, or was killed from a fault: the same without the signal.
    void bury();
    // SIGTERM; its exit code, -1 if it does not end in time.
    int end(std::chrono::milliseconds most = std::chrono::seconds(15));

    // Until so many updates were received in all and nothing is left to send, or the process has ended by itself; false after `most`.
    bool settle(std::int64_t received, std::chrono::seconds most = std::chrono::seconds(30));
    std::int64_t number(const std::string& sql) { return watch_.number(sql); }

    Book book() { return known_to(api_, read_book(server_.database())); }
    std::string found(const HistoryOptions& options);  // violations, a line each

   private:
    Scratch scratch_;
    Platform api_;
    ServerProcess server_;
    BookWatch watch_;
};
using Stage = StageOf<BotApi>;
using SlackStage = StageOf<SlackApi>;

// The server that this platform is for; over sockets, where it is Slack.
ServerOptions served(ServerOptions options, const BotApi& api);
ServerOptions served(ServerOptions options, const SlackApi& api);
// Events as the platform numbers them.
Book known_to(const BotApi& api, Book book);
Book known_to(const SlackApi& api, Book book);
// What holds for every run with it.
HistoryOptions judged(HistoryOptions options, const BotApi& api);
HistoryOptions judged(HistoryOptions options, const SlackApi& api);

constexpr const char* kSlackPath = "/slack/events";
// The same server, to which Slack pushes; the fake is to be told its port.
ServerOptions over_requests(ServerOptions options = {});

}  // namespace tests
