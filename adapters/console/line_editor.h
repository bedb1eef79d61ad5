// Owns answers typed at a terminal with line editing, history and pastes; the only file pair that knows libedit. Must not interpret answers.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "adapters/console/history.h"
#include "adapters/console/signals.h"
#include "adapters/console/source.h"
#include "adapters/console/terminal.h"

namespace adapters::console {

// One answer is one edited text, which may have several lines: a paste (bracketed, or lines that follow within kPasteGap) is inserted as it is, Enter
// behind '\' or inside an open ``` fence goes on, Alt-Enter always does. Keys as in ~/.editrc, emacs style unless that says otherwise. Text on the line
// when the person leaves goes to the history. Typed text is UTF-8 whatever the locale. One at a time.
class LineEditor : public Source {
   public:
    // history_path "" = history of this run only.
    LineEditor(const Terminal& terminal, SignalWatch& signals, std::string history_path);
    ~LineEditor() override;

    Heard hear(const Prompt& prompt) override;
    void offer(std::string_view text) override;

   private:
    class Typing;
    std::unique_ptr<Typing> typing_;
};

}  // namespace adapters::console
