// Owns how a response is written: lower-case names, always a length, always said whether the connection stays.
#include "adapters/net/response_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace adapters::net {

namespace {

struct Reason {
    int status;
    std::string_view text;
};
constexpr std::array<Reason, 25> kReasons{{{200, "OK"},
                                           {201, "Created"},
                                           {202, "Accepted"},
                                           {204, "No Content"},
                                           {304, "Not Modified"},
                                           {400, "Bad Request"},
                                           {401, "Unauthorized"},
                                           {403, "Forbidden"},
                                           {404, "Not Found"},
                                           {405, "Method Not Allowed"},
                                           {408, "Request Timeout"},
                                           {409, "Conflict"},
                                           {410, "Gone"},
                                           {411, "Length Required"},
                                           {413, "Content Too Large"},
                                           {415, "Unsupported Media Type"},
                                           {417, "Expectation Failed"},
                                           {422, "Unprocessable Content"},
                                           {429, "Too Many Requests"},
                                           {431, "Request Header Fields Too Large"},
                                           {500, "Internal Server Error"},
                                           {501, "Not Implemented"},
                                           {502, "Bad Gateway"},
                                           {503, "Service Unavailable"},
                                           {504, "Gateway Timeout"}}};

bool is_token(std::string_view text) {
    constexpr std::string_view kSigns = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kSigns.find(c) != std::string_view::npos;
    });
}

bool is_line(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f); });
}

bool is_sendable(const HttpResponse& response) {
    return response.status >= 200 && response.status <= 599 && is_line(response.content_type) &&
           std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) { return is_safe_header(header.first, header.second); });
}

}  // namespace

std::string_view reason(int status) {
    const auto* const found = std::find_if(kReasons.begin(), kReasons.end(), [&](const Reason& known) { return known.status == status; });
    return found == kReasons.end() ? "Unknown" : found->text;
}

bool is_safe_header(std::string_view name, std::string_view value) { return is_token(name) && is_line(value); }

std::string response_head(HttpResponse& response, bool close) {
    if (!is_sendable(response)) response = refusal(500, {});
    std::string head;
    head.reserve(192);
    fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    const bool bodiless = response.status == 204 || response.status == 304;
    if (bodiless) response.body.clear();
    if (!bodiless) {
        if (!response.content_type.empty()) head.append("content-type: ").append(response.content_type).append("\r\n");
        fmt::format_to(std::back_inserter(head), "content-length: {}\r\n", response.body.size());
    }
    for (const auto& [name, value] : response.headers) head.append(name).append(": ").append(value).append("\r\n");
    head += close ? "connection: close\r\n\r\n" : "connection: keep-alive\r\n\r\n";
    return head;
}

HttpResponse refusal(int status, const std::string& allow) {
    HttpResponse response{.status = status};
    response.body = std::string(reason(status)) + "\n";
    if (!allow.empty()) response.headers.emplace_back("allow", allow);
    return response;
}

}  // namespace adapters::net
