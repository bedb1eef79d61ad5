// Owns the steps of a connection. One wait is under way at a time and reading goes through the hall's scratch, so ten thousand slow peers cost descriptors.
#include "adapters/net/connection.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>

#include "adapters/net/response_text.h"

namespace adapters::net {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kDiscardCap = std::size_t{1024} * 1024;  // bytes read for nothing before a connection is cut
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

bool would_block(const error_code& error) { return error == asio::error::would_block || error == asio::error::try_again; }

std::string text_of(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

}  // namespace

void Connection::start() {
    const Moment deadline = Moment::clock::now() + hall_.limits.request;
    hall_.crowd.enter(shared_from_this(), deadline);
    hall_.tally.open = hall_.crowd.size();
    hall_.remind(deadline);
    wait_to_read();
}

void Connection::enter(Phase phase, bot::Duration limit) {
    const Moment deadline = Moment::clock::now() + limit;
    hall_.crowd.move(*this, phase, deadline);
    hall_.remind(deadline);
}

bool Connection::hold(std::size_t bytes) {
    hall_.crowd.hold(*this, bytes);
    while (const auto member = hall_.crowd.over_memory()) {
        ++hall_.tally.dropped;
        member->drop();
    }
    return phase() != Phase::kGone;
}

void Connection::drop() {
    if (phase() == Phase::kGone) return;
    error_code ignored;
    socket_.close(ignored);  // ends a wait under way
    reader_.reset();
    hall_.crowd.leave(*this);  // callers hold a reference: the waits and the crowd's lists hand out shared ones
    hall_.tally.open = hall_.crowd.size();
    hall_.left();
}

void Connection::expire() {
    if (phase() == Phase::kReading) {
        ++hall_.tally.timed_out;
        return refuse(408, {});
    }
    if (phase() == Phase::kWriting) ++hall_.tally.timed_out;
    drop();
}

void Connection::wait_to_read() {
    if (waits_to_read_) return;
    waits_to_read_ = true;
    socket_.async_wait(asio::ip::tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
        self->waits_to_read_ = false;
        if (error || self->phase() == Phase::kGone) return;
        try {
            self->on_readable();
        } catch (...) {  // out of memory: this one goes, the others stay
            self->drop();
        }
    });
}

void Connection::wait_to_write() {
    socket_.async_wait(asio::ip::tcp::socket::wait_write, [self = shared_from_this()](const error_code& error) {
        if (!error && self->phase() == Phase::kWriting) self->flush();
    });
}

void Connection::on_readable() {
    if (phase() == Phase::kWriting || phase() == Phase::kAnswering) return;
    error_code error;
    const std::size_t count = socket_.read_some(asio::buffer(hall_.scratch), error);
    if (would_block(error)) return wait_to_read();
    if (error) return drop();
    if (phase() != Phase::kClosing) return read({hall_.scratch.data(), count});
    discarded_ += count;
    if (discarded_ > kDiscardCap) return drop();
    wait_to_read();
}

void Connection::read(std::string_view bytes) {
    if (reader_ == nullptr) reader_ = std::make_unique<RequestReader>(hall_.routes, hall_.limits.head, hall_.limits.headers);
    switch (reader_->feed(bytes)) {
        case RequestReader::State::kDone: return dispatch();
        case RequestReader::State::kRefused: return refuse(reader_->status(), reader_->allow());
        case RequestReader::State::kMore: break;
    }
    if (phase() == Phase::kFresh) hall_.crowd.move(*this, Phase::kReading, deadline());  // the time runs from accept
    if (phase() == Phase::kIdle) enter(Phase::kReading, hall_.limits.request);
    if (reader_->take_continue()) {
        error_code ignored;
        socket_.write_some(asio::buffer(kContinue), ignored);  // nothing else is in the send buffer, so it fits
    }
    if (hold(reader_->held())) wait_to_read();
}

void Connection::dispatch() {
    HttpRequest request = reader_->take();
    request.peer = text_of(peer_);
    const Route& route = *reader_->route();
    close_ = !reader_->keep_alive();
    unread_ = reader_->surplus();
    reader_.reset();
    hall_.crowd.hold(*this, 0);
    hall_.crowd.move(*this, Phase::kAnswering, Moment::max());
    ++hall_.tally.requests;
    Respond respond = respond_to(weak_from_this(), hall_.mailbox);
    try {
        route.handle(std::move(request), std::move(respond));
    } catch (...) {  // the answer that nobody gave is a 500, and what was thrown may hold a secret
    }
}

void Connection::answer(HttpResponse response) {
    if (phase() == Phase::kAnswering) send(std::move(response));
}

void Connection::refuse(int status, const std::string& allow) {
    ++hall_.tally.refused;
    const Route* route = reader_ ? reader_->route() : nullptr;
    if (route != nullptr && route->refused) route->refused(status);
    HttpResponse response = refusal(status, allow);
    close_ = true;
    unread_ = true;
    reader_.reset();
    send(std::move(response));
}

void Connection::send(HttpResponse response) {
    error_code ignored;
    unread_ = unread_ || socket_.available(ignored) > 0;  // sent before it was asked for: never read as a request
    close_ = close_ || unread_ || hall_.draining || !response.keep_alive;
    head_ = response_head(response, close_);
    body_ = std::move(response.body);
    sent_ = 0;
    enter(Phase::kWriting, hall_.limits.write);
    flush();
}

void Connection::flush() {
    const std::size_t total = head_.size() + body_.size();
    while (sent_ < total) {
        const std::size_t of_head = std::min(sent_, head_.size());
        const std::array<asio::const_buffer, 2> rest{asio::buffer(head_) + of_head, asio::buffer(body_) + (sent_ - of_head)};
        error_code error;
        sent_ += socket_.write_some(rest, error);
        if (would_block(error)) {
            if (hold(sizeof(Connection) + head_.capacity() + body_.capacity())) wait_to_write();
            return;
        }
        if (error) return drop();
    }
    finish();
}

void Connection::finish() {
    std::string().swap(body_);
    hall_.crowd.hold(*this, 0);
    if (!close_) {
        enter(Phase::kIdle, hall_.limits.idle);
        return wait_to_read();
    }
    if (!unread_) return drop();
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
    enter(Phase::kClosing, hall_.limits.linger);
    wait_to_read();
}

}  // namespace adapters::net
