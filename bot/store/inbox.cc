// Owns what arrived: duplicates, events that could not be handled, and how far the platforms' streams were taken in.
#include "bot/store/message_codec.h"
#include "bot/store/sqlite_store.h"
#include "bot/store/transaction.h"

namespace bot::store {

Result<bool> SqliteStore::receive(const Inbound& event, Instant at) {
    const auto& account = event.place.account;
    if (event.alias.empty()) {
        auto written = write_one(*connection_, "INSERT INTO inbox(account, event, at) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING", account, event.event, at);
        if (!written) return tl::unexpected(written.error());
        return connection_->changed() == 1;
    }
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    auto named = connection_->run("INSERT INTO inbox_alias(account, alias, at) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING", account, event.alias, at);
    if (!named) return tl::unexpected(named.error());
    bool fresh = connection_->changed() == 1;
    if (fresh) {
        auto written = connection_->run("INSERT INTO inbox(account, event, at) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING", account, event.event, at);
        if (!written) return tl::unexpected(written.error());
        fresh = connection_->changed() == 1;
    }
    if (auto committed = transaction->commit(); !committed) return tl::unexpected(committed.error());
    return fresh;
}

Status SqliteStore::bury(const Inbound& event, std::string_view reason, Instant at) {
    auto transaction = Transaction::begin(*connection_);
    if (!transaction) return tl::unexpected(transaction.error());
    if (const auto received = receive(event, at); !received) return tl::unexpected(received.error());
    auto written = connection_->run(
        "INSERT INTO buried(account, event, user_key, at, reason, body) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
        "ON CONFLICT DO UPDATE SET at = excluded.at, reason = excluded.reason, body = excluded.body",
        event.place.account, event.event, event.author.key, at, reason, encode(event));
    if (!written) return written;
    return transaction->commit();
}

Status SqliteStore::set_cursor(std::string_view account, std::string_view value) {
    return write_one(*connection_,
                     "INSERT INTO cursor(account, value) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
                     account, value);
}

Result<std::optional<std::string>> SqliteStore::cursor(std::string_view account) {
    return connection_->first(
        "SELECT value FROM cursor WHERE account = ?1", [](const Statement& row) { return row.text(0); }, account);
}

}  // namespace bot::store
