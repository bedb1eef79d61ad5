// Owns the frames of Socket Mode: what stands on the envelope, and the acknowledgement. Pure and total; one pass, whatever the depth.
// Must not look into a payload: it is handed on as it came.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace adapters::slack {

struct SocketFrame {
    std::string type;         // "hello", "disconnect", "events_api", ..
    std::string envelope;     // its id, a safe word; "" = it wants no acknowledgement
    std::string reason;       // of a disconnect
    std::string payload;      // raw JSON; "" = none
    bool answerable = false;  // the acknowledgement may carry a payload
    bool again = false;       // it was sent before
};

// nullopt: no object, or without a type.
std::optional<SocketFrame> decode_frame(std::string_view text);

// envelope: as decoded.
std::string ack_json(std::string_view envelope);

}  // namespace adapters::slack
