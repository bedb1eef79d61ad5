// Owns whom a client trusts, for every way in which OpenSSL is driven here. Internal to adapters/net.
// Must not touch a socket.
#pragma once

#include <openssl/ossl_typ.h>

#include <optional>
#include <string>

#include "bot/base/result.h"

namespace adapters::net {

// TLS 1.2 or newer, and certificates of those authorities only. ca_file: PEM; "" = the system's (or those of SSL_CERT_FILE).
bot::Status trust_only(SSL_CTX* context, const std::string& ca_file);

// The other end is told host (a name; an address is not told) and must prove to be it. False: the connection must not be used.
[[nodiscard]] bool expect_host(SSL* session, const std::string& host);

// Why its certificate is not trusted, lower case; nullopt = it is, or was not seen yet.
std::optional<std::string> distrust(SSL* session);

}  // namespace adapters::net
