// Owns where the console writes: one small interface, so that a test or a recording can stand in for the terminal. Must not format.
#pragma once

#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace adapters::console {

class Output {
   public:
    virtual ~Output() = default;

    // All of text, in order with what was written before. Fails with kNotFound when nobody reads any more (a closed pipe or terminal), else with
    // kUnavailable and the reason (disk full). After a failure further text may be lost.
    virtual bot::Status write(std::string_view text) = 0;
};

// A file descriptor, which stays the caller's. SIGPIPE must be ignored (SignalWatch does) for a closed pipe to be a failure and no end.
class FdOutput : public Output {
   public:
    explicit FdOutput(int fd) : fd_(fd) {}
    bot::Status write(std::string_view text) override;

   private:
    int fd_;
};

// Collects what is written.
class TextOutput : public Output {
   public:
    bot::Status write(std::string_view text) override;
    const std::string& text() const { return text_; }

   private:
    std::string text_;
};

}  // namespace adapters::console
