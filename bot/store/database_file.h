// Owns the database as a file among files: its folder and modes, and whether it may be a database at all.
// Must not open it with SQLite or decide whose tables it holds.
#pragma once

#include <string>

#include "bot/base/result.h"

namespace bot::store {

// The file's one name: absolute, links resolved, so that two spellings share one lock. Makes the missing folders (0700). The file need not exist.
// kInvalidInput for an empty path, a folder, or anything else that is no regular file.
Result<std::string> settle(const std::string& path);

// Creates the file (0600) if there is none, else looks at its first bytes. kInvalidInput for what cannot be a database of ours:
// no SQLite header, or another application's mark. An empty file is fine. The file is never changed.
Status admit(const std::string& path);

// The mark of a Viva database: PRAGMA application_id, "Viva" in ASCII.
inline constexpr int kApplicationId = 0x56697661;

// "x is not a database of viva ...": for a file that is somebody else's.
Error foreign(const std::string& path);

}  // namespace bot::store
