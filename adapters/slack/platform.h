// Owns one workspace's account at Slack: the threads that listen, over Socket Mode or our HTTP server, and the door through which parcels leave.
// Must not know what the bot does with events.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http_server.h"
#include "bot/app/log.h"
#include "bot/app/ports.h"
#include "bot/base/result.h"

namespace adapters::slack {

enum class Mode { kSocket, kHttp };

struct Options {
    Mode mode = Mode::kSocket;
    std::string bot_token;                     // xoxb-..; secret
    std::string app_token;                     // kSocket: xapp-..; secret
    std::vector<std::string> signing_secrets;  // kHttp: any of them signs; secret
    std::string account = "slack";
    std::string api_base = "https://slack.com/api";
    // Where answers to commands may be posted, and files. "" = Slack's own hosts, or the host of api_base if that is plain HTTP (a fake on this machine).
    std::string response_prefix;
    std::string upload_prefix;
    int connections = 2;                                // kSocket: 1 to 10
    std::string events_path = "/slack/events";          // kHttp
    std::function<void(std::string_view why)> refused;  // a call ("secret", "clock", "body", "full") or a payload ("shape"); may be null; any thread
    bot::app::Log* log = nullptr;                       // may be null
    std::string ca_file;                                // of the authority that certificates are checked with; "" = the system's
    bool allow_plain_websocket = false;                 // for tests: ws:// to this machine
};

class Slack final : public bot::app::Platform {
   public:
    // Checks the options; talks to nobody yet. Fails with kInvalidInput, naming the option, never a secret. clock and log must outlive the platform.
    static bot::Result<std::unique_ptr<Slack>> open(Options options, bot::app::Clock& clock);
    ~Slack() override;

    std::string_view account() const override;
    // The cursor is the workspace's id: a token of another workspace than the database's stops the account.
    bot::Status start(bot::app::Intake& intake, std::optional<std::string> cursor) override;
    void stop() override;
    bot::app::Delivery deliver(const bot::app::Parcel& parcel) override;
    void hang_up() override;
    bot::app::Liveness liveness() const override;
    std::vector<bot::app::Check> checks() override;

    // kHttp: what the HTTP server must serve. Answers 503 until the account is known.
    std::vector<net::Route> routes() const;

   private:
    class Core;
    explicit Slack(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace adapters::slack
