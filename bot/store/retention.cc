// Owns what is forgotten with time, a bounded number of rows at a call.
#include <initializer_list>

#include "bot/store/sqlite_store.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

// ?1 = written before, ?2 = at most so many. Oldest first, found by an index each.
constexpr Sql kInbox[] = {
    "DELETE FROM inbox WHERE (account, event) IN (SELECT account, event FROM inbox WHERE at < ?1 ORDER BY at LIMIT ?2)",
    "DELETE FROM inbox_alias WHERE (account, alias) IN (SELECT account, alias FROM inbox_alias WHERE at < ?1 ORDER BY at LIMIT ?2)",
    "DELETE FROM buried WHERE (account, event) IN (SELECT account, event FROM buried WHERE at < ?1 ORDER BY at LIMIT ?2)",
};
constexpr Sql kOutbox[] = {
    "DELETE FROM sent WHERE (at, letter) IN (SELECT at, letter FROM sent WHERE at < ?1 ORDER BY at LIMIT ?2)",
    "DELETE FROM dead_letter WHERE id IN (SELECT id FROM dead_letter WHERE at < ?1 ORDER BY at LIMIT ?2)",
    // Letters stand in the order of writing, so that the old ones are the first.
    "DELETE FROM outbox WHERE id IN (SELECT outbox.id FROM (SELECT id, room, written FROM outbox ORDER BY id LIMIT ?2) AS outbox "
    "CROSS JOIN room ON room.id = outbox.room WHERE written < ?1 AND reachable = 0)",
};
constexpr Sql kAnswers[] = {
    "UPDATE attempt SET answer = x'' WHERE id IN (SELECT id FROM attempt WHERE answer <> x'' AND at < ?1 ORDER BY at LIMIT ?2)",
    // What was said about answers quotes them.
    "UPDATE appeal SET reason = x'' WHERE id IN (SELECT id FROM appeal WHERE reason <> x'' AND at < ?1 ORDER BY at LIMIT ?2)",
    "UPDATE appeal SET verdict_reason = x'' WHERE id IN (SELECT id FROM appeal WHERE verdict_reason <> x'' AND decided < ?1 ORDER BY decided LIMIT ?2)",
};
// A link says itself how long it lasts.
constexpr Sql kLinks[] = {
    "DELETE FROM page_link WHERE digest IN (SELECT digest FROM page_link WHERE expires <= ?1 ORDER BY expires LIMIT ?2)",
};

}  // namespace

Result<std::int64_t> SqliteStore::forget_old(Instant now, const Retention& retention, int limit) {
    std::int64_t forgotten = 0;
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    const auto forget_before = [&](const auto& statements, Instant before) -> Status {
        for (const auto& statement : statements) {
            if (forgotten >= limit) break;
            if (auto done = connection_->run(statement, before, limit - forgotten); !done) return done;
            forgotten += connection_->changed();
        }
        return {};
    };
    const auto forget = [&](const auto& statements, Duration kept) { return kept == Duration::zero() ? Status() : forget_before(statements, now - kept); };
    if (auto done = forget_before(kLinks, now); !done) return tl::unexpected(done.error());
    if (auto done = forget(kInbox, retention.inbox); !done) return tl::unexpected(done.error());
    if (auto done = forget(kOutbox, retention.outbox); !done) return tl::unexpected(done.error());
    if (auto done = forget(kAnswers, retention.answers); !done) return tl::unexpected(done.error());
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return forgotten;
}

}  // namespace bot::store
