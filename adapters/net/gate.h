// Owns the decision whether a request's head is let in, before any of its body is read. Pure. Must not parse or send.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/net/http_message.h"
#include "adapters/net/http_server.h"

namespace adapters::net {

struct Admission {
    const Route* route = nullptr;  // whom it is for; null: for nobody here
    int status = 0;                // of the refusal; 0 = let in
    std::string allow = {};        // 405: the methods of this path
};

// length: the body's declared length; nullopt = it comes in chunks. The route stays owned by routes.
Admission admit(const std::vector<Route>& routes, const HttpRequest& head, std::optional<std::uint64_t> length);

}  // namespace adapters::net
