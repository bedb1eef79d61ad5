// Owns the tables from SQLite's result codes and errno to Errors.
#include "bot/store/failure.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <system_error>

namespace bot::store {

namespace {

std::string reason_of(int system_errno) { return std::generic_category().message(system_errno); }

Error full(const std::string& path) { return {Code::kUnavailable, fmt::format("cannot write {}: the disk is full (free some space and try again)", path)}; }

Error cannot_open(int system_errno, const std::string& path) {
    if (system_errno != 0) return system_failure(system_errno, "open", path);
    return {Code::kUnavailable, fmt::format("cannot open {} or a file beside it (check the folder, or choose another file with --db)", path)};
}

}  // namespace

Error sqlite_failure(int code, int system_errno, const std::string& words, const std::string& path) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return {Code::kUnavailable, fmt::format("{} is busy: another program is writing to it (close that program and try again)", path)};
        case SQLITE_FULL: return full(path);
        case SQLITE_READONLY:
            if (code == SQLITE_READONLY_DBMOVED)
                return {Code::kUnavailable, fmt::format("{} was moved or deleted while in use (put it back and start again)", path)};
            return {Code::kDenied, fmt::format("{} is read-only (make the file and its folder writable, or choose another file with --db)", path)};
        case SQLITE_PERM:
        case SQLITE_AUTH: return {Code::kDenied, fmt::format("no permission to use {} (check its owner and mode, or choose another file with --db)", path)};
        case SQLITE_CANTOPEN: return cannot_open(system_errno, path);
        case SQLITE_NOTADB: return {Code::kInvalidInput, fmt::format("{} is not a database (choose another file with --db)", path)};
        case SQLITE_CORRUPT: return {Code::kCorrupt, fmt::format("{} is damaged: {} (keep a copy and restore a backup)", path, words)};
        case SQLITE_IOERR:
            if (system_errno == ENOSPC || system_errno == EDQUOT) return full(path);
            return {Code::kUnavailable, fmt::format("cannot read or write {}: {} (check the disk)", path, system_errno != 0 ? reason_of(system_errno) : words)};
        case SQLITE_NOMEM: return {Code::kUnavailable, fmt::format("not enough memory to use {}", path)};
        case SQLITE_TOOBIG: return {Code::kInvalidInput, fmt::format("a value is too large to be kept in {}", path)};
        case SQLITE_CONSTRAINT: return {Code::kInvalidInput, fmt::format("{} refuses a row: {}", path, words)};
        default: return {Code::kCorrupt, fmt::format("{} does not work as a database of viva: {} (keep a copy and restore a backup)", path, words)};
    }
}

Error system_failure(int system_errno, const std::string& doing, const std::string& path) {
    const auto say = [&](Code code, const char* fix) { return Error{code, fmt::format("cannot {} {}: {} ({})", doing, path, reason_of(system_errno), fix)}; };
    switch (system_errno) {
        case EACCES:
        case EPERM:
        case EROFS: return say(Code::kDenied, "check its owner and mode, or choose another file with --db");
        case ENOSPC:
        case EDQUOT: return say(Code::kUnavailable, "free some space and try again");
        case EMFILE:
        case ENFILE:
        case EIO:
        case EAGAIN:
        case ENOMEM:
        case ENOLCK: return say(Code::kUnavailable, "try again");
        default: return say(Code::kInvalidInput, "choose another file with --db");
    }
}

}  // namespace bot::store
