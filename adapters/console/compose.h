// Owns writing an answer in the person's own editor. Must not send it.
#pragma once

#include <string>
#include <string_view>

#include "adapters/console/terminal.h"
#include "bot/base/result.h"

namespace adapters::console {

// Opens $VISUAL, else $EDITOR, else vi on a temporary file (0600, in $TMPDIR or /tmp) holding draft, an empty line, the cut line
// "# --- >8 ---" and below; waits for it and returns what stands above the cut line, without white space at its end (at most 64 KiB are read).
// Fails with kUnavailable, naming the editor, if it cannot be started or ends with an error; the file is removed in each case.
bot::Result<std::string> compose(std::string_view draft, std::string_view below, const Environment& environment);

// What stands above the cut line.
std::string above_cut(std::string_view text);

}  // namespace adapters::console
