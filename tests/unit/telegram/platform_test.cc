// The account as a whole, against a small Bot API over real HTTP on loopback: polling, sending, the webhook, ending at once.
#include "adapters/telegram/platform.h"

#include <condition_variable>
#include <map>
#include <mutex>

#include "adapters/net/http_client.h"
#include "tests/support/catch.h"
#include "tests/unit/telegram/telegram_fakes.h"

namespace {

using namespace adapters;
using namespace adapters::telegram;
using namespace telegram_test;
using bot::Duration;

constexpr Duration kPatience{20'000};  // for what happens at once on a healthy machine

// Hands out updates once; holds polls open when there are none.
class SmallBotApi {
   public:
    SmallBotApi() {
        std::vector<net::Route> routes;
        for (const auto* method :
             {"getMe", "getUpdates", "sendMessage", "answerCallbackQuery", "setMyCommands", "setWebhook", "deleteWebhook", "getWebhookInfo"}) {
            routes.push_back(
                {"POST", "/bot4242:secret-Token_x/" + std::string(method), 100'000,
                 [this, name = std::string(method)](net::HttpRequest request, net::Respond respond) { take(name, std::move(request), std::move(respond)); }});
        }
        auto opened = net::HttpServer::open({}, std::move(routes));
        REQUIRE(opened);
        server_ = std::move(*opened);
    }
    ~SmallBotApi() { server_->stop(Duration(0)); }

    std::string base() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

    void queue(const std::string& update) {
        const std::lock_guard lock(mutex_);
        updates_.push_back(update);
        answer_poll();
    }

    // The body of call number n of a method, once it has come.
    std::string call(const std::string& method, std::size_t n = 0) {
        std::unique_lock lock(mutex_);
        REQUIRE(came_.wait_for(lock, kPatience, [&] { return calls_[method].size() > n; }));
        return calls_[method][n];
    }

   private:
    void take(const std::string& method, net::HttpRequest request, net::Respond respond) {
        const std::lock_guard lock(mutex_);
        calls_[method].push_back(request.body);
        came_.notify_all();
        if (method == "getUpdates") {
            held_.push_back(std::move(respond));
            return answer_poll();
        }
        const std::string result = method == "getMe"            ? R"({"id":4242,"is_bot":true,"username":"VivaBot"})"
                                   : method == "getWebhookInfo" ? R"({"url":""})"
                                                                : "true";
        say(respond, R"({"ok":true,"result":)" + result + "}");
    }

    void answer_poll() {
        if (held_.empty() || updates_.empty()) return;
        std::string list;
        for (const auto& update : updates_) list += (list.empty() ? "" : ",") + update;
        updates_.clear();
        say(held_.back(), R"({"ok":true,"result":[)" + list + "]}");
        held_.clear();
    }

    static void say(const net::Respond& respond, std::string body) {
        net::HttpResponse response;
        response.content_type = "application/json";
        response.body = std::move(body);
        response.keep_alive = true;
        respond(std::move(response));
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::map<std::string, std::vector<std::string>> calls_;
    std::vector<std::string> updates_;
    std::vector<net::Respond> held_;
    std::unique_ptr<net::HttpServer> server_;
};

class WaitingIntake : public bot::app::Intake {
   public:
    bool submit(std::vector<bot::Inbound> events, std::optional<bot::app::Cursor> cursor, std::function<void(bool)> done) override {
        {
            const std::lock_guard lock(mutex_);
            for (auto& event : events) events_.push_back(std::move(event));
            if (cursor) cursor_ = cursor->value;
        }
        came_.notify_all();
        done(true);
        return true;
    }
    bot::Inbound event(std::size_t n) {
        std::unique_lock lock(mutex_);
        REQUIRE(came_.wait_for(lock, kPatience, [&] { return events_.size() > n; }));
        return events_[n];
    }

   private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<bot::Inbound> events_;
    std::string cursor_;
};

std::string update(int id, const std::string& text) {
    return R"({"update_id":)" + std::to_string(id) +
           R"(,"message":{"message_id":1,"date":1,"from":{"id":7,"first_name":"Al"},"chat":{"id":7,"type":"private"},"text":")" + text + "\"}}";
}

Options options_for(const SmallBotApi& api) {
    Options options;
    options.token = ScriptedPlatform::kToken;
    options.api_base = api.base();
    return options;
}

}  // namespace

TEST_CASE("a polling account hands events in, confirms them by the next poll, sends, and ends while a poll is held") {
    SmallBotApi api;
    HandClock clock;
    WaitingIntake intake;
    auto options = options_for(api);
    options.menus.direct = {{"round", "a mock round"}};
    auto opened = Telegram::open(options, clock);
    REQUIRE(opened);
    auto& telegram = **opened;
    CHECK(telegram.account() == "4242");
    CHECK_FALSE(telegram.route());
    REQUIRE(telegram.start(intake, "30"));
    api.queue(update(31, "hello"));
    CHECK(std::get<bot::Said>(intake.event(0).what).text == "hello");
    CHECK(api.call("getUpdates", 0).find("\"offset\":30,") != std::string::npos);
    CHECK(api.call("getUpdates", 1).find("\"offset\":32,") != std::string::npos);
    CHECK(api.call("setMyCommands", 1).find("all_private_chats") != std::string::npos);
    CHECK(telegram.liveness().ready);

    bot::app::Parcel parcel;
    parcel.place = {"4242", "7", ""};
    parcel.message.blocks = {{bot::Block::Kind::kParagraph, bot::Tone::kNeutral, "", {{bot::Style::kPlain, "hi"}}, 0}};
    CHECK(telegram.deliver(parcel).outcome == bot::app::Delivery::Outcome::kSent);
    CHECK(api.call("sendMessage").find("\"text\":\"hi\"") != std::string::npos);

    telegram.stop();
    CHECK(telegram.deliver(parcel).outcome == bot::app::Delivery::Outcome::kSent);
    // And again, from where it was.
    REQUIRE(telegram.start(intake, "32"));
    api.call("getUpdates", 2);
    api.queue(update(32, "again"));
    CHECK(std::get<bot::Said>(intake.event(1).what).text == "again");
    telegram.stop();
    telegram.stop();
    const auto checks = telegram.checks();
    REQUIRE(checks.size() >= 3);
    CHECK(checks[0].finding == "valid, the bot is @vivabot");
}

TEST_CASE("a platform that is not there is trouble, not a failure, and stop does not wait for it") {
    std::string base;
    { base = SmallBotApi().base(); }
    HandClock clock;
    WaitingIntake intake;
    Options options;
    options.token = ScriptedPlatform::kToken;
    options.api_base = base;
    auto opened = Telegram::open(options, clock);
    REQUIRE(opened);
    REQUIRE((*opened)->start(intake, std::nullopt));
    bot::app::Parcel parcel;
    parcel.place = {"4242", "7", ""};
    parcel.message.blocks = {{bot::Block::Kind::kParagraph, bot::Tone::kNeutral, "", {{bot::Style::kPlain, "hi"}}, 0}};
    const auto delivery = (*opened)->deliver(parcel);
    CHECK(delivery.outcome == bot::app::Delivery::Outcome::kPassing);
    CHECK(delivery.reason.find("secret") == std::string::npos);
    CHECK_FALSE((*opened)->liveness().ready);
    (*opened)->stop();
}

TEST_CASE("a webhook account sets the webhook and takes updates at its route") {
    SmallBotApi api;
    HandClock clock;
    WaitingIntake intake;
    auto options = options_for(api);
    options.mode = Mode::kWebhook;
    options.webhook_secret = "s3cret";
    options.public_url = "https://viva.example/";
    auto opened = Telegram::open(options, clock);
    REQUIRE(opened);
    auto& telegram = **opened;
    REQUIRE(telegram.route());
    auto server = net::HttpServer::open({}, {*telegram.route()});
    REQUIRE(server);
    auto client = net::HttpClient::open("http://127.0.0.1:" + std::to_string((*server)->port()));
    REQUIRE(client);
    net::HttpCall call;
    call.path = "/telegram";
    call.content_type = "application/json";
    const auto body = update(5, "hello");
    call.body = body;
    CHECK((*client)->exchange(call)->status == 401);
    call.headers = {{"X-Telegram-Bot-Api-Secret-Token", "s3cret"}};
    CHECK((*client)->exchange(call)->status == 503);
    REQUIRE(telegram.start(intake, std::nullopt));
    CHECK(api.call("setWebhook").find(R"("url":"https://viva.example/telegram")") != std::string::npos);
    const auto reply = (*client)->exchange(call);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->body.empty());
    CHECK(std::get<bot::Said>(intake.event(0).what).text == "hello");
    telegram.stop();
    CHECK((*client)->exchange(call)->status == 503);
    (*server)->stop(Duration(0));
}
