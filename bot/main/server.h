// Owns putting the server together: ledger, reception, dispatcher, outbox, platforms, and what it serves of itself over HTTP.
// Must not decide anything about turns, or read the environment.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/net/http_server.h"
#include "adapters/slack/platform.h"
#include "adapters/telegram/platform.h"
#include "bot/app/dispatcher.h"
#include "bot/app/library.h"
#include "bot/app/log.h"
#include "bot/app/metrics.h"
#include "bot/app/outbox.h"
#include "bot/app/reception.h"
#include "bot/main/board_pages.h"
#include "bot/main/config.h"
#include "bot/main/local_person.h"
#include "bot/store/ledger.h"

namespace bot::main {

// An account's adapter with its options from the configuration. Talks to nobody yet.
Result<std::unique_ptr<adapters::telegram::Telegram>> open_telegram(const TelegramConfig& account, const ServerConfig& config, const Catalogue& texts,
                                                                    app::Log* log, app::Clock& clock, std::function<void(std::string_view)> refused);

Result<std::unique_ptr<adapters::slack::Slack>> open_slack(const SlackConfig& account, app::Log* log, app::Clock& clock,
                                                           std::function<void(std::string_view)> refused);

class Server {
   public:
    // Opens the database and listens, but serves no platform yet. database: settled, not empty. Fails naming what is in the way.
    static Result<std::unique_ptr<Server>> open(const ServerConfig& config, const std::string& database, std::shared_ptr<const app::Library> library,
                                                app::Log& log);
    ~Server();

    Status start();

    // To be called every few seconds: asks the dispatcher for a sign of life. False: it gave none for a minute, only a new process helps.
    bool look();

    // Ends the intake, handles what was taken, sends what can be sent within the deadline. The rest is in the ledger.
    void stop(Duration deadline);

    int port() const { return http_->port(); }

   private:
    Server(const ServerConfig& config, std::shared_ptr<const app::Library> library, app::Log& log);
    Status build(const std::string& database);
    Status build_platforms(std::vector<adapters::net::Route>& routes);
    std::vector<adapters::net::Route> own_routes();
    adapters::net::HttpResponse health() const;
    adapters::net::HttpResponse readiness() const;
    adapters::net::HttpResponse metrics();
    std::string not_ready() const;

    ServerConfig config_;
    std::shared_ptr<const app::Library> library_;
    app::Log& log_;
    mutable SystemClock clock_;
    app::Metrics metrics_;
    std::unique_ptr<store::Ledger> ledger_;
    std::unique_ptr<app::Reception> reception_;
    std::unique_ptr<app::Outbox> outbox_;
    std::unique_ptr<app::Dispatcher> dispatcher_;
    std::vector<std::unique_ptr<app::Platform>> platforms_;
    std::unique_ptr<BoardPages> boards_;  // null: nobody could reach them
    std::unique_ptr<adapters::net::HttpServer> http_;
    std::atomic<Instant> heard_{};  // when the dispatcher last gave a sign of life
    std::atomic<bool> asked_ = false;
    std::atomic<bool> stopping_ = false;
    bool stopped_ = false;
};

}  // namespace bot::main
