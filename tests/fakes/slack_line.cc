// Owns envelopes and their acknowledgements. The sockets' life stands in slack_sockets.cc.
#include "tests/fakes/slack_line.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

#include "tests/fakes/slack_json.h"

namespace tests {
namespace {

std::string form_of(const Json& payload) {
    std::string body;
    for (const auto& [name, value] : payload.items()) {
        body += (body.empty() ? "" : "&") + form_encoded(name) + "=" + form_encoded(value.is_string() ? value.get<std::string>() : value.dump());
    }
    return body;
}

}  // namespace

std::string form_encoded(const std::string& text) {
    static constexpr const char* kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '-' || c == '_' || c == '.') {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            out += {'%', kHex[byte >> 4], kHex[byte & 15]};
        }
    }
    return out;
}

std::string slack_signature(const std::string& secret, const std::string& timestamp, const std::string& body) {
    const auto base = "v0:" + timestamp + ":" + body;
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), int(secret.size()), reinterpret_cast<const unsigned char*>(base.data()), base.size(), hash.data(), &size);
    std::string text = "v0=";
    for (unsigned i = 0; i < size; ++i) {
        std::array<char, 3> hex{};
        std::snprintf(hex.data(), hex.size(), "%02x", hash[i]);
        text += hex.data();
    }
    return text;
}

void SlackLine::offer(Envelope envelope) {
    if (envelope.id.empty()) envelope.id = "e" + std::to_string(++next_);
    pending_.push_back(std::move(envelope));
}

void SlackLine::push_to(int port, std::string path, std::string secret) { hook_ = {port, std::move(path), std::move(secret)}; }

std::deque<Envelope>::iterator SlackLine::find(const std::string& id) {
    return std::find_if(pending_.begin(), pending_.end(), [&](const Envelope& one) { return one.id == id; });
}

// Asks once for each handing over what is to happen to it; false: not yet.
bool SlackLine::judge(Envelope& envelope) {
    if (!std::exchange(envelope.is_judged, true)) {
        auto awaited = std::move(envelope.how.on_ack);
        envelope.how = hand_overs_ ? hand_overs_({envelope.type, envelope.payload, envelope.attempt, ++handed_}) : HandOver{};
        if (!envelope.how.on_ack) envelope.how.on_ack = std::move(awaited);
        if (envelope.how.kind == HandOver::Kind::kLater) envelope.due = Steady::now() + envelope.how.wait;
    }
    return Steady::now() >= envelope.due;
}

void SlackLine::tick() {
    keep_sockets();
    std::set<std::string> blocked;
    for (auto& envelope : pending_) {
        if (hook_.port == 0 && !has_socket()) break;
        const bool waits = blocked.contains(envelope.room);
        if (!envelope.is_sent || options_.one_at_a_time) blocked.insert(envelope.room);
        if ((waits && !envelope.is_sent) || Steady::now() < envelope.due) continue;
        if (envelope.is_sent) {
            ++envelope.attempt;
            envelope.is_sent = envelope.is_judged = false;
        }
        if (!judge(envelope)) continue;
        send(envelope);
        // Those behind it may follow.
        if (!waits && !options_.one_at_a_time) blocked.erase(envelope.room);
    }
    while (!twins_.empty()) {
        pending_.push_back(std::move(twins_.front()));
        twins_.pop_front();
    }
    std::erase_if(pending_, [&](const Envelope& one) { return one.attempt > options_.retries; });
}

void SlackLine::send(Envelope& envelope) {
    if (envelope.first_sent == Steady::time_point{}) envelope.first_sent = Steady::now();
    envelope.is_sent = true;
    envelope.due = Steady::now() + options_.resend_after;
    using Kind = HandOver::Kind;
    const auto how = envelope.how;
    if (how.kind != Kind::kLost) {
        Record record;
        record.kind = Record::Kind::kHanded;
        record.update = envelope.update;
        record.query = envelope.type;
        told_.keep(std::move(record));
        if (how.kind == Kind::kTwice) {
            auto twin = Envelope{envelope.update, envelope.room, envelope.type, envelope.payload};
            twin.id = "e" + std::to_string(++next_);
            twin.is_judged = true;
            twins_.push_back(std::move(twin));
        }
        if (hook_.port != 0) {
            post(envelope);
        } else {
            const auto peer = choose();
            write(envelope, peer);
            if (how.kind == Kind::kCut) {
                loop_.cut(peer);
                lose(peer);
            }
        }
    }
    // Of what is pushed only events come again.
    if (how.kind == Kind::kLost && hook_.port != 0 && envelope.type != "events_api") envelope.attempt = options_.retries + 1;
    if (how.then) loop_.post(how.then);
}

void SlackLine::write(Envelope& envelope, HttpLoop::Peer peer) {
    Json json{
        {"envelope_id", envelope.id}, {"type", envelope.type}, {"accepts_response_payload", envelope.type != "events_api"}, {"payload", envelope.payload}};
    if (envelope.type == "events_api") {
        json["retry_attempt"] = envelope.attempt;
        json["retry_reason"] = envelope.attempt > 0 ? "timeout" : "";
    }
    envelope.peers.insert(peer);
    loop_.write(peer, text_frames(json.dump(), options_.piece));
}

void SlackLine::acknowledge(HttpLoop::Peer peer, const Json& ack) {
    const auto id = text_in(ack, "envelope_id");
    const auto found = find(id);
    if (found == pending_.end()) {
        if (!settled_.contains(id)) told_.remark("acknowledged what was never sent: " + id);
        return;
    }
    if (!found->peers.contains(peer)) return told_.remark("acknowledged on another connection: " + id);
    const auto payload = ack.find("payload");
    if (payload != ack.end() && !payload->empty() && found->type == "events_api") told_.remark("an answer where none is accepted");
    if (const auto on_ack = std::exchange(found->how.on_ack, nullptr)) on_ack();
    if (std::exchange(found->how.kind, HandOver::Kind::kNone) == HandOver::Kind::kNoAck) return;
    settle(found, payload == ack.end() ? Json() : *payload);
}

void SlackLine::settle(std::deque<Envelope>::iterator found, const Json& answer) {
    const auto envelope = std::move(*found);
    pending_.erase(found);
    settled_.insert(envelope.id);
    ack_times_.push_back({envelope.update, envelope.type, std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - envelope.first_sent)});
    Record record;
    record.kind = Record::Kind::kConfirmed;
    record.update = envelope.update;
    told_.keep(std::move(record));
    told_.on_answer(envelope, answer);
}

void SlackLine::post(Envelope& envelope) {
    FakeRequest request{"POST", hook_.path, {}, {}};
    const bool is_event = envelope.type == "events_api";
    if (is_event) {
        request.body = envelope.payload.dump();
    } else {
        request.body = form_of(envelope.type == "interactive" ? Json{{"payload", envelope.payload.dump()}} : envelope.payload);
    }
    const auto stamp = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
    request.headers = {{"Content-Type", is_event ? "application/json" : "application/x-www-form-urlencoded"},
                       {"X-Slack-Request-Timestamp", stamp},
                       {"X-Slack-Signature", slack_signature(hook_.secret, stamp, request.body)}};
    if (envelope.attempt > 0) {
        request.headers["X-Slack-Retry-Num"] = std::to_string(envelope.attempt);
        request.headers["X-Slack-Retry-Reason"] = "http_error";
    }
    // Not from here: an answer may come at once, and the lock is held.
    loop_.post([this, id = envelope.id, port = hook_.port, request = std::move(request)] {
        loop_.call(port, request, [this, id](const FakeReply& reply) { told_.inside([this, id, reply] { pushed(id, reply); }); });
    });
}

void SlackLine::pushed(const std::string& id, const FakeReply& reply) {
    const auto found = find(id);
    if (found == pending_.end()) return;
    const bool is_taken = reply.status >= 200 && reply.status < 300;
    if (const auto on_ack = std::exchange(found->how.on_ack, nullptr); on_ack && is_taken) on_ack();
    if (is_taken && std::exchange(found->how.kind, HandOver::Kind::kNone) != HandOver::Kind::kNoAck)
        return settle(found, reply.body.empty() ? Json() : Json::parse(reply.body, nullptr, false));
    // Only events come again; of anything else the person sees that it failed.
    if (found->type != "events_api") {
        pending_.erase(found);
        return;
    }
    static constexpr std::array<int, 3> kPauses{1, 60, 300};
    const auto nth = std::min<std::size_t>(std::size_t(found->attempt), kPauses.size() - 1);
    found->due = Steady::now() + std::chrono::milliseconds(int(kPauses[nth] * 1000 * options_.pace) + 1);
}

}  // namespace tests
