// Owns what tests of the HTTP server have in common: a server that listens, and its usual routes.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "adapters/net/http_server.h"

namespace tests {

// Answers "METHOD QUERY BODY", the peer in a header, and the caller's own X-Echo.
inline adapters::net::Route echo_at(const std::string& path, std::size_t body_cap) {
    return {"POST", path, body_cap, [](const adapters::net::HttpRequest& request, const adapters::net::Respond& respond) {
                adapters::net::HttpResponse response{
                    .body = request.method + " " + request.query + " " + request.body, .headers = {{"peer", request.peer}}, .keep_alive = true};
                if (const std::string* echo = request.header("x-echo")) response.headers.emplace_back("x-echo", *echo);
                respond(std::move(response));
            }};
}

inline adapters::net::Route page_at(const std::string& path, std::size_t size) {
    return {"GET", path, 0, [size](const adapters::net::HttpRequest&, const adapters::net::Respond& respond) { respond({.body = std::string(size, 'x')}); }};
}

inline std::unique_ptr<adapters::net::HttpServer> open_server(std::vector<adapters::net::Route> routes, const adapters::net::ServerLimits& limits = {},
                                                              const std::string& host = "127.0.0.1") {
    auto opened = adapters::net::HttpServer::open({.host = host, .port = 0}, std::move(routes), limits);
    if (!opened) throw std::runtime_error(opened.error().message);
    return std::move(*opened);
}

}  // namespace tests
