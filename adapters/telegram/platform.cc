// Owns what platform.h promises: the options' checks, the two connections to the platform, the threads.
#include "adapters/telegram/platform.h"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "adapters/net/http_client.h"
#include "adapters/telegram/api.h"
#include "adapters/telegram/checks.h"
#include "adapters/telegram/poller.h"
#include "adapters/telegram/pulse.h"
#include "adapters/telegram/sender.h"
#include "adapters/telegram/setup.h"
#include "adapters/telegram/webhook.h"
#include "bot/base/check.h"

namespace adapters::telegram {
namespace {

using bot::Code;
using bot::fail;

constexpr bot::Duration kLongestHold{50'000};

bot::Status check_options(const Options& options) {
    if (options.hold < bot::Duration(1'000) || options.hold > kLongestHold) return fail(Code::kInvalidInput, "the poll's hold must be 1 s to 50 s");
    if (options.mode == Mode::kPoll) return {};
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; };
    const auto& secret = options.webhook_secret;
    if (secret.empty()) return fail(Code::kInvalidInput, "the webhook needs a secret; set TELEGRAM_WEBHOOK_SECRET");
    if (secret.size() > 256 || !std::all_of(secret.begin(), secret.end(), fits)) {
        return fail(Code::kInvalidInput, "the webhook's secret may hold 1 to 256 letters, digits, '_' and '-' only");
    }
    const auto& path = options.webhook_path;
    if (!path.starts_with('/') || path.size() < 2 || path.find_first_of("?# ") != std::string::npos) {
        return fail(Code::kInvalidInput, "the webhook's path must begin with '/' and hold no query");
    }
    const auto& url = options.public_url;
    if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://")) return fail(Code::kInvalidInput, "public_url must begin with https://");
    if (options.webhook_connections < 1 || options.webhook_connections > 100'000)
        return fail(Code::kInvalidInput, "the webhook's connections must be 1 to 100000");
    return {};
}

std::string webhook_url(const Options& options) {
    if (options.public_url.empty()) return "";
    std::string url = options.public_url;
    while (url.ends_with('/')) url.pop_back();
    return url + options.webhook_path;
}

}  // namespace

class Telegram::Core {
   public:
    Core(Options options, std::int64_t id, std::unique_ptr<net::HttpClient> listening, std::unique_ptr<net::HttpClient> sending, bot::app::Clock& clock)
        : options_(std::move(options)),
          account_(std::to_string(id)),
          clock_(clock),
          pulse_(std::make_shared<Pulse>(id)),
          listening_(std::move(listening)),
          sending_(std::move(sending)),
          ear_(options_.token, [this](const net::HttpCall& call) { return listening_->exchange(call); }),
          mouth_(options_.token, [this](const net::HttpCall& call) { return sending_->exchange(call); }),
          sender_(mouth_, *pulse_, clock, options_.log) {
        if (options_.mode == Mode::kWebhook)
            webhook_ = std::make_unique<Webhook>(WebhookOptions{options_.webhook_path, options_.webhook_secret, options_.refused}, pulse_, clock_);
    }
    ~Core() { stop(); }

    void start(bot::app::Intake& intake, const std::optional<std::string>& cursor) {
        VIVA_CHECK(!listener_.joinable());
        std::random_device chance;
        listening_->reset();
        ended_ = std::make_unique<net::Pause>();
        SetupOptions setup{options_.mode == Mode::kWebhook, webhook_url(options_), options_.webhook_secret,
                           options_.webhook_connections,    options_.menus,        chance()};
        setup_ = std::make_unique<Setup>(ear_, *pulse_, clock_, options_.log, std::move(setup));
        if (webhook_) {
            webhook_->open(intake);
            listener_ = std::thread([this] { set_up(); });
            return;
        }
        PollerOptions polling;
        polling.hold = options_.hold;
        polling.take_over = options_.take_over;
        polling.refused = options_.refused;
        polling.seed = chance();
        poller_ = std::make_unique<Poller>(ear_, *pulse_, clock_, options_.log, polling);
        poller_->begin_at(cursor);
        listener_ = std::thread([this, &intake] {
            // Our name first, if the platform tells it at once: commands of groups carry it.
            const auto wait = setup_->step();
            std::thread rest;
            if (wait) rest = std::thread([this, first = *wait] { set_up(first); });
            poller_->run(intake);
            if (rest.joinable()) rest.join();
        });
    }

    void stop() {
        if (!listener_.joinable()) return;
        if (webhook_) webhook_->close();
        if (poller_) poller_->stop();
        ended_->end();
        listening_->cancel();
        listener_.join();
    }

    Options options_;
    std::string account_;
    bot::app::Clock& clock_;
    std::shared_ptr<Pulse> pulse_;
    std::unique_ptr<net::HttpClient> listening_;  // cancelled by stop(); the other one is not
    std::unique_ptr<net::HttpClient> sending_;
    Api ear_;
    Api mouth_;
    Sender sender_;
    std::unique_ptr<Webhook> webhook_;

   private:
    void set_up(bot::Duration first = {}) {
        if (first > bot::Duration::zero() && !ended_->wait(first)) return;
        while (!ended_->ended()) {
            const auto wait = setup_->step();
            if (!wait || !ended_->wait(*wait)) return;
        }
    }

    std::unique_ptr<net::Pause> ended_;
    std::unique_ptr<Setup> setup_;
    std::unique_ptr<Poller> poller_;
    std::thread listener_;
};

Telegram::Telegram(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Telegram::~Telegram() = default;

bot::Result<std::unique_ptr<Telegram>> Telegram::open(Options options, bot::app::Clock& clock) {
    const auto id = id_of_token(options.token);
    if (!id) return tl::unexpected(id.error());
    if (const auto checked = check_options(options); !checked) return tl::unexpected(checked.error());
    net::ClientLimits limits;
    limits.ca_file = options.ca_file;
    auto listening = net::HttpClient::open(options.api_base, limits);
    if (!listening) return fail(listening.error().code, "telegram.api_base: " + listening.error().message);
    auto sending = net::HttpClient::open(options.api_base, limits);
    if (!sending) return fail(sending.error().code, "telegram.api_base: " + sending.error().message);
    return std::unique_ptr<Telegram>(new Telegram(std::make_unique<Core>(std::move(options), *id, std::move(*listening), std::move(*sending), clock)));
}

std::string_view Telegram::account() const { return core_->account_; }
bot::Status Telegram::start(bot::app::Intake& intake, std::optional<std::string> cursor) {
    core_->start(intake, cursor);
    return {};
}
void Telegram::stop() { core_->stop(); }
bot::app::Delivery Telegram::deliver(const bot::app::Parcel& parcel) { return core_->sender_.deliver(parcel); }
void Telegram::hang_up() { core_->sending_->cancel(); }
bot::app::Liveness Telegram::liveness() const { return core_->pulse_->liveness(); }
std::vector<bot::app::Check> Telegram::checks() {
    return check_account(core_->mouth_, core_->clock_, {core_->options_.mode == Mode::kWebhook, webhook_url(core_->options_)});
}
std::optional<net::Route> Telegram::route() const {
    if (!core_->webhook_) return std::nullopt;
    return core_->webhook_->route();
}

}  // namespace adapters::telegram
