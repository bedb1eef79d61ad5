// Owns the reading of the platform's answers to our calls. Pure and total.
// Must not decide what an answer means for a message (delivery.h does).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/telegram/meaning.h"

namespace adapters::telegram {

// What came back from one call.
struct Answer {
    bool ok = false;
    bool understood = false;                  // it is an answer of the Bot API, not of something in between
    int code = 0;                             // error_code, else the HTTP status; 0 = there was no answer
    std::string description;                  // of a failure, as the platform words it; of code 0 the network's trouble
    std::optional<std::int64_t> retry_after;  // seconds
    std::string moved_to;                     // the chat's new id
    std::string body;                         // of a success
    std::string date;                         // the server's Date header
};

// From an HTTP reply. A success is recognised by its beginning; its result is not parsed.
Answer decode_answer(int status, std::string body);

struct Profile {  // getMe
    Self self;
    bool joins_groups = true;
    bool reads_groups = false;  // privacy mode is off
};
std::optional<Profile> decode_profile(std::string_view body);

// The id of the message that was sent; "" = not found.
std::string decode_message_id(std::string_view body);

// Whether getChatMember's answer is about somebody who administers the chat; nullopt: it cannot be read.
std::optional<bool> decode_administers(std::string_view body);

struct WebhookState {  // getWebhookInfo
    std::string url;   // "" = none is set
    std::int64_t pending = 0;
    std::int64_t last_error_date = 0;  // seconds since 1970
    std::string last_error;
};
std::optional<WebhookState> decode_webhook_state(std::string_view body);

}  // namespace adapters::telegram
