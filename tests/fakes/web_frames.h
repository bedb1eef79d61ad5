// Owns the server's end of a WebSocket (RFC 6455), bytes in and bytes out: the handshake's answer, frames of both directions, messages in pieces. Pure.
// Must not know sockets, or what is said over them. Written without the product's client, so that one checks the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tests {

// The whole answer to an upgrade with this Sec-WebSocket-Key.
std::string upgrade_answer(const std::string& key);

enum class Opcode { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

// A frame from the server, unmasked.
std::string frame_of(Opcode opcode, const std::string& payload, bool is_last = true);
// A text in frames of so many bytes; 0 = in one.
std::string text_frames(const std::string& text, std::size_t piece);
std::string close_frame(int code, const std::string& reason);

struct WebMessage {
    Opcode opcode = Opcode::kText;  // kText, kBinary or a control frame
    std::string payload;
    bool operator==(const WebMessage&) const = default;
};

// Reads what a client sends. After a breach of the protocol it reads nothing more.
class FrameReader {
   public:
    std::vector<WebMessage> read(const std::string& bytes);
    // What the client did wrong, "" = nothing.
    const std::string& breach() const { return breach_; }

   private:
    struct Frame {
        bool is_last = true;
        Opcode opcode = Opcode::kText;
        std::string payload;
    };
    std::optional<Frame> next();
    void take(Frame frame, std::vector<WebMessage>& messages);

    std::string in_;
    std::optional<WebMessage> begun_;
    std::string breach_;
};

}  // namespace tests
