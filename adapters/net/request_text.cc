// Owns how a request is written, and that nothing in it can end its line.
#include "adapters/net/request_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "adapters/net/response_text.h"
#include "bot/base/text.h"

namespace adapters::net {

namespace {

constexpr std::array<std::string_view, 8> kOurs{"host", "connection", "content-length", "transfer-encoding", "content-type", "expect", "te", "keep-alive"};

bool is_method(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

tl::unexpected<bot::Error> unsendable(const char* what) {
    return bot::fail(bot::Code::kInvalidInput, fmt::format("the request's {} holds characters that cannot be sent", what));
}

}  // namespace

bot::Result<std::string> request_head(const BaseUrl& base, const HttpCall& call) {
    if (!is_method(call.method)) return unsendable("method");
    if (!is_request_target(call.path)) return unsendable("path");
    if (!is_safe_header("content-type", call.content_type)) return unsendable("content type");
    std::string head;
    head.reserve(256);
    fmt::format_to(std::back_inserter(head), "{} {}{} HTTP/1.1\r\nhost: {}\r\nuser-agent: viva\r\naccept-encoding: identity\r\n", call.method, base.path,
                   call.path, base.authority);
    for (const auto& [name, value] : call.headers) {
        if (!is_safe_header(name, value)) return unsendable("header");
        if (std::find(kOurs.begin(), kOurs.end(), bot::to_lower_ascii(name)) != kOurs.end()) {
            return bot::fail(bot::Code::kInvalidInput, fmt::format("the request's header {} is not the caller's to give", name));
        }
        head.append(name).append(": ").append(value).append("\r\n");
    }
    if (!call.content_type.empty()) head.append("content-type: ").append(call.content_type).append("\r\n");
    if (call.method != "GET" || !call.body.empty()) fmt::format_to(std::back_inserter(head), "content-length: {}\r\n", call.body.size());
    return head += "\r\n";
}

}  // namespace adapters::net
