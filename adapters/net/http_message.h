// Owns what the HTTP server and the HTTP client say to their callers: headers, requests, responses, replies.
// Must not parse or send anything.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::net {

// In the order received. Names are lower case; values are trimmed, printable bytes (no CR, LF or NUL), as sent: nothing is decoded.
using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// The value of a header (name in lower case); null if it is absent or given more than once: neither can be trusted.
const std::string* only_header(const HttpHeaders& headers, std::string_view name);

// A whole request, as the server hands it to a route.
struct HttpRequest {
    std::string method;
    std::string path;   // without the query, as sent
    std::string query;  // behind '?', as sent
    HttpHeaders headers;
    std::string body;
    std::string peer;  // the other end's IP address, never from a header

    const std::string* header(std::string_view name) const { return only_header(headers, name); }
};

// What a route answers. Headers that hold CR, LF or NUL make it a 500: the fault is ours.
struct HttpResponse {
    int status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::string body = {};
    HttpHeaders headers = {};  // besides content-type, content-length and connection
    bool keep_alive = false;   // for verified callers only: the connection may carry another request
};

// What a server answered to the client.
struct HttpReply {
    int status = 0;
    HttpHeaders headers;
    std::string body;

    const std::string* header(std::string_view name) const { return only_header(headers, name); }
};

}  // namespace adapters::net
