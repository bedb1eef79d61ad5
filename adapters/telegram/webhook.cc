// Owns what webhook.h promises.
#include "adapters/telegram/webhook.h"

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

#include "adapters/telegram/meaning.h"
#include "adapters/telegram/update_codec.h"

namespace adapters::telegram {
namespace {

constexpr std::string_view kSecretHeader = "x-telegram-bot-api-secret-token";

// What the HTTP server refused before it came to us.
std::string_view why_unread(int code) {
    if (code == 413) return "size";
    return code == 408 ? "slow" : "form";
}

net::HttpResponse status(int code, bool verified) {
    net::HttpResponse response;
    response.status = code;
    response.keep_alive = verified;
    // The platform waits this long instead of doubling its pauses.
    if (code == 503) response.headers.emplace_back("retry-after", "1");
    return response;
}

}  // namespace

bool same_secret(std::string_view given, std::string_view expected) {
    if (expected.empty()) return false;
    unsigned different = given.size() == expected.size() ? 0 : 1;
    const std::size_t length = std::max(given.size(), expected.size());
    for (std::size_t i = 0; i < length; ++i) {
        const auto a = static_cast<unsigned char>(i < given.size() ? given[i] : 0);
        const auto b = static_cast<unsigned char>(i < expected.size() ? expected[i] : 0);
        different |= unsigned(a ^ b);
    }
    return different == 0;
}

struct Webhook::Door {
    WebhookOptions options;
    std::shared_ptr<Pulse> pulse;
    bot::app::Clock& clock;
    std::mutex mutex;  // held while something is submitted
    bot::app::Intake* intake = nullptr;

    void refuse(const net::Respond& respond, int code, bool verified, std::string_view why) const {
        if (options.refused) options.refused(why);
        respond(status(code, verified));
    }

    void take(const net::HttpRequest& request, const net::Respond& respond) {
        const auto* secret = request.header(kSecretHeader);
        if (!secret || !same_secret(*secret, options.secret)) return refuse(respond, 401, false, "secret");
        pulse->heard(clock.now());
        const auto updates = decode_update(request.body);
        if (!updates) return refuse(respond, 400, true, "body");
        if (updates->wrong > 0 && options.refused) options.refused("shape");
        std::vector<bot::Inbound> events;
        for (const auto& update : updates->list) {
            if (auto event = meaning(update, pulse->self())) events.push_back(std::move(*event));
        }
        if (events.empty()) return respond(status(200, true));
        // An empty body: a JSON one would have to be a call.
        auto done = [respond](bool durable) { respond(status(durable ? 200 : 503, true)); };
        const std::lock_guard lock(mutex);
        if (!intake || !intake->submit(std::move(events), std::nullopt, std::move(done))) refuse(respond, 503, true, "full");
    }
};

Webhook::Webhook(WebhookOptions options, std::shared_ptr<Pulse> pulse, bot::app::Clock& clock)
    : door_(new Door{std::move(options), std::move(pulse), clock, {}, nullptr}) {}

net::Route Webhook::route() const {
    return {"POST", door_->options.path, kMaxUpdateBytes,
            [door = door_](const net::HttpRequest& request, const net::Respond& respond) { door->take(request, respond); },
            [door = door_](int code) {
                if (door->options.refused) door->options.refused(why_unread(code));
            }};
}

void Webhook::open(bot::app::Intake& intake) {
    const std::lock_guard lock(door_->mutex);
    door_->intake = &intake;
}

void Webhook::close() {
    const std::lock_guard lock(door_->mutex);
    door_->intake = nullptr;
}

}  // namespace adapters::telegram
