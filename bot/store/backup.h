// Owns looking at a database beside the program that owns it: a copy of it, what doctor and health ask, and its teams.
// Must not write to it, or copy its log into it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bot/base/result.h"
#include "bot/base/time.h"
#include "bot/store/team_book.h"

namespace bot::store {

// Copies a database that may be in use to a new file (the online backup interface), checks the copy's integrity, mode 0600. Refuses to replace an existing
// file. Reads only: a running server is not disturbed.
Status backup(const std::string& from, const std::string& to);

// What doctor and health ask of a database file without owning it (read only): its schema version, integrity, unsent and dead letters.
// Without whole_integrity, which reads all of the file, only damage that is in the way is found.
struct Inspection {
    int schema = 0;
    std::string integrity;  // "ok" or the first finding
    std::int64_t unsent = 0;
    std::int64_t dead = 0;
    std::optional<Instant> oldest_unsent;
};
Result<Inspection> inspect(const std::string& path, bool whole_integrity);

// The teams of a database that may be in use, to be read only: every write fails with kDenied. kNotFound (no such file), kInvalidInput (not ours, newer than
// this program, or older and not yet brought up to date by the program that owns it).
Result<std::unique_ptr<TeamBook>> open_team_book(const std::string& path);

}  // namespace bot::store
