// Owns one call to the Web API: the token's place in a header, the deadline, the reading of the answer.
// Must not retry or wait. No error, reason or log line of ours holds the token.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/net/http_client.h"
#include "adapters/slack/answer_codec.h"
#include "bot/base/result.h"
#include "bot/base/time.h"

namespace adapters::slack {

// One HTTP exchange, as net::HttpClient makes it; tests put theirs here. Safe from any thread.
using Exchange = std::function<bot::Result<net::HttpReply>(const net::HttpCall&)>;

inline constexpr std::string_view kJson = "application/json; charset=utf-8";
inline constexpr std::string_view kForm = "application/x-www-form-urlencoded";  // what the reading methods want

struct Call {
    std::string_view method;  // "chat.postMessage"
    std::string_view body = {};
    bot::Duration total{20'000};  // the whole exchange
    bool idempotent = true;       // may arrive twice
    std::string_view content_type = kForm;
};

// Safe from any thread.
class Api {
   public:
    // exchange goes to a base URL that ends with "/api".
    Api(std::string token, Exchange exchange);

    // Blocks until the answer or the deadline. Never fails otherwise: status 0 is no answer.
    Answer call(const Call& call) const;

   private:
    std::string token_;
    Exchange exchange_;
};

// "a=1&b=x%20y", for kForm.
std::string form_body(const std::vector<std::pair<std::string_view, std::string_view>>& fields);

// What a token is by its beginning.
enum class TokenKind { kBot, kApp, kUser, kOther };
TokenKind token_kind(std::string_view token);

// Fail with kInvalidInput, in words that say which token was given instead, and without it.
bot::Status check_bot_token(std::string_view token);  // xoxb-
bot::Status check_app_token(std::string_view token);  // xapp-

}  // namespace adapters::slack
