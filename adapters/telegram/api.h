// Owns one call to the Bot API: the token's place in the address, the deadline, the reading of the answer.
// Must not retry or wait. The token is in the address: no error, reason or log line of ours holds it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "adapters/net/http_client.h"
#include "adapters/telegram/answer_codec.h"
#include "bot/base/result.h"
#include "bot/base/time.h"

namespace adapters::telegram {

// One HTTP exchange, as net::HttpClient makes it; tests put theirs here. Safe from any thread.
using Exchange = std::function<bot::Result<net::HttpReply>(const net::HttpCall&)>;

struct Call {
    std::string_view method;  // "sendMessage"
    std::string_view body = "{}";
    bot::Duration total{20'000};  // the whole exchange
    bool idempotent = true;       // may arrive twice
    std::string_view content_type = "application/json";
};

// Safe from any thread.
class Api {
   public:
    Api(std::string token, Exchange exchange);

    // Blocks until the answer or the deadline. Never fails otherwise: code 0 is no answer.
    Answer call(const Call& call) const;

   private:
    std::string token_;
    Exchange exchange_;
};

// The bot's id at the front of a token. Fails with kInvalidInput, without the token in the text.
bot::Result<std::int64_t> id_of_token(std::string_view token);

}  // namespace adapters::telegram
