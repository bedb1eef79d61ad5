// Owns the words for every kind of refusal by disk and SQLite.
#include "bot/store/failure.h"

#include <sqlite3.h>

#include <cerrno>

#include "tests/support/catch.h"

using namespace bot;
using namespace bot::store;

TEST_CASE("every result code of SQLite becomes one line that names the file and the fix") {
    struct Row {
        int code;
        int system_errno;
        Code expected;
        const char* message;
    };
    const Row rows[] = {
        {SQLITE_BUSY_SNAPSHOT, 0, Code::kUnavailable, "x.db is busy: another program is writing to it (close that program and try again)"},
        {SQLITE_LOCKED, 0, Code::kUnavailable, "x.db is busy: another program is writing to it (close that program and try again)"},
        {SQLITE_FULL, 0, Code::kUnavailable, "cannot write x.db: the disk is full (free some space and try again)"},
        {SQLITE_IOERR_SHMSIZE, ENOSPC, Code::kUnavailable, "cannot write x.db: the disk is full (free some space and try again)"},
        {SQLITE_READONLY, 0, Code::kDenied, "x.db is read-only (make the file and its folder writable, or choose another file with --db)"},
        {SQLITE_READONLY_DBMOVED, 0, Code::kUnavailable, "x.db was moved or deleted while in use (put it back and start again)"},
        {SQLITE_PERM, 0, Code::kDenied, "no permission to use x.db (check its owner and mode, or choose another file with --db)"},
        {SQLITE_CANTOPEN, EACCES, Code::kDenied, "cannot open x.db: Permission denied (check its owner and mode, or choose another file with --db)"},
        {SQLITE_CANTOPEN, EMFILE, Code::kUnavailable, "cannot open x.db: Too many open files (try again)"},
        {SQLITE_CANTOPEN, 0, Code::kUnavailable, "cannot open x.db or a file beside it (check the folder, or choose another file with --db)"},
        {SQLITE_NOTADB, 0, Code::kInvalidInput, "x.db is not a database (choose another file with --db)"},
        {SQLITE_CORRUPT_INDEX, 0, Code::kCorrupt, "x.db is damaged: words (keep a copy and restore a backup)"},
        {SQLITE_IOERR_FSYNC, EIO, Code::kUnavailable, "cannot read or write x.db: Input/output error (check the disk)"},
        {SQLITE_IOERR_READ, 0, Code::kUnavailable, "cannot read or write x.db: words (check the disk)"},
        {SQLITE_NOMEM, 0, Code::kUnavailable, "not enough memory to use x.db"},
        {SQLITE_TOOBIG, 0, Code::kInvalidInput, "a value is too large to be kept in x.db"},
        {SQLITE_CONSTRAINT_FOREIGNKEY, 0, Code::kInvalidInput, "x.db refuses a row: words"},
        {SQLITE_ERROR, 0, Code::kCorrupt, "x.db does not work as a database of viva: words (keep a copy and restore a backup)"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.code, row.system_errno);
        REQUIRE(sqlite_failure(row.code, row.system_errno, "words", "x.db") == Error{row.expected, row.message});
    }
}

TEST_CASE("what the operating system refuses says what was tried") {
    REQUIRE(system_failure(EROFS, "open", "x.db") ==
            Error{Code::kDenied, "cannot open x.db: Read-only file system (check its owner and mode, or choose another file with --db)"});
    REQUIRE(system_failure(ENOSPC, "create the folder", "x") ==
            Error{Code::kUnavailable, "cannot create the folder x: No space left on device (free some space and try again)"});
    REQUIRE(system_failure(ENOTDIR, "open", "x/y").code == Code::kInvalidInput);
}
