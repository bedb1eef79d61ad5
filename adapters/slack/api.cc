// Owns what api.h promises.
#include "adapters/slack/api.h"

#include <fmt/format.h>

#include <algorithm>

namespace adapters::slack {
namespace {

void remove_all(std::string& text, std::string_view secret) {
    for (auto at = text.find(secret); !secret.empty() && at != std::string::npos; at = text.find(secret, at)) text.replace(at, secret.size(), "<token>");
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

void put_encoded(std::string& out, std::string_view text) {
    for (const char c : text) is_unreserved(c) ? out += c : out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
}

bot::Status check_token(std::string_view token, TokenKind wanted, std::string_view name, std::string_view form) {
    const auto wrong = [&](std::string_view what) { return bot::fail(bot::Code::kInvalidInput, fmt::format("the {} {}; it reads {}", name, what, form)); };
    const auto fits = [](char c) { return c > 0x20 && c < 0x7F; };
    if (token.empty()) return wrong("is missing");
    if (token.size() > 512 || !std::all_of(token.begin(), token.end(), fits)) return wrong("is malformed");
    const auto kind = token_kind(token);
    if (kind == wanted) return {};
    switch (kind) {
        case TokenKind::kBot: return wrong("is a bot token (xoxb-)");
        case TokenKind::kApp: return wrong("is an app-level token (xapp-)");
        case TokenKind::kUser: return wrong("is a user token (xoxp-)");
        case TokenKind::kOther: break;
    }
    return wrong("is of no known kind");
}

}  // namespace

Api::Api(std::string token, Exchange exchange) : token_(std::move(token)), exchange_(std::move(exchange)) {}

Answer Api::call(const Call& call) const {
    net::HttpCall http;
    http.path = "/" + std::string(call.method);
    http.content_type = call.content_type;
    http.body = call.body;
    http.headers.emplace_back("authorization", "Bearer " + token_);
    http.total = call.total;
    http.idempotent = call.idempotent;
    auto reply = exchange_(http);
    if (!reply) {
        Answer answer;
        answer.details = std::move(reply.error().message);
        remove_all(answer.details, token_);
        return answer;
    }
    auto answer = decode_answer(std::move(*reply));
    remove_all(answer.details, token_);
    return answer;
}

std::string form_body(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out += '&';
        put_encoded(out, name);
        out += '=';
        put_encoded(out, value);
    }
    return out;
}

TokenKind token_kind(std::string_view token) {
    if (token.starts_with("xoxb-") || token.starts_with("xoxe.xoxb-")) return TokenKind::kBot;
    if (token.starts_with("xapp-")) return TokenKind::kApp;
    if (token.starts_with("xoxp-") || token.starts_with("xoxe.xoxp-")) return TokenKind::kUser;
    return TokenKind::kOther;
}

bot::Status check_bot_token(std::string_view token) {
    return check_token(token, TokenKind::kBot, "Slack bot token", "xoxb-..., as OAuth & Permissions shows it");
}

bot::Status check_app_token(std::string_view token) {
    return check_token(token, TokenKind::kApp, "Slack app-level token", "xapp-..., as Basic Information, App-Level Tokens shows it");
}

}  // namespace adapters::slack
