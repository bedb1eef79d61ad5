// Owns the order of refusals: where, how, what kind, how much. What would have to be decoded is refused: a decoder is where limits end.
#include "adapters/net/gate.h"

#include <algorithm>

#include "bot/base/text.h"

namespace adapters::net {

namespace {

bool is_multipart(const std::string& type) { return bot::to_lower_ascii(bot::trim(type)).rfind("multipart/", 0) == 0; }

bool declares_body(const HttpHeaders& headers) {
    return std::any_of(headers.begin(), headers.end(),
                       [](const auto& header) { return header.first == "content-length" || header.first == "transfer-encoding"; });
}

// 0 = nothing to object to.
int objection(const HttpHeaders& headers) {
    for (const auto& [name, value] : headers) {
        if (name == "content-encoding" && bot::to_lower_ascii(value) != "identity") return 415;
        if (name == "content-type" && is_multipart(value)) return 415;
        if (name == "range") return 400;
        if (name == "expect" && bot::to_lower_ascii(value) != "100-continue") return 417;
    }
    return 0;
}

bool is_open(const Route& route) { return route.path.ends_with('*'); }

bool leads_to(const Route& route, const std::string& path) {
    return is_open(route) ? path.starts_with(std::string_view(route.path).substr(0, route.path.size() - 1)) : route.path == path;
}

}  // namespace

Admission admit(const std::vector<Route>& routes, const HttpRequest& head, std::optional<std::uint64_t> length) {
    const Route* found = nullptr;
    std::string allow;
    const bool has_own = std::any_of(routes.begin(), routes.end(), [&](const Route& route) { return !is_open(route) && leads_to(route, head.path); });
    for (const Route& route : routes) {
        if ((has_own && is_open(route)) || !leads_to(route, head.path)) continue;
        if (route.method == head.method) found = &route;
        if (!allow.empty()) allow += ", ";
        allow += route.method;
    }
    if (allow.empty()) return {.status = 404};
    if (found == nullptr) return {.status = 405, .allow = std::move(allow)};
    if (const int status = objection(head.headers); status != 0) return {.route = found, .status = status};
    // Bytes behind it would be a body to one reader and a request to another.
    if (head.method != "GET" && head.method != "HEAD" && !declares_body(head.headers)) return {.route = found, .status = 411};
    if (length.value_or(0) > found->body_cap) return {.route = found, .status = 413};
    return {.route = found};
}

}  // namespace adapters::net
