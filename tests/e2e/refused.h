// Owns the judgement over a command that could not do it: exit code 2, nothing on standard output, and one clear line on standard error.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>

#include "tests/support/catch.h"
#include "tests/support/process.h"

namespace tests {

// says: what the line must hold, e.g. the thing's name and what to do about it.
inline void refused(const Finished& finished, std::initializer_list<std::string> says) {
    INFO(finished.err);
    CHECK(finished.exit_code == 2);
    CHECK(finished.out.empty());
    CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
    CHECK(finished.err.ends_with('\n'));
    for (const auto& words : says) CHECK(finished.err.find(words) != std::string::npos);
}
inline void refused(const Finished& finished, const std::string& says) { refused(finished, {says}); }

}  // namespace tests
