// Owns a small app for the tests of the fake Slack: it calls methods and reads envelopes, over another's WebSocket client. Waits are bounded.
// Must not be used for anything but these tests.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

#include "tests/fakes/slack_api.h"
#include "tests/unit/net/raw_peer.h"

namespace tests {

struct SlackReply {
    int status = 0;
    std::string head;
    Json body;
    std::string text;
};

inline int port_of(const std::string& origin) { return std::atoi(origin.c_str() + origin.rfind(':') + 1); }

inline SlackReply post(const SlackApi& slack, const std::string& path, const std::string& body, const std::string& type, const std::string& token) {
    RawPeer peer(port_of(slack.origin()));
    std::string request = "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    if (!token.empty()) request += "Authorization: Bearer " + token + "\r\n";
    (void)peer.send(request + "\r\n" + body);
    peer.end_of_sending();
    const auto answer = peer.read_all();
    SlackReply reply;
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string::npos) return reply;
    reply.status = std::atoi(answer.c_str() + 9);
    reply.head = answer.substr(0, end);
    reply.text = answer.substr(end + 4);
    reply.body = Json::parse(reply.text, nullptr, false);
    return reply;
}

inline Json call(const SlackApi& slack, const std::string& method, const Json& args, const std::string& token = SlackApi::kBotToken) {
    return post(slack, "/api/" + method, args.dump(), "application/json; charset=utf-8", token).body;
}
// "" or the error.
inline std::string error_of(const SlackApi& slack, const std::string& method, const Json& args, const std::string& token = SlackApi::kBotToken) {
    const auto body = call(slack, method, args, token);
    return body.value("ok", false) ? "" : body.value("error", "no answer");
}

class SlackSocket {
   public:
    explicit SlackSocket(const SlackApi& slack)
        : SlackSocket(slack, call(slack, "apps.connections.open", Json::object(), SlackApi::kAppToken)["url"].get<std::string>()) {}
    SlackSocket(const SlackApi& slack, const std::string& url) : stream_(io_) {
        namespace asio = boost::asio;
        const auto path = url.substr(url.find('/', 5));
        boost::beast::get_lowest_layer(stream_).connect({asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(port_of(slack.origin()))});
        stream_.control_callback([this](boost::beast::websocket::frame_type type, boost::beast::string_view text) {
            if (type == boost::beast::websocket::frame_type::ping) pings_.emplace_back(text);
        });
        boost::beast::websocket::response_type answer;
        stream_.handshake(answer, "127.0.0.1", path.substr(path.find("/link")), error_);
    }
    bool is_open() const { return !error_; }

    // The next message; null after the wait or at the end.
    Json next(std::chrono::milliseconds most = std::chrono::seconds(5)) {
        bool done = false;
        if (!reads_) {
            reads_ = true;
            buffer_.clear();
            stream_.async_read(buffer_, [this](boost::beast::error_code error, std::size_t) {
                reads_ = false;
                if (error) error_ = error;
            });
        }
        io_.restart();
        const auto until = Steady::now() + most;
        while (reads_ && Steady::now() < until) io_.run_one_for(std::chrono::milliseconds(5));
        done = !reads_;
        if (!done || error_) return nullptr;
        return Json::parse(boost::beast::buffers_to_string(buffer_.data()));
    }
    void write(const std::string& text) { stream_.write(boost::asio::buffer(text)); }
    void write_binary(const std::string& bytes) {
        stream_.binary(true);
        write(bytes);
        stream_.binary(false);
    }
    void acknowledge(const Json& envelope, const Json& payload = nullptr) {
        Json ack{{"envelope_id", envelope["envelope_id"]}};
        if (!payload.is_null()) ack["payload"] = payload;
        write(ack.dump());
    }
    const std::vector<std::string>& pings() const { return pings_; }

   private:
    boost::asio::io_context io_;
    boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
    boost::beast::flat_buffer buffer_;
    boost::beast::error_code error_;
    std::vector<std::string> pings_;
    bool reads_ = false;
};

}  // namespace tests
