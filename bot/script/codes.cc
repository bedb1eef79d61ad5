// Owns the words that explain each code.
#include "bot/script/codes.h"

#include <fmt/format.h>

#include <algorithm>

#include "bot/base/check.h"
#include "bot/script/codes_table.h"

namespace bot::script {

std::span<const CodeEntry> all_codes() { return kCodes; }

const CodeEntry& code_entry(std::string_view code) {
    const auto* found =
        std::lower_bound(std::begin(kCodes), std::end(kCodes), code, [](const CodeEntry& entry, std::string_view key) { return entry.code < key; });
    VIVA_CHECK(found != std::end(kCodes) && found->code == code);
    return *found;
}

std::string codes_markdown() {
    std::string page =
        "# Diagnostics\n\n"
        "What `viva lint` can find, by code. Errors keep a file out of use; warnings do not (`--strict` counts them as errors).\n"
        "This page is generated from the compiler's table (`VIVA_APPROVE=1 build/dev/test_script`); each code has a failing example under "
        "`tests/golden/diagnostics/`.\n";
    for (const CodeEntry& entry : kCodes) {
        page += fmt::format("\n## {} {}\n\n{}. {}\n\n```yaml\n# wrong\n{}\n# right\n{}\n```\n", entry.code, entry.title,
                            entry.severity == Severity::kError ? "Error" : "Warning", entry.why, entry.wrong, entry.right);
    }
    return page;
}

}  // namespace bot::script
