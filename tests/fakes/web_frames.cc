// Owns what web_frames.h promises.
#include "tests/fakes/web_frames.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace tests {
namespace {

constexpr std::size_t kMostPayload = std::size_t{16} * 1024 * 1024;

std::uint64_t number_at(const std::string& bytes, std::size_t at, std::size_t size) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i) number = (number << 8) | static_cast<unsigned char>(bytes[at + i]);
    return number;
}

void put_number(std::string& out, std::uint64_t number, int size) {
    for (int i = size - 1; i >= 0; --i) out += char((number >> (8 * i)) & 0xFF);
}

bool is_control(Opcode opcode) { return int(opcode) >= 8; }

}  // namespace

std::string upgrade_answer(const std::string& key) {
    const auto text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), hash.data(), &size, EVP_sha1(), nullptr);
    std::array<unsigned char, 64> accept{};
    EVP_EncodeBlock(accept.data(), hash.data(), int(size));
    return std::string("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ") +
           reinterpret_cast<const char*>(accept.data()) + "\r\n\r\n";
}

std::string frame_of(Opcode opcode, const std::string& payload, bool is_last) {
    std::string frame(1, char((is_last ? 0x80 : 0) | int(opcode)));
    if (payload.size() < 126) {
        frame += char(payload.size());
    } else if (payload.size() <= 0xFFFF) {
        frame += char(126);
        put_number(frame, payload.size(), 2);
    } else {
        frame += char(127);
        put_number(frame, payload.size(), 8);
    }
    return frame + payload;
}

std::string text_frames(const std::string& text, std::size_t piece) {
    if (piece == 0) piece = std::max<std::size_t>(text.size(), 1);
    std::string frames;
    for (std::size_t at = 0; at == 0 || at < text.size(); at += piece)
        frames += frame_of(at == 0 ? Opcode::kText : Opcode::kContinuation, text.substr(at, piece), at + piece >= text.size());
    return frames;
}

std::string close_frame(int code, const std::string& reason) {
    std::string payload;
    put_number(payload, std::uint64_t(code), 2);
    return frame_of(Opcode::kClose, payload + reason);
}

std::vector<WebMessage> FrameReader::read(const std::string& bytes) {
    in_ += bytes;
    std::vector<WebMessage> messages;
    while (breach_.empty()) {
        auto frame = next();
        if (!frame) break;
        take(std::move(*frame), messages);
    }
    return messages;
}

std::optional<FrameReader::Frame> FrameReader::next() {
    if (in_.size() < 2) return std::nullopt;
    const auto first = static_cast<unsigned char>(in_[0]);
    const auto second = static_cast<unsigned char>(in_[1]);
    Frame frame{(first & 0x80) != 0, Opcode(first & 0x0F), {}};
    if ((first & 0x70) != 0) breach_ = "reserved bits without an extension";
    if ((second & 0x80) == 0) breach_ = "a client's frame without a mask";
    if (!breach_.empty()) return std::nullopt;
    std::size_t head = 2;
    std::uint64_t size = second & 0x7F;
    if (size >= 126) {
        const std::size_t length = size == 126 ? 2 : 8;
        if (in_.size() < head + length) return std::nullopt;
        size = number_at(in_, head, length);
        head += length;
    }
    if (size > kMostPayload) breach_ = "a frame of " + std::to_string(size) + " bytes";
    if (is_control(frame.opcode) && (size > 125 || !frame.is_last)) breach_ = "a control frame that is long or in pieces";
    if (!breach_.empty() || in_.size() < head + 4 + size) return std::nullopt;
    frame.payload = in_.substr(head + 4, size);
    for (std::size_t i = 0; i < frame.payload.size(); ++i) frame.payload[i] = char(frame.payload[i] ^ in_[head + i % 4]);
    in_.erase(0, head + 4 + size);
    return frame;
}

void FrameReader::take(Frame frame, std::vector<WebMessage>& messages) {
    switch (frame.opcode) {
        case Opcode::kClose:
        case Opcode::kPing:
        case Opcode::kPong: messages.push_back({frame.opcode, std::move(frame.payload)}); return;
        case Opcode::kText:
        case Opcode::kBinary:
            if (begun_) breach_ = "a new message inside another";
            begun_ = WebMessage{frame.opcode, std::move(frame.payload)};
            break;
        case Opcode::kContinuation:
            if (!begun_) {
                breach_ = "a continuation of nothing";
                return;
            }
            begun_->payload += frame.payload;
            break;
        default: breach_ = "an unknown kind of frame"; return;
    }
    if (!frame.is_last) return;
    messages.push_back(std::move(*begun_));
    begun_.reset();
}

}  // namespace tests
