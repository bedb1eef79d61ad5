// Owns what platform.h promises: the options' checks, the connections to the platform, the threads.
// Threads: "listener" asks who we are, hands in the cursor, then asks what people are called and waits for news about the token; "socket mode" opens
// connections; the websockets' loop reads them and decodes what they bring. Over HTTP the server's thread does the last.
#include "adapters/slack/platform.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include "adapters/net/http_client.h"
#include "adapters/net/url.h"
#include "adapters/net/websocket.h"
#include "adapters/slack/api.h"
#include "adapters/slack/checks.h"
#include "adapters/slack/events_route.h"
#include "adapters/slack/introduction.h"
#include "adapters/slack/manifest.h"
#include "adapters/slack/naming.h"
#include "adapters/slack/outside.h"
#include "adapters/slack/people.h"
#include "adapters/slack/sender.h"
#include "adapters/slack/socket_mode.h"
#include "bot/base/check.h"

namespace adapters::slack {
namespace {

using bot::Code;
using bot::Duration;
using bot::fail;

constexpr Duration kLong{3'600'000};

// A fake on this machine has everything at one place.
bool is_fake(const std::string& api_base) {
    const auto url = net::parse_base_url(api_base);
    return url && !url->tls && net::is_loopback(url->host);
}

void fill_in(Options& options) {
    const auto own = is_fake(options.api_base) ? options.api_base.substr(0, options.api_base.find('/', 7)) + "/" : "";
    if (options.response_prefix.empty()) options.response_prefix = own.empty() ? "https://hooks.slack.com/" : own;
    if (options.upload_prefix.empty()) options.upload_prefix = own.empty() ? "https://files.slack.com/" : own;
}

bot::Status check_options(const Options& options) {
    if (auto token = check_bot_token(options.bot_token); !token) return token;
    if (options.account.empty()) return fail(Code::kInvalidInput, "slack.account must not be empty");
    for (const auto* prefix : {&options.response_prefix, &options.upload_prefix}) {
        if (!prefix->ends_with('/')) return fail(Code::kInvalidInput, "the prefixes of response and upload addresses must end with '/'");
    }
    if (options.mode == Mode::kSocket) {
        if (options.connections < 1 || options.connections > 10) return fail(Code::kInvalidInput, "slack.connections must be 1 to 10");
        return check_app_token(options.app_token);
    }
    const auto& secrets = options.signing_secrets;
    if (secrets.empty() || std::any_of(secrets.begin(), secrets.end(), [](const auto& one) { return one.empty(); }))
        return fail(Code::kInvalidInput, "slack.mode http needs the app's signing secret; set SLACK_SIGNING_SECRET");
    const auto& path = options.events_path;
    if (!net::is_request_target(path) || path.size() < 2 || path.find('?') != std::string::npos)
        return fail(Code::kInvalidInput, "slack.events_path must begin with '/' and hold no query");
    return {};
}

Kind kind_of(std::string_view type) {
    if (type == "slash_commands") return Kind::kSlash;
    return type == "interactive" ? Kind::kInteraction : Kind::kEvent;
}

// All that talks to the platform.
struct Clients {
    std::unique_ptr<net::HttpClient> listening;  // cancelled by stop(); the others are not
    std::unique_ptr<net::HttpClient> sending;
    std::unique_ptr<net::HttpClient> responding;
    std::unique_ptr<net::HttpClient> uploading;
    std::unique_ptr<net::WebSocketLoop> sockets;  // null: over HTTP
};

Exchange through(net::HttpClient& client) {
    return [&client](const net::HttpCall& call) { return client.exchange(call); };
}

bot::Result<Clients> open_clients(const Options& options) {
    Clients clients;
    net::ClientLimits limits;
    limits.ca_file = options.ca_file;
    const auto open = [&](std::unique_ptr<net::HttpClient>& client, const std::string& base, const char* name) -> bot::Status {
        auto opened = net::HttpClient::open(base, limits);
        if (!opened) return fail(opened.error().code, std::string(name) + ": " + opened.error().message);
        client = std::move(*opened);
        return {};
    };
    if (auto done = open(clients.listening, options.api_base, "slack.api_base"); !done) return tl::unexpected(done.error());
    if (auto done = open(clients.sending, options.api_base, "slack.api_base"); !done) return tl::unexpected(done.error());
    if (auto done = open(clients.responding, options.response_prefix, "the place of responses"); !done) return tl::unexpected(done.error());
    if (auto done = open(clients.uploading, options.upload_prefix, "the place of uploads"); !done) return tl::unexpected(done.error());
    if (options.mode == Mode::kHttp) return clients;
    net::WebSocketLimits socket_limits;
    socket_limits.ca_file = options.ca_file;
    socket_limits.plain_loopback = options.allow_plain_websocket || is_fake(options.api_base);
    auto sockets = net::WebSocketLoop::open(socket_limits);
    if (!sockets) return tl::unexpected(sockets.error());
    clients.sockets = std::move(*sockets);
    return clients;
}

}  // namespace

class Slack::Core {
   public:
    Core(Options options, Clients clients, bot::app::Clock& clock)
        : options_(std::move(options)),
          clock_(clock),
          clients_(std::move(clients)),
          ear_(options_.bot_token, through(*clients_.listening)),
          app_(options_.app_token, through(*clients_.listening)),
          mouth_(options_.bot_token, through(*clients_.sending)),
          app_mouth_(options_.app_token, through(*clients_.sending)),
          outside_({{options_.response_prefix, through(*clients_.responding)}, {options_.upload_prefix, through(*clients_.uploading)}}),
          people_(mouth_, clock),
          sender_(mouth_, outside_, people_, clock, options_.log) {
        if (options_.mode == Mode::kSocket) return;
        EventsOptions events;
        events.path = options_.events_path;
        events.secrets = options_.signing_secrets;
        events.refused = options_.refused;
        events.heard = [state = state_, &clock] { state->heard(clock.now()); };
        events.withdrawn = [state = state_] { state->doubt(); };
        route_ = std::make_unique<EventsRoute>(std::move(events), clock_);
    }
    ~Core() { stop(); }

    void start(bot::app::Intake& intake, const std::optional<std::string>& cursor);
    void stop();
    void hang_up() {
        for (const auto* client : {&clients_.sending, &clients_.responding, &clients_.uploading}) (*client)->cancel();
    }
    bot::app::Liveness liveness() const {
        const std::lock_guard lock(mutex_);
        auto seen = state_->liveness();
        if (!seen.ready || !sockets_) return seen;
        auto listening = sockets_->liveness();
        listening.last_heard = std::max(listening.last_heard, seen.last_heard);
        return listening;
    }

    // What threads share, also with a route that outlives us.
    class State {
       public:
        bot::app::Liveness liveness() const {
            const std::lock_guard lock(mutex_);
            return liveness_;
        }
        void heard(bot::Instant now) {
            const std::lock_guard lock(mutex_);
            liveness_.last_heard = now;
        }
        void rest() {
            const std::lock_guard lock(mutex_);
            liveness_.ready = false;
        }
        void well() {
            const std::lock_guard lock(mutex_);
            liveness_.ready = true;
            liveness_.trouble.clear();
        }
        // True if this is news.
        bool unwell(const std::string& trouble) {
            const std::lock_guard lock(mutex_);
            liveness_.ready = false;
            return std::exchange(liveness_.trouble, trouble) != trouble;
        }
        // The platform says that our token is withdrawn; somebody should ask.
        void doubt() {
            doubted_ = true;
            if (const auto now = pause()) now->ring();
        }
        bool take_doubt() { return doubted_.exchange(false); }
        std::shared_ptr<net::Pause> pause() const {
            const std::lock_guard lock(mutex_);
            return pause_;
        }
        void begin() {
            const std::lock_guard lock(mutex_);
            pause_ = std::make_shared<net::Pause>();
            liveness_.ready = false;
        }

       private:
        mutable std::mutex mutex_;
        bot::app::Liveness liveness_;
        std::atomic<bool> doubted_ = false;
        std::shared_ptr<net::Pause> pause_;
    };

    const Options options_;
    bot::app::Clock& clock_;
    Clients clients_;
    Api ear_;
    Api app_;
    Api mouth_;
    Api app_mouth_;
    Outside outside_;
    People people_;
    Sender sender_;
    std::unique_ptr<EventsRoute> route_;  // null: Socket Mode

   private:
    void listen(bot::app::Intake& intake, const std::string& team);
    bool introduce(Introduction& introduction, net::Pause& pause);
    bool hand_in(bot::app::Intake& intake, const std::string& team, const std::shared_ptr<net::Pause>& pause);
    void open_sockets(bot::app::Intake& intake, const Self& self);
    void take(bot::app::Intake& intake, const Self& self, const Envelope& envelope, Ack ack) const;
    void guard();
    // Stays until stop() has joined its callers.
    SocketMode* socket_mode() const {
        const std::lock_guard lock(mutex_);
        return sockets_.get();
    }

    std::shared_ptr<State> state_ = std::make_shared<State>();
    mutable std::mutex mutex_;
    std::unique_ptr<Naming> naming_;       // from start() on
    std::unique_ptr<SocketMode> sockets_;  // its pointer under the mutex
    std::thread listener_;
    std::thread opener_;
};

void Slack::Core::start(bot::app::Intake& intake, const std::optional<std::string>& cursor) {
    VIVA_CHECK(!listener_.joinable());
    clients_.listening->reset();
    if (clients_.sockets) clients_.sockets->reset();
    state_->begin();
    naming_ = std::make_unique<Naming>(intake, people_, clock_, [pause = state_->pause()] { pause->ring(); });
    listener_ = std::thread([this, team = cursor.value_or("")] { listen(*naming_, team); });
}

void Slack::Core::stop() {
    if (!listener_.joinable()) return;
    state_->pause()->end();
    naming_->close();
    if (route_) route_->close();
    // What was handed over may still be acknowledged, so the connections are cut afterwards.
    if (auto* sockets = socket_mode()) sockets->stop();
    clients_.listening->cancel();
    if (clients_.sockets) clients_.sockets->cancel();
    listener_.join();
    if (route_) route_->close();  // it may just have been opened
    if (opener_.joinable()) opener_.join();
    state_->rest();
    const std::lock_guard lock(mutex_);
    sockets_.reset();
}

void Slack::Core::listen(bot::app::Intake& intake, const std::string& team) {
    const auto pause = state_->pause();
    Self known;
    known.account = options_.account;
    known.response_prefix = options_.response_prefix;
    Introduction introduction(ear_, known, team, std::random_device()());
    if (!introduce(introduction, *pause)) return;
    const auto& self = introduction.self();
    if (team.empty() && !hand_in(intake, self.team, pause)) return;
    if (options_.log) options_.log->info("known to the platform", {{"account", options_.account}, {"team", self.team}, {"user", self.user}});
    if (route_) {
        route_->open(intake, self);
    } else {
        open_sockets(intake, self);
    }
    state_->well();
    guard();
    naming_->close();
}

bool Slack::Core::introduce(Introduction& introduction, net::Pause& pause) {
    for (;;) {
        const auto wait = introduction.step();
        if (pause.ended()) return false;
        if (introduction.trouble().empty()) {
            state_->heard(clock_.now());
            return true;
        }
        if (state_->unwell(introduction.trouble()) && options_.log)
            options_.log->write(wait ? bot::app::LogLevel::kWarn : bot::app::LogLevel::kError, "the account cannot listen",
                                {{"trouble", introduction.trouble()}});
        if (!wait || !pause.sleep(*wait)) return false;
    }
}

// The database belongs to this workspace from now on.
bool Slack::Core::hand_in(bot::app::Intake& intake, const std::string& team, const std::shared_ptr<net::Pause>& pause) {
    net::Growing growing(Duration(50), Duration(2'000), std::random_device()());
    do {
        enum { kOpen, kStored, kNotStored };
        const auto result = std::make_shared<std::atomic<int>>(kOpen);
        const auto done = [result, pause](bool durable) {
            *result = durable ? kStored : kNotStored;
            pause->ring();
        };
        if (!intake.submit({}, bot::app::Cursor{options_.account, team}, done)) continue;
        while (*result == kOpen) {
            if (!pause->wait(kLong)) return false;
        }
        if (*result == kStored) return true;
    } while (pause->sleep(growing.next()));
    return false;
}

void Slack::Core::open_sockets(bot::app::Intake& intake, const Self& self) {
    SocketModeOptions options;
    options.connections = options_.connections;
    options.refused = options_.refused;
    options.seed = std::random_device()();
    const std::lock_guard lock(mutex_);
    sockets_ = std::make_unique<SocketMode>([this] { return locate(app_); }, [this](const std::string& url) { return clients_.sockets->connect(url); },
                                            [this, &intake, self](const Envelope& envelope, Ack ack) { take(intake, self, envelope, std::move(ack)); }, clock_,
                                            options_.log, std::move(options));
    if (state_->pause()->ended()) return sockets_->stop();
    opener_ = std::thread([mode = sockets_.get()] { mode->run(); });
}

void Slack::Core::take(bot::app::Intake& intake, const Self& self, const Envelope& envelope, Ack ack) const {
    auto what = arrived(envelope.payload, kind_of(envelope.type), self);
    const auto tell = [&](std::string_view why) {
        if (options_.refused) options_.refused(why);
    };
    if (!what.understood) tell("body");
    if (what.wrong) tell("shape");
    if (what.revoked || what.uninstalled) state_->doubt();
    // What cannot be read today cannot be read when it is sent again.
    if (what.events.empty()) return ack();
    const auto done = [ack = std::move(ack)](bool durable) {
        if (durable) ack();
    };
    if (!intake.submit(std::move(what.events), std::nullopt, done)) tell("full");
}

// Until the end: asks for people's names; if the platform says that the token is withdrawn, and it is, nothing can be done any more.
void Slack::Core::guard() {
    const auto pause = state_->pause();
    while (pause->wait(kLong)) {
        while (!pause->ended() && naming_->look_up()) {
        }
        if (!state_->take_doubt() || still_valid(ear_) || pause->ended()) continue;
        const std::string trouble = "the app was removed from the workspace, or its token revoked; install it again, put the new token in and restart";
        if (state_->unwell(trouble) && options_.log) options_.log->error("the account has ended", {{"trouble", trouble}});
        if (route_) route_->close();
        if (auto* sockets = socket_mode()) sockets->stop(Duration(0));
        return;
    }
}

Slack::Slack(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Slack::~Slack() = default;

bot::Result<std::unique_ptr<Slack>> Slack::open(Options options, bot::app::Clock& clock) {
    fill_in(options);
    if (const auto checked = check_options(options); !checked) return tl::unexpected(checked.error());
    auto clients = open_clients(options);
    if (!clients) return tl::unexpected(clients.error());
    return std::unique_ptr<Slack>(new Slack(std::make_unique<Core>(std::move(options), std::move(*clients), clock)));
}

std::string_view Slack::account() const { return core_->options_.account; }
bot::Status Slack::start(bot::app::Intake& intake, std::optional<std::string> cursor) {
    core_->start(intake, cursor);
    return {};
}
void Slack::stop() { core_->stop(); }
bot::app::Delivery Slack::deliver(const bot::app::Parcel& parcel) { return core_->sender_.deliver(parcel); }
void Slack::hang_up() { core_->hang_up(); }
bot::app::Liveness Slack::liveness() const { return core_->liveness(); }
std::vector<bot::app::Check> Slack::checks() {
    const bool sockets = core_->options_.mode == Mode::kSocket;
    CheckOptions options{sockets, core_->options_.bot_token, core_->options_.app_token};
    for (const auto& scope : bot_scopes()) options.scopes.emplace_back(scope.name, scope.reason);
    return check_account(core_->mouth_, sockets ? &core_->app_mouth_ : nullptr, core_->clock_, options);
}
std::vector<net::Route> Slack::routes() const {
    if (!core_->route_) return {};
    return {core_->route_->route()};
}

}  // namespace adapters::slack
