// Owns the rules that make answers out of typed, pasted and piped bytes. Pure: the time is an argument. Must not read or print.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::console {

using Millis = std::chrono::milliseconds;

// Text that follows a line within this time belongs to it: nobody types that fast, so it was pasted.
constexpr Millis kPasteGap{30};

// Longer answers are cut: the bot itself reads 16 KiB of one.
constexpr std::size_t kMaxAnswer = 65536;

struct Answer {
    std::string text;         // bytes as they came, line ends as '\n', no line ends around
    bool cut = false;         // it was longer than kMaxAnswer; the rest is gone
    bool unfinished = false;  // the input ended behind a trailing '\' or inside a ``` fence
    bool operator==(const Answer&) const = default;
};

// Collects answers. An end of line sends, except behind '\' (which goes) and inside an open ``` fence. Blank answers are no answers. Holds at most
// kMaxAnswer bytes beside the bytes last added. Not thread-safe.
class AnswerAssembler {
   public:
    // kLine: a complete line is an answer (piped). kPaste: what follows within kPasteGap belongs to it (terminal).
    enum class Rule { kLine, kPaste };

    explicit AnswerAssembler(Rule rule) : rule_(rule) {}

    // The next bytes, arrived now. Call take() until it gives nothing before adding more.
    void add(std::string_view bytes, Millis now);

    // Nothing will follow.
    void close() { closed_ = true; }

    // The next answer that is complete at this time.
    std::optional<Answer> take(Millis now);

    // When take() will give something if nothing else arrives; nullopt = not before more arrives.
    std::optional<Millis> due() const;

    // True when the person is in the middle of an answer (a fence or '\' is open), so that a prompt can say so.
    bool goes_on() const { return open_; }

    // True when no byte of an answer is in hand.
    bool idle() const { return at_ == waiting_.size() && !in_line_ && !open_ && !complete_; }

   private:
    void read(char c);
    void keep(char c);
    void end_line();
    std::optional<Answer> finish();

    Rule rule_;
    std::string waiting_;  // added, read up to at_
    std::size_t at_ = 0;
    std::string text_;         // of the answer in hand
    std::size_t ticks_ = 0;    // length of the run of backticks just read
    std::size_t slashes_ = 0;  // length of the run of '\' just read
    bool return_ = false;      // a '\r' was read; it counts only if no '\n' follows
    bool fence_ = false;       // inside ```
    bool in_line_ = false;     // bytes of a line were read, its end was not
    bool open_ = false;        // the last line end did not send
    bool complete_ = false;    // the last line end sends
    bool closed_ = false;
    Millis last_{0};  // when the last byte came
};

// True if Enter at the end of text goes on instead of sending.
bool goes_on(std::string_view text);

}  // namespace adapters::console
