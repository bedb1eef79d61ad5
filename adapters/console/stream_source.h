// Owns answers from a pipe, a file, or a terminal that cannot edit. Must not interpret them.
#pragma once

#include <string>

#include "adapters/console/input.h"
#include "adapters/console/output.h"
#include "adapters/console/signals.h"
#include "adapters/console/source.h"

namespace adapters::console {

// Reads a descriptor, which stays the caller's. A prompt is shown only if there is somebody to see it.
class StreamSource : public Source {
   public:
    // prompts = where prompts go; null = none (piped).
    StreamSource(int fd, AnswerAssembler::Rule rule, SignalWatch& signals, Output* prompts);

    Heard hear(const Prompt& prompt) override;
    void offer(std::string_view) override {}

   private:
    void show(std::string_view prompt);
    Heard over(Heard::Kind kind);
    bool read_more();

    int fd_;
    AnswerAssembler assembler_;
    SignalWatch& signals_;
    Output* prompts_;
    bool closed_ = false;
};

}  // namespace adapters::console
