// Owns the wiring and the server's own pages.
#include "bot/main/server.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <thread>

#include "bot/app/page_link.h"

namespace bot::main {
namespace {

using adapters::net::HttpRequest;
using adapters::net::HttpResponse;
using adapters::net::Respond;
using adapters::net::Route;
using adapters::slack::Slack;
using adapters::telegram::Telegram;

constexpr Duration kSilence{60'000};  // of the dispatcher, after which the server is not alive any more

double seconds(Duration duration) { return static_cast<double>(duration.count()) / 1000; }

// That this process may use; at least one.
int processors() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

std::string_view word_of(app::Delivery::Outcome outcome) {
    using Outcome = app::Delivery::Outcome;
    switch (outcome) {
        case Outcome::kSent: return "sent";
        case Outcome::kPassing: return "trouble that passes";
        case Outcome::kSlower: return "asked for patience";
        case Outcome::kRefused: return "refused";
        case Outcome::kGone: return "the room is gone";
        case Outcome::kMoved: return "the room moved";
        case Outcome::kStopped: return "the account may not send";
    }
    return "";
}

// What to do about a place that cannot be listened at.
std::string_view fix_of(Code code) {
    if (code == Code::kConflict) return " (stop what listens there, or set listen.port)";
    return code == Code::kInvalidInput ? "" : " (set listen.host and listen.port)";
}

}  // namespace

Result<std::unique_ptr<Telegram>> open_telegram(const TelegramConfig& account, const ServerConfig& config, const Catalogue& texts, app::Log* log,
                                                app::Clock& clock, std::function<void(std::string_view)> refused) {
    adapters::telegram::Options options;
    options.token = account.token;
    options.api_base = account.api_base;
    options.mode = account.webhook ? adapters::telegram::Mode::kWebhook : adapters::telegram::Mode::kPoll;
    options.take_over = account.take_over;
    options.public_url = config.public_url;
    options.webhook_path = account.webhook_path;
    options.webhook_secret = account.webhook_secret;
    options.menus = adapters::telegram::menus_of(texts);
    options.refused = std::move(refused);
    options.log = log;
    return Telegram::open(std::move(options), clock);
}

Result<std::unique_ptr<Slack>> open_slack(const SlackConfig& account, app::Log* log, app::Clock& clock, std::function<void(std::string_view)> refused) {
    adapters::slack::Options options;
    options.mode = account.http ? adapters::slack::Mode::kHttp : adapters::slack::Mode::kSocket;
    options.bot_token = account.bot_token;
    options.app_token = account.app_token;
    options.signing_secrets = account.signing_secrets;
    options.account = account.account;
    options.api_base = account.api_base;
    options.connections = account.connections;
    options.events_path = account.events_path;
    options.refused = std::move(refused);
    options.log = log;
    return Slack::open(std::move(options), clock);
}

Server::Server(const ServerConfig& config, std::shared_ptr<const app::Library> library, app::Log& log)
    : config_(config), library_(std::move(library)), log_(log), metrics_(VIVA_VERSION) {}

Server::~Server() { stop(Duration::zero()); }

Result<std::unique_ptr<Server>> Server::open(const ServerConfig& config, const std::string& database, std::shared_ptr<const app::Library> library,
                                             app::Log& log) {
    auto server = std::unique_ptr<Server>(new Server(config, std::move(library), log));
    if (auto built = server->build(database); !built) return tl::unexpected(built.error());
    return server;
}

Status Server::build(const std::string& database) {
    auto ledger = store::Ledger::open(database, config_.durability);
    if (!ledger) return tl::unexpected(ledger.error());
    ledger_ = std::move(*ledger);

    app::ReceptionOptions reception;
    reception.patience.gather = config_.gather;
    if (config_.gather == Duration::zero()) reception.patience.gather_more = Duration::zero();
    reception.answers_kept = config_.retention.answers;
    reception.public_url = config_.public_url;
    reception_ = std::make_unique<app::Reception>(*ledger_, library_, reception);

    app::OutboxOptions sending;
    sending.pace = config_.pace;
    sending.senders = config_.senders;
    sending.seed = std::random_device{}();
    app::OutboxSinks after;
    after.settle = [this](store::Settled one) { dispatcher_->settle(std::move(one)); };
    after.room_gone = [this](const auto& account, const auto& room, const auto& reason) { dispatcher_->room_gone(account, room, reason); };
    after.room_moved = [this](const auto& account, const auto& from, const auto& to) { dispatcher_->room_moved(account, from, to); };
    after.refill = [this](std::int64_t behind, int limit) { dispatcher_->refill(behind, limit); };
    after.vouched = [this](Inbound event) { return dispatcher_->submit({std::move(event)}, std::nullopt, [](bool) {}); };
    after.observe = [this](const store::Letter& letter, const app::Delivery& delivery, Duration took) {
        metrics_.sent(delivery.outcome, seconds(took));
        if (delivery.outcome == app::Delivery::Outcome::kSent) return;
        log_.warn("letter not sent",
                  {{"letter", to_base36(letter.id)}, {"outcome", word_of(delivery.outcome)}, {"reason", delivery.reason}, {"tries", letter.tries}});
    };
    outbox_ = std::make_unique<app::Outbox>(clock_, sending, std::move(after));

    app::DispatcherOptions turns;
    turns.queue_events = config_.queue;
    turns.step_helpers = std::min(config_.steppers, processors()) - 1;
    turns.retention = config_.retention;
    app::LetterSinks letters;
    letters.post = [this](std::vector<store::Letter> written) { outbox_->post(std::move(written)); };
    letters.refill = [this](std::vector<store::Letter> unsent, bool complete) { outbox_->refilled(std::move(unsent), complete); };
    letters.moved = [this](const auto& account, const auto& from, const auto& to) { outbox_->room_moved(account, from, to); };
    dispatcher_ = std::make_unique<app::Dispatcher>(*ledger_, *reception_, clock_, metrics_, log_, std::move(letters), turns);

    auto routes = own_routes();
    if (!config_.public_url.empty()) {
        boards_ = std::make_unique<BoardPages>(database, library_, clock_);
        routes.push_back({"GET", std::string(app::kPagePath) + "*", 0,
                          [this](const HttpRequest& request, const Respond& respond) { respond(boards_->answer(request.path)); }});
    }
    if (auto built = build_platforms(routes); !built) return built;
    auto http = adapters::net::HttpServer::open({config_.listen_host, config_.listen_port}, std::move(routes));
    if (!http) return fail(http.error().code, http.error().message + std::string(fix_of(http.error().code)));
    http_ = std::move(*http);
    return {};
}

Status Server::build_platforms(std::vector<Route>& routes) {
    const auto refused = [this](std::string_view why) { metrics_.webhook_refused(why); };
    if (config_.telegram) {
        auto platform = open_telegram(*config_.telegram, config_, library_->content().catalogue, &log_, clock_, refused);
        if (!platform) return tl::unexpected(platform.error());
        if (auto route = (*platform)->route()) routes.push_back(std::move(*route));
        platforms_.push_back(std::move(*platform));
    }
    if (config_.slack) {
        auto platform = open_slack(*config_.slack, &log_, clock_, refused);
        if (!platform) return tl::unexpected(platform.error());
        for (auto& route : (*platform)->routes()) {
            const auto same = [&](const Route& other) { return other.method == route.method && other.path == route.path; };
            if (std::any_of(routes.begin(), routes.end(), same))
                return fail(Code::kInvalidInput, fmt::format("slack.events_path: {} is taken; give Slack a path of its own", route.path));
            routes.push_back(std::move(route));
        }
        platforms_.push_back(std::move(*platform));
    }
    if (platforms_.empty())
        return fail(Code::kInvalidInput,
                    "there is no account to serve: set TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE, or SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE");
    for (const auto& platform : platforms_) outbox_->add(*platform);
    return {};
}

Status Server::start() {
    // Read before the dispatcher's thread begins, which alone uses the ledger from then on.
    std::vector<std::optional<std::string>> cursors;
    for (const auto& platform : platforms_) {
        auto cursor = ledger_->cursor(platform->account());
        if (!cursor) return tl::unexpected(cursor.error());
        cursors.push_back(std::move(*cursor));
    }
    heard_ = clock_.now();
    dispatcher_->start();
    outbox_->start();
    for (std::size_t i = 0; i < platforms_.size(); ++i) {
        if (auto started = platforms_[i]->start(*dispatcher_, std::move(cursors[i])); !started) return started;
    }
    return {};
}

bool Server::look() {
    const Instant now = clock_.now();
    if (!asked_.exchange(true)) {
        const bool taken = dispatcher_->submit({}, std::nullopt, [this](bool) {
            heard_ = clock_.now();
            asked_ = false;
        });
        // A full queue moves as long as the dispatcher lives; it is asked again at the next look.
        if (!taken) asked_ = false;
    }
    return now - heard_.load() < kSilence;
}

void Server::stop(Duration deadline) {
    if (stopped_) return;
    stopped_ = true;
    stopping_ = true;
    const Instant until = clock_.now() + deadline;
    for (auto& platform : platforms_) platform->stop();
    if (dispatcher_) {
        dispatcher_->close();
        // What was taken in is handled first, so that its replies can still go out.
        while (dispatcher_->depth().events > 0 && clock_.now() < until) std::this_thread::sleep_for(Duration(5));
    }
    if (outbox_) outbox_->drain(std::max(Duration::zero(), std::chrono::duration_cast<Duration>(until - clock_.now())));
    if (dispatcher_) dispatcher_->stop();
    if (http_) http_->stop(Duration(1000));
}

std::vector<Route> Server::own_routes() {
    const auto page = [this](const char* path, HttpResponse (Server::*make)()) {
        return Route{"GET", path, 0, [this, make](const HttpRequest&, const Respond& respond) { respond((this->*make)()); }};
    };
    const auto look_only = [this](const char* path, HttpResponse (Server::*make)() const) {
        return Route{"GET", path, 0, [this, make](const HttpRequest&, const Respond& respond) { respond((this->*make)()); }};
    };
    return {look_only("/healthz", &Server::health), look_only("/readyz", &Server::readiness), page("/metrics", &Server::metrics)};
}

HttpResponse Server::health() const {
    const bool alive = clock_.now() - heard_.load() < kSilence;
    return {.status = alive ? 200 : 503, .body = alive ? "alive\n" : "the dispatcher gives no sign of life\n"};
}

std::string Server::not_ready() const {
    if (stopping_) return "stopping";
    const auto depth = dispatcher_->depth();
    if (!depth.trouble.empty()) return "the last batch could not be stored: " + depth.trouble;
    if (depth.events * 10 >= depth.capacity * 9) return "the queue is full";
    for (const auto& platform : platforms_) {
        const auto state = platform->liveness();
        if (!state.ready) return state.trouble.empty() ? "the platform is not connected" : state.trouble;
    }
    if (!outbox_->depth().stopped.empty()) return "an account may not send: its token is not valid";
    return {};
}

HttpResponse Server::readiness() const {
    const auto trouble = not_ready();
    return {.status = trouble.empty() ? 200 : 503, .body = trouble.empty() ? "ready\n" : trouble + "\n"};
}

HttpResponse Server::metrics() {
    const Instant now = clock_.now();
    app::Metrics::Now figures;
    figures.queue = dispatcher_->depth().events;
    const auto letters = outbox_->depth();
    figures.letters = letters.waiting;
    if (letters.oldest) figures.oldest_letter_seconds = seconds(std::chrono::duration_cast<Duration>(now - *letters.oldest));
    figures.stopped = !letters.stopped.empty();
    figures.ready = true;
    for (const auto& platform : platforms_) {
        const auto state = platform->liveness();
        figures.ready = figures.ready && state.ready;
        if (state.last_heard) figures.heard_seconds = std::max(figures.heard_seconds, seconds(std::chrono::duration_cast<Duration>(now - *state.last_heard)));
    }
    return {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics_.text(figures)};
}

}  // namespace bot::main
