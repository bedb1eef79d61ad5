// Owns the way from a place in a source to a Diagnostic: severity from the table, characters from bytes, excerpt and caret.
// Must not decide what is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/grade/rubric.h"
#include "bot/script/content.h"
#include "bot/script/diagnostic.h"

namespace bot::script {

constexpr int kMaxDiagnosticsPerFile = 50;  // one broken line must not bury everything else

using grade::Place;

// Collects the diagnostics of one source. Places count bytes, as the reader gives them; the diagnostics count characters.
class Report {
   public:
    // Both must outlive the report.
    Report(const Source& source, std::vector<Diagnostic>& diagnostics);

    // A place without a line is the file as a whole.
    void add(std::string_view code, Place place, std::string message);

    // True once an error (not a warning) was added here.
    bool failed() const { return failed_; }

    // True once nothing further would be shown: looking for more is a waste.
    bool full() const { return count_ > kMaxDiagnosticsPerFile; }

    const Source& source() const { return source_; }

   private:
    const Source& source_;
    std::vector<Diagnostic>& diagnostics_;
    int count_ = 0;
    bool failed_ = false;
};

// The source's line (1-based) without its end; empty when there is no such line. A byte order mark is left out.
std::string_view line_of(std::string_view text, int line);

// The place of byte `offset` of the scalar that starts at `scalar`: quotes, escapes and folded lines are counted as they are written.
// For block scalars the place of the scalar itself.
Place place_inside(std::string_view text, Place scalar, std::size_t offset);

// True if the scalar at `scalar` opens a quote that the text never closes.
bool unclosed_quote(std::string_view text, Place scalar);

}  // namespace bot::script
