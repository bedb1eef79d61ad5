// Owns the checks of history.cc that need what only somebody inside the process can see, and the making of findings.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fakes/history.h"

namespace tests {

using Findings = std::vector<std::string>;
void add(Findings& findings, std::string_view invariant, const std::string& what);
std::string shortened(std::string line);
std::vector<std::int64_t> marks_in(const std::string& text);  // the updates whose words these are

// A message as it must stand in a chat, unless it may be missing: it was refused or given up, its chat was gone, or its person had everything removed.
struct WantedLine {
    std::string line;
    bool may_be_missing = false;
};
// By chat, in the order of writing; empty for a log that does not tell.
std::map<std::int64_t, std::vector<WantedLine>> written_lines(const BotLog& log);

void check_acknowledgements(const BotLog& log, Findings& findings);
void check_gone(const BotLog& log, Findings& findings);
void check_privacy(const BotLog& log, const HistoryOptions& options, Findings& findings);
void check_spoken(const HistoryOptions& options, Findings& findings);

}  // namespace tests
