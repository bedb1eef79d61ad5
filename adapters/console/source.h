// Owns where the console's answers come from, as an interface: a terminal with line editing, a pipe, a test. Must not know the conversation.
#pragma once

#include <string>
#include <string_view>

namespace adapters::console {

struct Prompt {
    std::string first;   // before an answer
    std::string more;    // before its further lines
    bool keep = true;    // the answer goes to the history
    bool blank = false;  // Enter alone is an answer too
};

struct Heard {
    enum class Kind {
        kText,
        kEnd,    // end of input
        kLeave,  // Ctrl-C, SIGTERM or SIGHUP
    };
    Kind kind = Kind::kText;
    std::string text;         // bytes as they came; blank only if the prompt allows it
    bool cut = false;         // longer than an answer may be; the rest is gone
    bool unfinished = false;  // the input ended inside it
    bool operator==(const Heard&) const = default;
};

// Answers, one a call. Not thread-safe.
class Source {
   public:
    virtual ~Source() = default;

    // Waits for the next answer. After kEnd or kLeave it gives the same again.
    virtual Heard hear(const Prompt& prompt) = 0;

    // Text that stands at the next prompt as if typed, for the person to send again or change. Ignored where nothing can be edited.
    virtual void offer(std::string_view text) = 0;
};

}  // namespace adapters::console
