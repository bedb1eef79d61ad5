// Owns opening: which checks, in which order, and who owns the file from then on. And batches, since they are the connection's transactions.
#include "bot/store/store.h"

#include <chrono>
#include <utility>

#include "bot/base/check.h"
#include "bot/store/database_file.h"
#include "bot/store/schema.h"
#include "bot/store/sqlite_store.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// How long a stranger's write lock (the sqlite3 shell) is waited for; shorter than a platform's patience.
constexpr std::chrono::milliseconds kBusyFor{2000};

class OpenBatch final : public Batch {
   public:
    explicit OpenBatch(Transaction transaction) : transaction_(std::move(transaction)) {}
    Status commit() override { return transaction_.commit(); }

   private:
    Transaction transaction_;
};

class OpenScope final : public Scope {
   public:
    explicit OpenScope(Transaction transaction) : transaction_(std::move(transaction)) {}
    Status keep() override { return transaction_.commit(); }

   private:
    Transaction transaction_;
};

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(const std::string& path, Durability durability) {
    const auto settled = bot::store::settle(path);
    if (!settled) return tl::unexpected(settled.error());
    auto lock = LockFile::take(*settled);
    if (!lock) return tl::unexpected(lock.error());
    if (auto admitted = admit(*settled); !admitted) return tl::unexpected(admitted.error());
    auto connection = Connection::open(*settled, kBusyFor);
    if (!connection) return tl::unexpected(connection.error());
    if (auto prepared = prepare(**connection, durability); !prepared) return tl::unexpected(prepared.error());
    return std::make_unique<SqliteStore>(std::move(*lock), std::move(*connection));
}

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Durability durability) {
    auto store = SqliteStore::open(path, durability);
    if (!store) return tl::unexpected(store.error());
    return std::move(*store);
}

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, Durability durability) {
    auto store = SqliteStore::open(path, durability);
    if (!store) return tl::unexpected(store.error());
    return std::move(*store);
}

Result<std::unique_ptr<Batch>> SqliteStore::batch() {
    VIVA_CHECK(connection_->nesting() == 0);
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    return std::make_unique<OpenBatch>(std::move(*transaction));
}

Result<std::unique_ptr<Scope>> SqliteStore::scope() {
    auto transaction = Transaction::scope(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    return std::make_unique<OpenScope>(std::move(*transaction));
}

}  // namespace bot::store
