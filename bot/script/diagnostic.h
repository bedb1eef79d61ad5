// Owns diagnostics: what an author did wrong, where, and what to write instead. Must not print.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bot::script {

enum class Severity { kError, kWarning };

struct Diagnostic {
    std::string code;  // "V012"; table in codes.h
    Severity severity = Severity::kError;
    std::string file;
    int line = 0;         // 1-based; 0 = the file as a whole
    int column = 0;       // 1-based, in characters
    std::string message;  // lower case, names the thing and the fix
    std::string excerpt;  // the source line, cut around the caret when it is long; may be empty
    int caret = 0;        // 1-based column in the excerpt, in characters; 0 = none
    bool operator==(const Diagnostic&) const = default;
};

// "file:line:column: error V012: message", then excerpt and caret line when there are any; no line end after the last.
std::string to_text(const Diagnostic& diagnostic);

// GitHub's workflow command form: "::error file=..,line=..,col=..,title=V012::message", escaped, one line without its end.
std::string to_github(const Diagnostic& diagnostic);

bool has_errors(std::span<const Diagnostic> diagnostics);

// By file, line, column, code; equal ones are dropped.
void sort_unique(std::vector<Diagnostic>& diagnostics);

}  // namespace bot::script
