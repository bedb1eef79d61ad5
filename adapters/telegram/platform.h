// Owns one bot account at Telegram: the threads that listen, and the door through which parcels leave.
// Must not know what the bot does with events.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http_server.h"
#include "adapters/telegram/menu.h"
#include "bot/app/log.h"
#include "bot/app/ports.h"
#include "bot/base/result.h"

namespace adapters::telegram {

enum class Mode { kPoll, kWebhook };

struct Options {
    std::string token;                                  // secret
    std::string api_base = "https://api.telegram.org";  // or a self-hosted Bot API server's
    Mode mode = Mode::kPoll;
    bot::Duration hold{30'000};  // of a poll, 1 s to 50 s
    bool take_over = false;      // kPoll: remove a webhook that is in the way
    std::string public_url;      // kWebhook: how the platform reaches us, without the path; "" = the webhook is set by somebody else
    std::string webhook_path = "/telegram";
    std::string webhook_secret;  // kWebhook: 1 to 256 of A-Z a-z 0-9 _ -; secret
    int webhook_connections = 40;
    Menus menus;
    std::function<void(std::string_view why)> refused;  // a webhook call ("secret", "body", "full") or an update ("shape"); may be null; any thread
    bot::app::Log* log = nullptr;                       // may be null
    std::string ca_file;                                // of the authority that api_base's certificate is checked with; "" = the system's
};

class Telegram final : public bot::app::Platform {
   public:
    // Checks the options; talks to nobody yet. Fails with kInvalidInput, naming the option, never a secret. clock and log must outlive the platform.
    static bot::Result<std::unique_ptr<Telegram>> open(Options options, bot::app::Clock& clock);
    ~Telegram() override;

    std::string_view account() const override;
    bot::Status start(bot::app::Intake& intake, std::optional<std::string> cursor) override;
    void stop() override;
    bot::app::Delivery deliver(const bot::app::Parcel& parcel) override;
    void hang_up() override;
    bot::app::Liveness liveness() const override;
    std::vector<bot::app::Check> checks() override;

    // kWebhook: what the HTTP server must serve. Answers 503 until start().
    std::optional<net::Route> route() const;

   private:
    class Core;
    explicit Telegram(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace adapters::telegram
