// Owns the statements that begin, keep and undo.
#include "bot/store/transaction.h"

#include <sqlite3.h>

#include "bot/base/check.h"

namespace bot::store {

Result<Transaction> Transaction::begin(Connection& connection) {
    if (connection.depth_ == 0 && connection.moved()) return tl::unexpected(connection.failure(SQLITE_READONLY_DBMOVED));
    // Savepoints may all have one name: it means the last begun.
    auto begun = connection.depth_ == 0 ? connection.run("BEGIN IMMEDIATE") : connection.run("SAVEPOINT part");
    if (!begun) return tl::unexpected(begun.error());
    return Transaction{connection, ++connection.depth_};
}

Status Transaction::commit() {
    VIVA_CHECK(connection_->depth_ == level_);
    auto committed = level_ == 1 ? connection_->run("COMMIT") : connection_->run("RELEASE part");
    if (!committed) return committed;
    --connection_->depth_;
    connection_ = nullptr;
    return committed;
}

Transaction::~Transaction() {
    if (!connection_) return;
    VIVA_CHECK(connection_->depth_ == level_);
    // SQLite has already rolled back after some failures; a rollback that fails itself is reported by the next begin().
    if (connection_->in_transaction()) {
        if (level_ == 1) {
            (void)connection_->run("ROLLBACK");
        } else {
            (void)connection_->run("ROLLBACK TO part");
            (void)connection_->run("RELEASE part");
        }
    }
    --connection_->depth_;
}

}  // namespace bot::store
