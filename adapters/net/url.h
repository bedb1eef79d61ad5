// Owns reading the base URL of a server. Pure. Must not show the URL in an error: somebody may have put a secret into it.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace adapters::net {

struct BaseUrl {
    bool tls = false;
    std::string host;       // a name or an IP address, without brackets
    std::string port;       // always given, decimal
    std::string path;       // "" or "/a/b", without the last '/'
    std::string authority;  // as the Host header names it
};

bot::Result<BaseUrl> parse_base_url(std::string_view text);

// Where a websocket is: ws or wss. The target holds the query, which is often a secret.
struct SocketUrl {
    BaseUrl base;  // its path is ""
    std::string target;
};

bot::Result<SocketUrl> parse_socket_url(std::string_view text);

// Whether host (as in BaseUrl) can only be this machine: localhost or a loopback address.
bool is_loopback(std::string_view host);

// Whether target can stand in a request line: begins with '/', printable ASCII without spaces and '#'.
bool is_request_target(std::string_view target);

}  // namespace adapters::net
