// Owns HTTP/1.1 exchanges with one server, plain or over TLS: one total deadline each, kept connections, cancelling from outside.
// Must not follow redirects, decompress, retry what may have been done, or put a path or a header into an error (tokens are in them).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http_message.h"
#include "bot/base/result.h"
#include "bot/base/time.h"

namespace adapters::net {

struct ClientLimits {
    bot::Duration connect{5'000};                             // name, connection and TLS handshake together
    bot::Duration total{30'000};                              // a whole exchange, where the call names none
    std::size_t head_cap = std::size_t{64} * 1024;            // bytes of the answer's headers
    std::size_t response_cap = std::size_t{8} * 1024 * 1024;  // bytes of the answer's body
    bot::Duration idle{30'000};                               // a connection unused for longer is not used again
    std::size_t spare = 16;                                   // kept connections at most
    std::string ca_file = {};                                 // PEM file of trusted authorities; "" = the system's
};

struct HttpCall {
    std::string method = "POST";
    std::string path;          // begins with '/', may hold a query; goes behind the base URL's own path
    std::string content_type;  // "" = none
    std::string_view body;
    HttpHeaders headers = {};  // besides host, connection, content-type and content-length
    std::optional<bot::Duration> total = std::nullopt;
    bool idempotent = false;  // may be sent twice: once more on a new connection if a kept one was closed before any byte of an answer
};

// Safe from any thread; each call under way has its own connection. IPv4 and IPv6, whichever connects first. TLS 1.2 or newer, with the server's
// certificate and name verified.
class HttpClient {
   public:
    // base_url: http or https, a host, perhaps a port and a path; no user, query or fragment. Fails with kInvalidInput (without the URL in the text), or
    // if the authorities cannot be read.
    static bot::Result<std::unique_ptr<HttpClient>> open(std::string_view base_url, const ClientLimits& limits = {});
    ~HttpClient();  // no call may be under way
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    // One exchange, on the calling thread. Any status is a reply. Fails with kUnavailable (network, deadline, cancelled; the request may have arrived unless
    // no connection was made), kDenied (the server's certificate), kInvalidInput (a path or header that cannot be sent), kCorrupt (what came back is no
    // HTTP, or more than the caps).
    bot::Result<HttpReply> exchange(const HttpCall& call);
    bot::Result<HttpReply> post(std::string path, std::string content_type, std::string_view body, std::optional<bot::Duration> total = std::nullopt);
    bot::Result<HttpReply> get(std::string path, std::optional<bot::Duration> total = std::nullopt);  // idempotent

    // Ends calls under way at once, and later ones too until reset().
    void cancel();
    void reset();

   private:
    class Core;
    explicit HttpClient(std::unique_ptr<Core> core);
    std::unique_ptr<Core> core_;
};

}  // namespace adapters::net
