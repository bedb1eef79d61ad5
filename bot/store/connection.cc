// Owns every call that opens, sets up, prepares and closes.
#include "bot/store/connection.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "bot/base/check.h"
#include "bot/store/failure.h"

namespace bot::store {

Result<std::unique_ptr<Connection>> Connection::open_with(int flags, const std::string& path, std::chrono::milliseconds busy_for) {
    // Counting memory takes a lock at every allocation. Only before the library's first use; refused later, which does no harm.
    [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &database, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (!database) return tl::unexpected(sqlite_failure(SQLITE_NOMEM, 0, "", path));
    std::unique_ptr<Connection> connection{new Connection(database, path)};
    if (code != SQLITE_OK) return tl::unexpected(connection->failure(code));
    if (auto hardened = connection->harden(busy_for); !hardened) return tl::unexpected(hardened.error());
    return connection;
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, std::chrono::milliseconds busy_for) {
    return open_with(SQLITE_OPEN_READWRITE, path, busy_for);
}

Result<std::unique_ptr<Connection>> Connection::open_to_read(const std::string& path, std::chrono::milliseconds busy_for) {
    auto connection = open_with(SQLITE_OPEN_READONLY, path, busy_for);
    // The last one to close would else copy the log into the file, while its owner may be starting.
    if (connection) sqlite3_db_config((*connection)->database_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return connection;
}

Status Connection::harden(std::chrono::milliseconds busy_for) {
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_busy_timeout(database_, static_cast<int>(busy_for.count()));
    return script(
        "PRAGMA mmap_size = 0;"
        "PRAGMA cell_size_check = ON;"
        "PRAGMA temp_store = MEMORY;"
        "PRAGMA foreign_keys = ON;");
}

Connection::~Connection() {
    for (const auto& [sql, statement] : prepared_) sqlite3_finalize(statement);
    VIVA_CHECK(sqlite3_close(database_) == SQLITE_OK);
}

Result<Statement> Connection::prepare(Sql sql, bool copies) {
    // After some failures SQLite undoes the whole transaction; what follows would be written on its own.
    if (depth_ > 0 && !in_transaction())
        return fail(Code::kUnavailable, fmt::format("{}: an earlier failure has undone the transaction (begin it again)", path_));
    if (spoiled_) return fail(Code::kConflict, fmt::format("{}: an earlier failure has spoiled this part of the transaction (undo it)", path_));
    auto& statement = prepared_[sql.text];
    if (!statement) {
        const int code = sqlite3_prepare_v3(database_, sql.text, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) return tl::unexpected(failure(code));
    }
    VIVA_CHECK(!sqlite3_stmt_busy(statement));
    return Statement{this, statement, copies};
}

Status Connection::to_the_end(Statement& statement) {
    for (;;) {
        const auto more = statement.row();
        if (!more) return tl::unexpected(more.error());
        if (!*more) return {};
    }
}

Status Connection::script(const char* sql) {
    const int code = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return tl::unexpected(failure(code));
    return {};
}

std::int64_t Connection::last_id() const { return sqlite3_last_insert_rowid(database_); }
std::int64_t Connection::changed() const { return sqlite3_changes64(database_); }
bool Connection::read_only() const { return sqlite3_db_readonly(database_, "main") == 1; }
bool Connection::in_transaction() const { return sqlite3_get_autocommit(database_) == 0; }

bool Connection::moved() const {
    int moved = 0;
    return sqlite3_file_control(database_, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}

std::int64_t Connection::scanned() const {
    std::int64_t sum = 0;
    for (const auto& [sql, statement] : prepared_) {
        sum += sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0) + sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_SORT, 0);
    }
    return sum;
}

Error Connection::failure(int code) const { return sqlite_failure(code, sqlite3_system_errno(database_), sqlite3_errmsg(database_), path_); }

}  // namespace bot::store
