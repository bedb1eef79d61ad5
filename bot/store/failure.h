// Owns the words for what the disk and SQLite refuse: their codes become an Error that names the file and the fix.
// Must not call SQLite: it sees numbers, so that every message is tested without a broken disk.
#pragma once

#include <string>

#include "bot/base/result.h"

namespace bot::store {

// What SQLite reported about the database at path: a result code (plain or extended), the errno behind it (0 = none) and its own words.
Error sqlite_failure(int code, int system_errno, const std::string& words, const std::string& path);

// What the operating system reported. doing is a verb phrase such as "open" or "create the folder".
Error system_failure(int system_errno, const std::string& doing, const std::string& path);

}  // namespace bot::store
