// Owns the rule that one process owns a database: a lock file beside it, which names the owner. The kernel frees the lock when the owner dies.
// Must not touch the database itself.
#pragma once

#include <string>

#include "bot/base/result.h"

namespace bot::store {

class LockFile {
   public:
    // Takes <database>.lock without waiting. kConflict if another process holds it (named by pid); kDenied, kUnavailable, kInvalidInput if it cannot be made.
    static Result<LockFile> take(const std::string& database);
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&&) = delete;
    ~LockFile();  // frees the lock and removes the file

   private:
    LockFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}
    std::string path_;
    int descriptor_;
};

}  // namespace bot::store
