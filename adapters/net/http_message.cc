// Owns looking up a header. Must not parse.
#include "adapters/net/http_message.h"

namespace adapters::net {

const std::string* only_header(const HttpHeaders& headers, std::string_view name) {
    const std::string* found = nullptr;
    for (const auto& [key, value] : headers) {
        if (key != name) continue;
        if (found != nullptr) return nullptr;
        found = &value;
    }
    return found;
}

}  // namespace adapters::net
