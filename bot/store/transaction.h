// Owns transactions: all or nothing, one inside another.
// Must not know tables. One thread; a transaction must not outlive its connection.
#pragma once

#include "bot/base/result.h"
#include "bot/store/connection.h"

namespace bot::store {

// A write transaction: all or nothing. Undone when it goes without commit(). Inside another one it is a savepoint of that; the last begun goes first.
class Transaction {
   public:
    // Takes the write lock at once. Fails if the file was moved away, since a commit would be lost.
    static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept : connection_(other.connection_), level_(other.level_) { other.connection_ = nullptr; }
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // Durable at return, as far as the connection's synchronous setting goes; a savepoint becomes a part of what is around it.
    Status commit();

   private:
    Transaction(Connection& connection, int level) : connection_(&connection), level_(level) {}
    Connection* connection_;
    int level_;  // 1 = the outermost
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
