// Owns an exchange from its connection to its reply, the kept connections, and what may be tried again.
#include "adapters/net/http_client.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <mutex>
#include <vector>

#include "adapters/net/dial.h"
#include "adapters/net/request_text.h"
#include "adapters/net/response_reader.h"
#include "adapters/net/url.h"
#include "adapters/net/wire.h"

namespace adapters::net {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kOnePiece = std::size_t{64} * 1024;  // a body up to this goes with its head in one write

struct Kept {
    std::unique_ptr<Wire> wire;
    Clock::time_point since;
};

struct Answered {
    HttpReply reply;
    bool keep = false;
};

std::string seconds(bot::Duration time) { return fmt::format("{:g} s", std::chrono::duration<double>(time).count()); }

}  // namespace

class HttpClient::Core {
   public:
    Core(BaseUrl base, ClientLimits limits, std::unique_ptr<Trust> trust)
        : base_(std::move(base)), limits_(std::move(limits)), trust_(std::move(trust)), resolver_(base_.host, base_.port) {}

    bot::Result<HttpReply> exchange(const HttpCall& call) {
        auto head = request_head(base_, call);
        if (!head) return tl::unexpected(head.error());
        if (call.body.size() <= kOnePiece) head->append(call.body);
        const std::string_view rest = call.body.size() <= kOnePiece ? std::string_view() : call.body;
        const bot::Duration total = call.total.value_or(limits_.total);
        const Watch watch{Clock::now() + total, &cancelled_};
        if (cancelled_.is_up()) return failed({Trouble::Kind::kCancelled}, total);

        if (std::unique_ptr<Wire> kept = take_kept()) {
            bool answered = false;
            auto spoken = converse(*kept, *head, rest, watch, answered);
            const bool stale = !spoken && spoken.error().kind == Trouble::Kind::kClosed && !answered;
            if (!stale || !call.idempotent) return settle(std::move(spoken), std::move(kept), total);
        }
        auto wire = connect(watch);
        if (!wire) return not_connected(wire.error());
        bool answered = false;
        auto spoken = converse(**wire, *head, rest, watch, answered);
        return settle(std::move(spoken), std::move(*wire), total);
    }

    void cancel() { cancelled_.raise(); }
    void reset() { cancelled_.lower(); }

   private:
    Attempt<std::unique_ptr<Wire>> connect(const Watch& whole) {
        const Watch watch = whole.earlier(limits_.connect);
        auto addresses = resolver_.addresses(watch);
        if (!addresses) return tl::unexpected(addresses.error());
        auto socket = dial(*addresses, watch);
        if (!socket) return tl::unexpected(socket.error());
        if (trust_ == nullptr) return plain_wire(std::move(*socket));
        return trust_->secure(std::move(*socket), base_.host, watch);
    }

    // answered: whether a byte of an answer came.
    Attempt<Answered> converse(Wire& wire, std::string_view head, std::string_view rest, const Watch& watch, bool& answered) {
        auto sent = wire.write(head, watch);
        if (sent && !rest.empty()) sent = wire.write(rest, watch);
        // A server may refuse before it has read everything, and close: then its answer says why.
        if (!sent && sent.error().kind != Trouble::Kind::kClosed) return tl::unexpected(sent.error());
        ResponseReader reader(limits_.head_cap, limits_.response_cap);
        std::array<char, std::size_t{16} * 1024> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
        for (auto state = ResponseReader::State::kMore; state != ResponseReader::State::kDone;) {
            const auto count = wire.read(buffer, watch);
            if (!count) return tl::unexpected(count.error());
            if (*count == 0 && !answered) return trouble(Trouble::Kind::kClosed, "closed");
            answered = true;
            state = *count == 0 ? reader.end() : reader.feed({buffer.data(), *count});
            if (state == ResponseReader::State::kBroken) return trouble(Trouble::Kind::kBroken, reader.problem());
        }
        return Answered{reader.take(), sent && reader.keep_alive()};
    }

    bot::Result<HttpReply> settle(Attempt<Answered> spoken, std::unique_ptr<Wire> wire, bot::Duration total) {
        if (!spoken) return failed(spoken.error(), total);
        if (spoken->keep) keep(std::move(wire));
        return std::move(spoken->reply);
    }

    bot::Result<HttpReply> failed(const Trouble& what, bot::Duration total) const {
        const std::string& place = base_.authority;
        switch (what.kind) {
            case Trouble::Kind::kTimedOut: return bot::fail(bot::Code::kUnavailable, fmt::format("{} did not answer within {}", place, seconds(total)));
            case Trouble::Kind::kCancelled: return bot::fail(bot::Code::kUnavailable, fmt::format("the exchange with {} was cancelled", place));
            case Trouble::Kind::kClosed: return bot::fail(bot::Code::kUnavailable, fmt::format("{} closed the connection before it had answered", place));
            case Trouble::Kind::kBroken: return bot::fail(bot::Code::kCorrupt, fmt::format("{}: {}", place, what.text));
            case Trouble::Kind::kUntrusted:
                return bot::fail(
                    bot::Code::kDenied,
                    fmt::format("the certificate of {} is not trusted: {}; check the address, the clock and the package ca-certificates", place, what.text));
            case Trouble::Kind::kOther: break;
        }
        return bot::fail(bot::Code::kUnavailable, fmt::format("no exchange with {}: {}", place, what.text));
    }

    bot::Result<HttpReply> not_connected(const Trouble& what) const {
        if (what.kind == Trouble::Kind::kTimedOut) {
            return bot::fail(bot::Code::kUnavailable, fmt::format("no connection to {} within {}", base_.authority, seconds(limits_.connect)));
        }
        if (what.kind == Trouble::Kind::kCancelled || what.kind == Trouble::Kind::kUntrusted) return failed(what, {});
        return bot::fail(bot::Code::kUnavailable, fmt::format("no connection to {}: {}", base_.authority, what.text));
    }

    // The one used last: so the others grow old and go.
    std::unique_ptr<Wire> take_kept() {
        for (;;) {
            Kept last;
            {
                const std::lock_guard lock(mutex_);
                if (kept_.empty()) return nullptr;
                last = std::move(kept_.back());
                kept_.pop_back();
            }
            if (Clock::now() - last.since <= limits_.idle && last.wire->is_quiet()) return std::move(last.wire);
        }
    }

    void keep(std::unique_ptr<Wire> wire) {
        const std::lock_guard lock(mutex_);
        if (kept_.size() < limits_.spare) kept_.push_back({std::move(wire), Clock::now()});
    }

    const BaseUrl base_;
    const ClientLimits limits_;
    const std::unique_ptr<Trust> trust_;  // null: plain
    Resolver resolver_;
    Flag cancelled_;
    std::mutex mutex_;
    std::vector<Kept> kept_;  // the youngest last
};

bot::Result<std::unique_ptr<HttpClient>> HttpClient::open(std::string_view base_url, const ClientLimits& limits) {
    auto base = parse_base_url(base_url);
    if (!base) return tl::unexpected(base.error());
    std::unique_ptr<Trust> trust;
    if (base->tls) {
        auto opened = Trust::open(limits.ca_file);
        if (!opened) return tl::unexpected(opened.error());
        trust = std::move(*opened);
    }
    return std::unique_ptr<HttpClient>(new HttpClient(std::make_unique<Core>(std::move(*base), limits, std::move(trust))));
}

HttpClient::HttpClient(std::unique_ptr<Core> core) : core_(std::move(core)) {}
HttpClient::~HttpClient() = default;

bot::Result<HttpReply> HttpClient::exchange(const HttpCall& call) { return core_->exchange(call); }

bot::Result<HttpReply> HttpClient::post(std::string path, std::string content_type, std::string_view body, std::optional<bot::Duration> total) {
    return core_->exchange({.method = "POST", .path = std::move(path), .content_type = std::move(content_type), .body = body, .total = total});
}

bot::Result<HttpReply> HttpClient::get(std::string path, std::optional<bot::Duration> total) {
    return core_->exchange({.method = "GET", .path = std::move(path), .content_type = {}, .body = {}, .total = total, .idempotent = true});
}

void HttpClient::cancel() { core_->cancel(); }
void HttpClient::reset() { core_->reset(); }

}  // namespace adapters::net
