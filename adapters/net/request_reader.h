// Owns turning bytes into one bounded request: limits, framing that two readers cannot understand differently, refusal before the body.
// Must not touch a socket or a clock. The parser behind it is Beast's.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/net/http_message.h"
#include "adapters/net/http_server.h"

namespace adapters::net {

// Reads one request and no byte more. Not thread-safe.
class RequestReader {
   public:
    enum class State {
        kMore,     // needs more bytes
        kDone,     // a whole request: take()
        kRefused,  // answer status() and close: what follows cannot be told from a request
    };

    // routes must outlive the reader.
    RequestReader(const std::vector<Route>& routes, std::size_t head_cap, std::size_t headers_cap);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    // Only while kMore. The bytes are not kept beyond what is needed.
    State feed(std::string_view bytes);

    int status() const;                // kRefused
    const std::string& allow() const;  // 405: the methods of the path
    const Route* route() const;        // kDone: never null. Else null until the head shows whom it is for
    HttpRequest take();                // kDone; once. Its peer is empty
    bool keep_alive() const;           // kDone: the client would send another request
    bool surplus() const;              // kDone: bytes followed the request
    bool take_continue();              // true once if the client waits for "100 Continue" before it sends the body
    std::size_t held() const;          // bytes of memory, nearly

   private:
    class Parser;
    std::unique_ptr<Parser> parser_;
    std::string pending_;  // received, not yet understood
};

}  // namespace adapters::net
