// Owns the text forms of diagnostics.
#include "bot/script/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace bot::script {
namespace {

std::string_view to_string(Severity severity) { return severity == Severity::kError ? "error" : "warning"; }

// GitHub's own escaping; properties also escape ':' and ','.
std::string escaped(std::string_view text, bool property) {
    std::string out;
    for (const char c : text) {
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
    std::string out = diagnostic.file;
    if (diagnostic.line > 0) out += fmt::format(":{}", diagnostic.line);
    if (diagnostic.line > 0 && diagnostic.column > 0) out += fmt::format(":{}", diagnostic.column);
    out += fmt::format(": {} {}: {}", to_string(diagnostic.severity), diagnostic.code, diagnostic.message);
    if (diagnostic.excerpt.empty()) return out;
    out += fmt::format("\n    {}", diagnostic.excerpt);
    if (diagnostic.caret > 0) out += fmt::format("\n    {}^", std::string(static_cast<std::size_t>(diagnostic.caret - 1), ' '));
    return out;
}

std::string to_github(const Diagnostic& diagnostic) {
    std::string out = fmt::format("::{} file={}", to_string(diagnostic.severity), escaped(diagnostic.file, true));
    if (diagnostic.line > 0) out += fmt::format(",line={}", diagnostic.line);
    if (diagnostic.line > 0 && diagnostic.column > 0) out += fmt::format(",col={}", diagnostic.column);
    return out + fmt::format(",title={}::{}", diagnostic.code, escaped(diagnostic.message, false));
}

bool has_errors(std::span<const Diagnostic> diagnostics) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& one) { return one.severity == Severity::kError; });
}

void sort_unique(std::vector<Diagnostic>& diagnostics) {
    const auto key = [](const Diagnostic& one) { return std::tie(one.file, one.line, one.column, one.code, one.message); };
    std::stable_sort(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
    diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end()), diagnostics.end());
}

}  // namespace bot::script
