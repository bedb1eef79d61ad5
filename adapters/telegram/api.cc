// Owns what api.h promises.
#include "adapters/telegram/api.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace adapters::telegram {
namespace {

void remove_all(std::string& text, std::string_view secret) {
    for (auto at = text.find(secret); !secret.empty() && at != std::string::npos; at = text.find(secret, at)) text.replace(at, secret.size(), "<token>");
}

}  // namespace

Api::Api(std::string token, Exchange exchange) : token_(std::move(token)), exchange_(std::move(exchange)) {}

Answer Api::call(const Call& call) const {
    net::HttpCall http;
    http.path = "/bot" + token_ + "/" + std::string(call.method);
    http.content_type = call.content_type;
    http.body = call.body;
    http.total = call.total;
    http.idempotent = call.idempotent;
    auto reply = exchange_(http);
    if (!reply) {
        Answer answer;
        answer.description = std::move(reply.error().message);
        remove_all(answer.description, token_);
        return answer;
    }
    auto answer = decode_answer(reply->status, std::move(reply->body));
    if (const auto* date = reply->header("date")) answer.date = *date;
    remove_all(answer.description, token_);
    return answer;
}

bot::Result<std::int64_t> id_of_token(std::string_view token) {
    const auto wrong = [] {
        return bot::fail(bot::Code::kInvalidInput, "the Telegram token is malformed; it reads 123456789:letters-and-digits, as @BotFather gave it");
    };
    const auto colon = token.find(':');
    if (colon == std::string_view::npos || colon == 0 || token.size() > 256) return wrong();
    std::int64_t id = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + colon, id);
    if (error != std::errc{} || end != token.data() + colon || id <= 0) return wrong();
    const auto secret = token.substr(colon + 1);
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    if (secret.empty() || !std::all_of(secret.begin(), secret.end(), fits)) return wrong();
    return id;
}

}  // namespace adapters::telegram
