// Owns the waiting: for bytes, for a signal, or for the moment when a paste is over.
#include "adapters/console/stream_source.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace adapters::console {
namespace {

Millis now() { return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch()); }

}  // namespace

StreamSource::StreamSource(int fd, AnswerAssembler::Rule rule, SignalWatch& signals, Output* prompts)
    : fd_(fd), assembler_(rule), signals_(signals), prompts_(prompts) {}

void StreamSource::show(std::string_view prompt) {
    // A prompt that cannot be shown is no reason to stop: the next message finds out.
    if (prompts_ && !prompt.empty()) [[maybe_unused]]
        const auto shown = prompts_->write(prompt);
}

// The person's own line is not finished: what is shown next starts on a new one.
Heard StreamSource::over(Heard::Kind kind) {
    show("\n");
    return {kind, {}, false, false};
}

Heard StreamSource::hear(const Prompt& prompt) {
    bool ask = true;
    while (true) {
        if (signals_.leaving()) return over(Heard::Kind::kLeave);
        const bool busy = !assembler_.idle();
        if (auto answer = assembler_.take(now())) return {Heard::Kind::kText, std::move(answer->text), answer->cut, answer->unfinished};
        if (closed_) return over(Heard::Kind::kEnd);
        if (prompt.blank && busy && assembler_.idle()) return {};
        if (ask || assembler_.idle()) {
            show(prompt.first);
        } else if (assembler_.goes_on()) {
            show(prompt.more);
        }
        ask = false;
        if (!read_more()) {
            closed_ = true;
            assembler_.close();
        }
    }
}

// Waits until bytes came, a signal came or the answer is due. False at the end of the input.
bool StreamSource::read_more() {
    int timeout = -1;
    if (const auto due = assembler_.due()) timeout = int(std::max<Millis::rep>(0, (*due - now()).count()));
    pollfd ready[2] = {{fd_, POLLIN, 0}, {signals_.fd(), POLLIN, 0}};
    if (::poll(ready, 2, timeout) < 0) return errno == EINTR;
    if (ready[1].revents) {
        if (signals_.drain().suspend) signals_.suspend();
        return true;
    }
    if (!ready[0].revents) return true;
    char bytes[64 * 1024];
    const ssize_t size = ::read(fd_, bytes, sizeof bytes);
    if (size < 0) return errno == EINTR || errno == EAGAIN;
    if (size == 0) return false;
    assembler_.add({bytes, std::size_t(size)}, now());
    return true;
}

}  // namespace adapters::console
