// Owns the bytes of a request. Pure. Must not send.
#pragma once

#include <string>

#include "adapters/net/http_client.h"
#include "adapters/net/url.h"

namespace adapters::net {

// Request line, headers and the empty line. Fails with kInvalidInput on what could be understood as more than it is; the text shows none of it.
bot::Result<std::string> request_head(const BaseUrl& base, const HttpCall& call);

}  // namespace adapters::net
