// Owns the life of the sockets of slack_line.h: hello, pings, orders to leave, ends.
#include <algorithm>
#include <utility>

#include "tests/fakes/slack_line.h"

namespace tests {
namespace {

constexpr std::size_t kMostSockets = 10;
constexpr int kNormalEnd = 1000;

std::string farewell(const std::string& reason) {
    return text_frames(Json{{"type", "disconnect"}, {"reason", reason}, {"debug_info", {{"host", "applink-1"}}}}.dump(), 0);
}

}  // namespace

void SlackLine::welcome(HttpLoop::Peer peer, const std::string& key) {
    loop_.write(peer, upgrade_answer(key));
    if (sockets_.size() >= kMostSockets) {
        told_.remark("more than ten connections");
        loop_.write(peer, farewell("too_many_websockets"));
        return close(peer, kNormalEnd);
    }
    sockets_[peer].pings = Steady::now() + options_.ping_every;
    ++hellos_;
    const Json hello{{"type", "hello"},
                     {"num_connections", sockets_.size()},
                     {"debug_info", {{"host", "applink-1"}, {"started", "2026-01-01"}, {"build_number", 14}, {"approximate_connection_time", 18060}}},
                     {"connection_info", {{"app_id", "A1"}}}};
    loop_.write(peer, text_frames(hello.dump(), options_.piece));
    tick();
}

void SlackLine::take(HttpLoop::Peer peer, const std::string& bytes, bool ended) {
    const auto found = sockets_.find(peer);
    if (found == sockets_.end()) return;
    const auto messages = found->second.reader.read(bytes);
    const bool is_frozen = found->second.is_frozen;
    for (const auto& message : messages) {
        if (is_frozen) break;
        switch (message.opcode) {
            case Opcode::kPing: loop_.write(peer, frame_of(Opcode::kPong, message.payload)); break;
            case Opcode::kPong: break;
            case Opcode::kClose:
                loop_.write(peer, frame_of(Opcode::kClose, message.payload));
                loop_.finish(peer);
                return lose(peer);
            case Opcode::kText:
                if (const auto ack = Json::parse(message.payload, nullptr, false); ack.is_object()) {
                    acknowledge(peer, ack);
                    break;
                }
                [[fallthrough]];
            default: told_.remark("a frame that is no JSON in a text"); break;
        }
    }
    if (const auto still = sockets_.find(peer); still != sockets_.end() && !still->second.reader.breach().empty()) {
        told_.remark("breaks the protocol: " + still->second.reader.breach());
        loop_.cut(peer);
        ended = true;
    }
    if (ended) lose(peer);
    tick();
}

// What went to it and was not acknowledged comes again soon.
void SlackLine::lose(HttpLoop::Peer peer) {
    if (sockets_.erase(peer) == 0) return;
    for (auto& envelope : pending_) {
        if (envelope.is_sent && envelope.peers.contains(peer)) envelope.due = std::min(envelope.due, Steady::now() + std::chrono::milliseconds(20));
    }
}

bool SlackLine::has_socket() const {
    return std::any_of(sockets_.begin(), sockets_.end(), [&](const auto& one) { return loop_.is_open(one.first) && !one.second.is_frozen; });
}

// One that stays, if there is one; at random.
HttpLoop::Peer SlackLine::choose() {
    std::vector<HttpLoop::Peer> staying;
    std::vector<HttpLoop::Peer> leaving;
    for (const auto& [peer, socket] : sockets_) {
        if (socket.is_frozen || !loop_.is_open(peer)) continue;
        (socket.is_leaving ? leaving : staying).push_back(peer);
    }
    const auto& from = staying.empty() ? leaving : staying;
    return from.empty() ? 0 : from[random_() % from.size()];
}

void SlackLine::close(HttpLoop::Peer peer, int code) {
    loop_.write(peer, close_frame(code, ""));
    loop_.finish(peer);
}

void SlackLine::disconnect(const std::string& reason, std::chrono::milliseconds wait) {
    for (auto& [peer, socket] : sockets_) {
        loop_.write(peer, farewell(reason));
        socket.is_leaving = true;
        socket.closes = Steady::now() + wait;
    }
    tick();
}

void SlackLine::cut() {
    while (!sockets_.empty()) {
        const auto peer = sockets_.begin()->first;
        loop_.cut(peer);
        lose(peer);
    }
}

void SlackLine::freeze() {
    for (auto& [peer, socket] : sockets_) socket.is_frozen = true;
}

void SlackLine::keep_sockets() {
    std::vector<HttpLoop::Peer> over;
    for (auto& [peer, socket] : sockets_) {
        const auto now = Steady::now();
        if (!loop_.is_open(peer) || now >= socket.closes) {
            over.push_back(peer);
        } else if (!socket.is_frozen && options_.ping_every.count() > 0 && now >= socket.pings) {
            loop_.write(peer, frame_of(Opcode::kPing, "Ping from applink-1"));
            socket.pings = now + options_.ping_every;
        }
    }
    for (const auto peer : over) {
        close(peer, kNormalEnd);
        lose(peer);
    }
}

}  // namespace tests
