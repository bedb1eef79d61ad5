// Owns what events_route.h promises.
#include "adapters/slack/events_route.h"

#include <mutex>
#include <optional>
#include <utility>

#include "adapters/slack/event_codec.h"
#include "adapters/slack/form.h"
#include "adapters/slack/signature.h"
#include "bot/base/text.h"

namespace adapters::slack {
namespace {

constexpr std::string_view kTimestampHeader = "x-slack-request-timestamp";
constexpr std::string_view kSignatureHeader = "x-slack-signature";

// What the HTTP server refused before it came to us.
std::string_view why_unread(int code) {
    if (code == 413) return "size";
    return code == 408 ? "slow" : "form";
}

net::HttpResponse status(int code, bool verified) {
    net::HttpResponse response;
    response.status = code;
    response.keep_alive = verified;
    // What cannot be read today cannot be read in five minutes.
    if (code == 400) response.headers.emplace_back("x-slack-no-retry", "1");
    return response;
}

// The media type without its parameters, in lower case.
std::string media_type(const net::HttpRequest& request) {
    const auto* type = request.header("content-type");
    if (!type) return "";
    return bot::to_lower_ascii(bot::trim(std::string_view(*type).substr(0, type->find(';'))));
}

Arrived not_understood() {
    Arrived nothing;
    nothing.understood = false;
    return nothing;
}

Arrived arrived_form(const std::optional<Form>& form, const Self& self) {
    if (!form) return not_understood();
    if (const auto payload = form->only("payload")) return arrived(*payload, Kind::kInteraction, self);
    const auto command = slash_event(*form);
    return command ? meaning(*command, self) : not_understood();
}

}  // namespace

struct EventsRoute::Door {
    EventsOptions options;
    bot::app::Clock& clock;
    std::mutex mutex;  // held while something is submitted
    bot::app::Intake* intake = nullptr;
    std::shared_ptr<const Self> self = std::make_shared<const Self>();

    void tell(std::string_view why) const {
        if (options.refused) options.refused(why);
    }

    void refuse(const net::Respond& respond, int code, bool verified, std::string_view why) const {
        tell(why);
        respond(status(code, verified));
    }

    // Who we are; nullptr: not open.
    std::shared_ptr<const Self> who() {
        const std::lock_guard lock(mutex);
        return intake ? self : nullptr;
    }

    void take(const net::HttpRequest& request, const net::Respond& respond) {
        const auto type = media_type(request);
        const bool is_form = type == "application/x-www-form-urlencoded";
        const auto form = is_form ? read_form(request.body) : std::nullopt;
        // It may come unsigned, so that nothing else of it may count.
        if (form && form->holds("ssl_check", "1")) return respond(status(200, false));
        const auto verdict = check_signature(options.secrets, request.header(kTimestampHeader), request.header(kSignatureHeader), request.body, clock.now());
        if (verdict != Signature::kGood) return refuse(respond, 401, false, verdict == Signature::kStale ? "clock" : "secret");
        if (options.heard) options.heard();
        const auto open_as = who();
        const Self nobody;
        const auto& as = open_as ? *open_as : nobody;
        if (is_form) return answer(arrived_form(form, as), open_as != nullptr, respond);
        answer(type == "application/json" ? arrived(request.body, Kind::kEvent, as) : not_understood(), open_as != nullptr, respond);
    }

    void answer(Arrived what, bool is_open, const net::Respond& respond) {
        if (!what.understood) return refuse(respond, 400, true, "body");
        if (!what.challenge.empty()) {
            auto response = status(200, true);
            response.body = std::move(what.challenge);
            return respond(std::move(response));
        }
        if (!is_open) return refuse(respond, 503, true, "full");
        if (what.wrong) tell("shape");
        if ((what.revoked || what.uninstalled) && options.withdrawn) options.withdrawn();
        if (what.events.empty()) return respond(status(200, true));
        // An empty body: a command shows nothing by itself, a form closes.
        auto done = [respond](bool durable) { respond(status(durable ? 200 : 503, true)); };
        const std::lock_guard lock(mutex);
        if (!intake || !intake->submit(std::move(what.events), std::nullopt, std::move(done))) refuse(respond, 503, true, "full");
    }
};

EventsRoute::EventsRoute(EventsOptions options, bot::app::Clock& clock) : door_(new Door{std::move(options), clock, {}, nullptr}) {}

net::Route EventsRoute::route() const {
    return {"POST", door_->options.path, kMaxEventBytes,
            [door = door_](const net::HttpRequest& request, const net::Respond& respond) { door->take(request, respond); },
            [door = door_](int code) { door->tell(why_unread(code)); }};
}

void EventsRoute::open(bot::app::Intake& intake, Self self) {
    const std::lock_guard lock(door_->mutex);
    door_->intake = &intake;
    door_->self = std::make_shared<const Self>(std::move(self));
}

void EventsRoute::close() {
    const std::lock_guard lock(door_->mutex);
    door_->intake = nullptr;
}

}  // namespace adapters::slack
