// Owns turning bytes into one bounded reply. Must not touch a socket. The parser behind it is Beast's.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/net/http_message.h"

namespace adapters::net {

// Reads one reply; interim ones (1xx) are passed over. Not thread-safe.
class ResponseReader {
   public:
    enum class State { kMore, kDone, kBroken };

    ResponseReader(std::size_t head_cap, std::size_t body_cap);
    ~ResponseReader();
    ResponseReader(const ResponseReader&) = delete;
    ResponseReader& operator=(const ResponseReader&) = delete;

    State feed(std::string_view bytes);                      // only while kMore
    State end();                                             // the connection has ended: some bodies end so
    const std::string& problem() const { return problem_; }  // kBroken: what is wrong, without any of it
    HttpReply take();                                        // kDone; once
    bool keep_alive() const;                                 // kDone: another request may follow

   private:
    class Parser;
    State broken(const char* problem);
    State run();

    std::size_t head_cap_;
    std::size_t body_cap_;
    std::unique_ptr<Parser> parser_;
    std::string pending_;  // received, not yet understood
    std::string problem_;
    bool head_done_ = false;
    std::size_t head_bytes_ = 0;
    int interim_ = 0;
};

}  // namespace adapters::net
