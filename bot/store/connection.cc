// Owns every call that opens, prepares, steps and closes.
#include "bot/store/connection.h"

#include <sqlite3.h>

#include "bot/base/check.h"
#include "bot/store/failure.h"

namespace bot::store {

Statement::Statement(Statement&& other) noexcept : connection_(other.connection_), statement_(other.statement_), bad_(other.bad_) {
    other.statement_ = nullptr;
}

Statement::~Statement() {
    if (!statement_) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

Result<bool> Statement::row() {
    if (bad_ != SQLITE_OK) return tl::unexpected(connection_->failure(bad_));
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    VIVA_CHECK((code & 0xff) != SQLITE_MISUSE);
    return tl::unexpected(connection_->failure(code));
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

std::string Statement::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}

// SQLite copies the value: a caller's temporary may go before the rows are read.
void Statement::bind(int index, std::string_view text) {
    const int code = sqlite3_bind_text64(statement_, index, text.data() ? text.data() : "", text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    if (bad_ == SQLITE_OK) bad_ = code;
}

void Statement::bind(int index, Blob blob) {
    const int code = sqlite3_bind_blob64(statement_, index, blob.bytes.data() ? blob.bytes.data() : "", blob.bytes.size(), SQLITE_TRANSIENT);
    if (bad_ == SQLITE_OK) bad_ = code;
}

void Statement::bind(int index, std::int64_t number) {
    const int code = sqlite3_bind_int64(statement_, index, number);
    if (bad_ == SQLITE_OK) bad_ = code;
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path, std::chrono::milliseconds busy_for) {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (!database) return tl::unexpected(sqlite_failure(SQLITE_NOMEM, 0, "", path));
    std::unique_ptr<Connection> connection{new Connection(database, path)};
    if (code != SQLITE_OK) return tl::unexpected(connection->failure(code));
    if (auto hardened = connection->harden(busy_for); !hardened) return tl::unexpected(hardened.error());
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

Result<Statement> Connection::prepare(std::string_view sql) {
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) {
        sqlite3_stmt* statement = nullptr;
        const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
        if (code != SQLITE_OK) return tl::unexpected(failure(code));
        found = prepared_.emplace(std::string(sql), statement).first;
    }
    VIVA_CHECK(!sqlite3_stmt_busy(found->second));
    return Statement{this, found->second};
}

Status Connection::to_the_end(Statement& statement) {
    for (;;) {
        const auto more = statement.row();
        if (!more) return tl::unexpected(more.error());
        if (!*more) return {};
    }
}

Result<std::int64_t> Connection::number(std::string_view sql) {
    auto statement = query(sql);
    if (!statement) return tl::unexpected(statement.error());
    const auto row = statement->row();
    if (!row) return tl::unexpected(row.error());
    return *row ? statement->integer(0) : 0;
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

Error Connection::failure(int code) const { return sqlite_failure(code, sqlite3_system_errno(database_), sqlite3_errmsg(database_), path_); }

Result<Transaction> Transaction::begin(Connection& connection) {
    if (connection.moved()) return tl::unexpected(connection.failure(SQLITE_READONLY_DBMOVED));
    if (auto begun = connection.run("BEGIN IMMEDIATE"); !begun) return tl::unexpected(begun.error());
    return Transaction{connection};
}

Status Transaction::commit() {
    auto committed = connection_->run("COMMIT");
    if (committed) connection_ = nullptr;
    return committed;
}

Transaction::~Transaction() {
    // SQLite has already rolled back after some failures; a rollback that fails itself is reported by the next begin().
    if (connection_ && connection_->in_transaction()) (void)connection_->run("ROLLBACK");
}

}  // namespace bot::store
