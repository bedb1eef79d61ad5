// Owns transactions: all or nothing, one inside another.
// Must not know tables. One thread; a transaction must not outlive its connection.
#pragma once

#include "bot/base/result.h"
#include "bot/store/connection.h"

namespace bot::store {

// A write transaction: all or nothing. Undone when it goes without commit(). The last begun goes first.
class Transaction {
   public:
    // Takes the write lock at once. Fails if the file was moved away, since a commit would be lost.
    // Inside another one it is a savepoint of that. Inside a scope it is the scope that is undone with it: until it is, nothing more can be read or written.
    static Result<Transaction> begin(Connection& connection);
    // A savepoint inside a transaction; calls in it need none of their own.
    static Result<Transaction> scope(Connection& connection);
    Transaction(Transaction&& other) noexcept : connection_(other.connection_), level_(other.level_), kind_(other.kind_) { other.connection_ = nullptr; }
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // Durable at return, as far as the connection's synchronous setting goes; inside another one it becomes a part of that.
    Status commit();

   private:
    enum class Kind { kOutermost, kSavepoint, kScope, kPartOfScope };
    Transaction(Connection& connection, Kind kind);
    void undo();

    Connection* connection_;
    int level_;  // 1 = the outermost
    Kind kind_;
};

// One statement that writes, as a part of the transaction that is open or as one of its own.
template <class... Values>
Status write_one(Connection& connection, Sql sql, const Values&... values) {
    if (connection.nesting() > 0) return connection.run(sql, values...);
    auto transaction = Transaction::begin(connection);
    if (!transaction) return tl::unexpected(transaction.error());
    if (auto written = connection.run(sql, values...); !written) return written;
    return transaction->commit();
}

}  // namespace bot::store
