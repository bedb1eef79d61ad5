// Owns the bytes of a response. Pure. Must not send.
#pragma once

#include <string>
#include <string_view>

#include "adapters/net/http_message.h"

namespace adapters::net {

// The reason phrase; "Unknown" for a status we never send.
std::string_view reason(int status);

// Whether name is a token and value holds no control characters but the tab: neither can end its line.
bool is_safe_header(std::string_view name, std::string_view value);

// Status line, headers and the empty line. A response that could not be sent safely was replaced by an empty 500, so body may change.
std::string response_head(HttpResponse& response, bool close);

// The answer to a request that no route took.
HttpResponse refusal(int status, const std::string& allow);

}  // namespace adapters::net
