// Owns what websocket_session.h promises.
#include "adapters/net/websocket_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/core/buffers_to_string.hpp>

namespace adapters::net {

namespace {

namespace websocket = boost::beast::websocket;
using boost::system::error_code;

std::string words_of(const error_code& error) { return bot::to_lower_ascii(error.message()); }

}  // namespace

template <class Stream>
void Session<Stream>::start(const std::string& host, const std::string& authority, const std::string& target, std::function<void(bot::Status)> opened) {
    opened_ = std::move(opened);
    authority_ = authority;
    target_ = target;
    open_until_ = Steady::now() + limits_.handshake;
    if (phase_ == Phase::kGone) return refuse(bot::Code::kUnavailable, end_);
    guarded([&] {
        // Beast's own timers count bytes; ours count frames.
        socket_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
        socket_.read_message_max(limits_.message);
        socket_.auto_fragment(false);
        socket_.text(true);
        watch();
        if constexpr (kTls) {
            if (!expect_host(socket_.next_layer().native_handle(), host)) return refuse(bot::Code::kUnavailable, "no TLS");
            socket_.next_layer().async_handshake(boost::asio::ssl::stream_base::client, then([this](const error_code& error) {
                                                     if (phase_ != Phase::kOpening) return;
                                                     if (!error) return upgrade();
                                                     const auto why = distrust(socket_.next_layer().native_handle());
                                                     if (!why) return refuse(bot::Code::kUnavailable, words_of(error));
                                                     refuse(bot::Code::kDenied, *why);
                                                 }));
        } else {
            upgrade();
        }
    });
}

template <class Stream>
void Session<Stream>::upgrade() {
    socket_.set_option(websocket::stream_base::decorator([](websocket::request_type& request) { request.set(boost::beast::http::field::user_agent, "viva"); }));
    socket_.async_handshake(response_, authority_, target_, then([this](const error_code& error) { on_upgraded(error); }));
}

template <class Stream>
void Session<Stream>::on_upgraded(const error_code& error) {
    if (phase_ != Phase::kOpening) return;
    target_.clear();
    if (error == websocket::error::upgrade_declined) return refuse(bot::Code::kUnavailable, fmt::format("no upgrade: status {}", response_.result_int()));
    if (error) return refuse(bot::Code::kUnavailable, words_of(error));
    phase_ = Phase::kOpen;
    heard_ = pinged_ = Steady::now();
    socket_.control_callback([this](websocket::frame_type, boost::beast::string_view) { on_alive(); });
    watch();
    std::exchange(opened_, nullptr)(bot::Status());
}

template <class Stream>
void Session<Stream>::refuse(bot::Code code, const std::string& why) {
    auto opened = std::exchange(opened_, nullptr);
    finish(why);
    if (opened) opened(bot::fail(code, why));
}

template <class Stream>
void Session<Stream>::listen(WebSocketEars ears) {
    ears_ = std::move(ears);
    if (std::exchange(listening_, true)) return;
    if (phase_ == Phase::kGone) {
        if (const auto closed = std::exchange(ears_, {}).closed) closed(end_);
        return;
    }
    guarded([&] { read(); });
}

template <class Stream>
void Session<Stream>::on_alive() {
    heard_ = Steady::now();
    try {
        if (ears_.alive) ears_.alive();
    } catch (...) {  // the listener's fault is not the connection's
    }
}

template <class Stream>
void Session<Stream>::read() {
    socket_.async_read_some(buffer_, kPiece, then([this](const error_code& error) { on_read(error); }));
}

template <class Stream>
void Session<Stream>::on_read(const error_code& error) {
    if (phase_ == Phase::kGone) return;
    if (error == websocket::error::closed) return finish(fmt::format("closed by the other end, code {}", unsigned(socket_.reason().code)));
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow) return finish("a message was too long");
    if (error) return finish(words_of(error));
    if (socket_.got_binary()) return finish("a message was no text");
    if (socket_.is_message_done()) {
        message_until_.reset();
        on_alive();
        hand_over();
    } else if (!message_until_) {
        message_until_ = Steady::now() + limits_.silence;
        watch();
    }
    if (phase_ != Phase::kGone) read();
}

template <class Stream>
void Session<Stream>::hand_over() {
    std::string text = boost::beast::buffers_to_string(buffer_.data());
    buffer_.consume(buffer_.size());
    if (text.size() > kPiece) buffer_.shrink_to_fit();
    if (phase_ != Phase::kOpen || !ears_.message) return;
    try {
        ears_.message(std::move(text));
    } catch (...) {  // the listener's fault is not the connection's
    }
}

template <class Stream>
void Session<Stream>::send(std::string text) {
    if (phase_ != Phase::kOpen) return;
    guarded([&] {
        queued_ += text.size();
        if (queued_ > limits_.queue) return finish("too much waits to be sent");
        queue_.push_back(std::move(text));
        if (!writing_) write();
    });
}

template <class Stream>
void Session<Stream>::write() {
    writing_ = true;
    write_until_ = Steady::now() + limits_.write;
    watch();
    socket_.async_write(boost::asio::buffer(queue_.front()), then([this](const error_code& error) {
                            writing_ = false;
                            if (phase_ == Phase::kGone) return;
                            if (error) return finish(words_of(error));
                            queued_ -= queue_.front().size();
                            queue_.pop_front();
                            if (!queue_.empty()) return write();
                            if (phase_ == Phase::kLeaving) say_goodbye();
                        }));
}

template <class Stream>
void Session<Stream>::leave() {
    if (phase_ == Phase::kOpening) return finish("closed");
    if (phase_ != Phase::kOpen) return;
    phase_ = Phase::kLeaving;
    goodbye_until_ = Steady::now() + limits_.goodbye;
    guarded([&] {
        watch();
        if (!writing_) say_goodbye();
    });
}

template <class Stream>
void Session<Stream>::say_goodbye() {
    if (std::exchange(goodbye_said_, true)) return;
    socket_.async_close(websocket::close_code::normal, then([this](const error_code&) { finish("closed"); }));
}

template <class Stream>
void Session<Stream>::ping(Steady::time_point now) {
    pinged_ = now;
    if (std::exchange(pinging_, true)) return;  // the last one is not even sent: silence will tell
    socket_.async_ping({}, then([this](const error_code& error) {
                           pinging_ = false;
                           if (error && phase_ == Phase::kOpen) finish(words_of(error));
                       }));
}

template <class Stream>
std::optional<std::string> Session<Stream>::overdue(Steady::time_point now) const {
    if (phase_ == Phase::kOpening) return now >= open_until_ ? std::optional<std::string>("timed out") : std::nullopt;
    if (phase_ == Phase::kLeaving && now >= goodbye_until_) return "closed";
    if (now >= heard_ + limits_.silence) return "nothing was heard for too long";
    if (message_until_ && now >= *message_until_) return "a message did not end";
    if (writing_ && now >= write_until_) return "a message could not be sent in time";
    return std::nullopt;
}

template <class Stream>
void Session<Stream>::watch() {
    auto next = open_until_;
    if (phase_ != Phase::kOpening) {
        next = heard_ + limits_.silence;
        if (phase_ == Phase::kLeaving) next = std::min(next, goodbye_until_);
        if (phase_ == Phase::kOpen) next = std::min(next, pinged_ + limits_.ping);
        if (message_until_) next = std::min(next, *message_until_);
        if (writing_) next = std::min(next, write_until_);
    }
    timer_.expires_at(next);
    timer_.async_wait(then([this](const error_code& error) {
        if (error != boost::asio::error::operation_aborted) on_time();
    }));
}

template <class Stream>
void Session<Stream>::on_time() {
    if (phase_ == Phase::kGone) return;
    const auto now = Steady::now();
    if (const auto why = overdue(now)) {
        if (phase_ == Phase::kOpening) return refuse(bot::Code::kUnavailable, *why);
        return finish(*why);
    }
    if (phase_ == Phase::kOpen && now >= pinged_ + limits_.ping) ping(now);
    watch();
}

template <class Stream>
void Session<Stream>::finish(const std::string& why) {
    if (phase_ == Phase::kGone) return;
    phase_ = Phase::kGone;
    end_ = why;
    error_code ignored;
    timer_.cancel();
    boost::beast::get_lowest_layer(socket_).close(ignored);
    if (const auto opened = std::exchange(opened_, nullptr)) opened(bot::fail(bot::Code::kUnavailable, why));
    const auto ears = std::exchange(ears_, {});
    try {
        if (ears.closed) ears.closed(why);
    } catch (...) {  // nothing is left to be done here
    }
}

template class Session<PlainStream>;
template class Session<TlsStream>;

}  // namespace adapters::net
