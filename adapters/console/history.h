// Owns the file of earlier answers: one entry a line, newest last, readable by the owner only. Must not know the line editor.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/base/result.h"

namespace adapters::console {

constexpr std::size_t kMaxHistory = 500;          // entries
constexpr std::size_t kMaxHistoryEntry = 8192;    // bytes; longer ones are not kept
constexpr std::size_t kMaxHistoryFile = 1048576;  // bytes written; of a longer file the end is read

class History {
   public:
    // path "" = in memory only. A file that is absent or cannot be read is an empty history.
    explicit History(std::string path);

    const std::vector<std::string>& entries() const { return entries_; }

    // Adds the newest entry, dropping the oldest above kMaxHistory and above kMaxHistoryFile; blank ones, too long ones and repetitions of the newest are not
    // kept.
    void add(std::string_view entry);

    // Writes the file anew (0600, replaced as a whole). Fails with kUnavailable; the entries stay.
    bot::Status save() const;

   private:
    std::string path_;
    std::vector<std::string> entries_;
    std::size_t bytes_ = 0;  // of the file
};

}  // namespace adapters::console
