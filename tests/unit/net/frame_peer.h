// Owns the other end of a websocket for tests, frame by frame and byte by byte, plain or over TLS: it can be as wrong as a test wants it.
// Waits are bounded, so a test fails rather than hangs.
#pragma once

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <pthread.h>

#include <csignal>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "tests/unit/net/raw_peer.h"

namespace tests {

enum Opcode { kMore = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

struct Frame {
    int opcode = 0;
    bool final = false;
    std::string payload;
};

class FramePeer {
   public:
    FramePeer(RawPeer& peer, SSL_CTX* context) : peer_(peer) {
        if (context == nullptr) return;
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe, nullptr);  // of this thread only: the client must not raise it
        session_ = SSL_new(context);
        SSL_set_fd(session_, peer.fd());
        good_ = SSL_accept(session_) == 1;
        ERR_clear_error();
    }
    ~FramePeer() { SSL_free(session_); }
    FramePeer(const FramePeer&) = delete;
    FramePeer& operator=(const FramePeer&) = delete;

    // The client's request, answered with an upgrade. "" if none came.
    std::string shake_hands() {
        while (good_ && in_.find("\r\n\r\n") == std::string::npos) {
            if (!receive()) return "";
        }
        if (!good_) return "";
        const auto end = in_.find("\r\n\r\n") + 4;
        const auto request = in_.substr(0, end);
        in_.erase(0, end);
        const std::string name = "Sec-WebSocket-Key: ";
        const auto at = request.find(name) + name.size();
        send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
             accept_of(request.substr(at, request.find('\r', at) - at)) + "\r\n\r\n");
        return request;
    }

    // False: the client has gone.
    bool send(std::string_view bytes) {
        if (session_ == nullptr) return peer_.send(bytes);
        return bytes.empty() || SSL_write(session_, bytes.data(), int(bytes.size())) > 0;
    }
    static std::string frame(int opcode, std::string_view payload, bool final = true) {
        std::string bytes(1, char((final ? 0x80 : 0) | opcode));
        if (payload.size() < 126) {
            bytes += char(payload.size());
        } else {
            const int width = payload.size() < 65'536 ? 2 : 8;
            bytes += char(width == 2 ? 126 : 127);
            for (int i = width - 1; i >= 0; --i) bytes += char((payload.size() >> (8 * i)) & 0xff);
        }
        return bytes + std::string(payload);
    }
    bool say(int opcode, std::string_view payload, bool final = true) { return send(frame(opcode, payload, final)); }

    // The next frame; nothing if the client has gone or says nothing for 5 s.
    std::optional<Frame> hear() {
        for (;;) {
            if (auto whole = take()) return whole;
            if (!receive()) return std::nullopt;
        }
    }
    // The next frame that is no ping.
    std::optional<Frame> hear_word() {
        for (;;) {
            auto one = hear();
            if (!one || one->opcode != kPing) return one;
            say(kPong, one->payload);
        }
    }
    // Until the client has gone, answering nothing.
    bool is_left() {
        while (receive()) {
        }
        return gone_;
    }

   private:
    static std::string accept_of(const std::string& key) {
        const std::string text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned int size = 0;
        EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr);
        std::string out(64, '\0');
        out.resize(std::size_t(EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), digest, int(size))));
        return out;
    }

    bool receive() {
        char buffer[16'384];
        pollfd one{peer_.fd(), POLLIN, 0};
        const bool pending = session_ != nullptr && SSL_pending(session_) > 0;
        if (!pending && ::poll(&one, 1, 5'000) <= 0) return false;
        const auto count = session_ != nullptr ? SSL_read(session_, buffer, sizeof buffer) : int(::recv(peer_.fd(), buffer, sizeof buffer, 0));
        ERR_clear_error();
        gone_ = count <= 0;
        if (count > 0) in_.append(buffer, std::size_t(count));
        return count > 0;
    }

    // A client's frame is masked.
    std::optional<Frame> take() {
        if (in_.size() < 2) return std::nullopt;
        const auto byte = [this](std::size_t i) { return std::size_t(static_cast<unsigned char>(in_[i])); };
        std::size_t size = byte(1) & 0x7f;
        std::size_t at = 2;
        if (size >= 126) {
            const std::size_t width = size == 126 ? 2 : 8;
            if (in_.size() < at + width) return std::nullopt;
            size = 0;
            for (std::size_t i = 0; i < width; ++i) size = (size << 8) | byte(at++);
        }
        if (in_.size() < at + 4 + size) return std::nullopt;
        Frame one{int(byte(0) & 0x0f), (byte(0) & 0x80) != 0, in_.substr(at + 4, size)};
        for (std::size_t i = 0; i < size; ++i) one.payload[i] = char(one.payload[i] ^ in_[at + i % 4]);
        in_.erase(0, at + 4 + size);
        return one;
    }

    RawPeer& peer_;
    SSL* session_ = nullptr;
    bool good_ = true;
    bool gone_ = false;
    std::string in_;
};

}  // namespace tests
