// Owns the statements that begin, keep and undo.
#include "bot/store/transaction.h"

#include <sqlite3.h>

#include "bot/base/check.h"

namespace bot::store {

Transaction::Transaction(Connection& connection, Kind kind) : connection_(&connection), level_(++connection.depth_), kind_(kind) {
    if (kind == Kind::kScope) ++connection.scopes_;
}

// Savepoints may all have one name: it means the last begun.
Result<Transaction> Transaction::begin(Connection& connection) {
    if (connection.scopes_ > 0) return Transaction{connection, Kind::kPartOfScope};
    const bool outermost = connection.depth_ == 0;
    if (outermost && connection.moved()) return tl::unexpected(connection.failure(SQLITE_READONLY_DBMOVED));
    auto begun = outermost ? connection.run("BEGIN IMMEDIATE") : connection.run("SAVEPOINT part");
    if (!begun) return tl::unexpected(begun.error());
    return Transaction{connection, outermost ? Kind::kOutermost : Kind::kSavepoint};
}

Result<Transaction> Transaction::scope(Connection& connection) {
    VIVA_CHECK(connection.depth_ > 0);
    if (auto begun = connection.run("SAVEPOINT part"); !begun) return tl::unexpected(begun.error());
    return Transaction{connection, Kind::kScope};
}

Status Transaction::commit() {
    VIVA_CHECK(connection_->depth_ == level_);
    Status committed;
    if (kind_ == Kind::kOutermost) committed = connection_->run("COMMIT");
    if (kind_ == Kind::kSavepoint || kind_ == Kind::kScope) committed = connection_->run("RELEASE part");
    if (!committed) return committed;
    --connection_->depth_;
    if (kind_ == Kind::kScope) --connection_->scopes_;
    connection_ = nullptr;
    return committed;
}

Transaction::~Transaction() {
    if (!connection_) return;
    VIVA_CHECK(connection_->depth_ == level_);
    undo();
    --connection_->depth_;
    if (kind_ == Kind::kScope) --connection_->scopes_;
}

void Transaction::undo() {
    if (kind_ == Kind::kPartOfScope) {
        connection_->spoiled_ = true;
        return;
    }
    connection_->spoiled_ = false;
    // SQLite has already rolled back after some failures; a rollback that fails itself is reported by the next begin().
    if (!connection_->in_transaction()) return;
    if (kind_ == Kind::kOutermost) {
        (void)connection_->run("ROLLBACK");
    } else {
        (void)connection_->run("ROLLBACK TO part");
        (void)connection_->run("RELEASE part");
    }
}

}  // namespace bot::store
