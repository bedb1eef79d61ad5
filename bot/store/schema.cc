// Owns what schema.h promises: recognising a file, migrating it, its settings.
#include "bot/store/schema.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "bot/store/database_file.h"
#include "bot/store/migrations.h"
#include "bot/store/transaction.h"

namespace bot::store {

namespace {

Result<bool> has_tables(Connection& connection) {
    const auto count = connection.number("SELECT count(*) FROM sqlite_schema");
    if (!count) return tl::unexpected(count.error());
    return *count > 0;
}

// The version of the file's tables, 0 for an empty file.
Result<int> recognise(Connection& connection) {
    const auto mark = connection.number("PRAGMA application_id");
    if (!mark) return tl::unexpected(mark.error());
    const auto version = connection.number("PRAGMA user_version");
    if (!version) return tl::unexpected(version.error());
    if (*mark == kApplicationId) {
        if (*version < 1)
            return fail(Code::kCorrupt, fmt::format("{} is damaged: it has no schema version (keep a copy and restore a backup)", connection.path()));
        if (*version > schema_version()) return tl::unexpected(newer(connection.path(), *version));
        return static_cast<int>(*version);
    }
    const auto occupied = has_tables(connection);
    if (!occupied) return tl::unexpected(occupied.error());
    if (*mark != 0 || *version != 0 || *occupied) return tl::unexpected(foreign(connection.path()));
    return 0;
}

Status migrate(Connection& connection, int from) {
    if (from == schema_version()) return {};
    auto transaction = Transaction::begin(connection);
    if (!transaction) return tl::unexpected(transaction.error());
    for (int version = from; version < schema_version(); ++version) {
        if (auto done = connection.script(migrations()[static_cast<std::size_t>(version)]); !done) return done;
    }
    const auto marks = fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", kApplicationId, schema_version());
    if (auto marked = connection.script(marks.c_str()); !marked) return marked;
    return transaction->commit();
}

Status use_log(Connection& connection) {
    auto statement = connection.query("PRAGMA journal_mode = WAL");
    if (!statement) return tl::unexpected(statement.error());
    const auto row = statement->row();
    if (!row) return tl::unexpected(row.error());
    if (*row && statement->text(0) == "wal") return {};
    return fail(Code::kUnavailable,
                fmt::format("{} is on a disk without shared memory, such as a network folder (choose a local file with --db)", connection.path()));
}

}  // namespace

int schema_version() { return static_cast<int>(migrations().size()); }

Error newer(const std::string& path, std::int64_t version) {
    return {Code::kInvalidInput, fmt::format("{} was written by a newer viva (schema {}, this one knows {}): update viva, or choose another file with --db",
                                             path, version, schema_version())};
}

Status prepare(Connection& connection, Durability durability) {
    const auto version = recognise(connection);
    if (!version) return tl::unexpected(version.error());
    if (connection.read_only()) return tl::unexpected(connection.failure(SQLITE_READONLY));
    // The first migration runs before the write-ahead log exists, so that a file of ours carries its mark in its own header from the first commit on.
    // EXTRA: that commit is the removal of a journal, which must not come back with a power cut to undo it.
    if (auto set = connection.script("PRAGMA synchronous = EXTRA;"); !set) return set;
    if (auto migrated = migrate(connection, *version); !migrated) return migrated;
    if (auto logged = use_log(connection); !logged) return logged;
    if (auto set = connection.script("PRAGMA journal_size_limit = 16777216; PRAGMA secure_delete = FAST; PRAGMA cache_size = -4096;"); !set) return set;
    // The log is copied into the file by this connection alone, at SQLite's usual 1,000 pages: before 3.51.3 a second one doing so could corrupt the file.
    if (auto set = connection.script(durability == Durability::kFull ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = NORMAL;"); !set) return set;
    // A process that was killed between writing and syncing leaves a log that can be read and that a power cut still undoes. Copying it syncs it first: what is
    // acted on from here on is durable.
    return connection.script("PRAGMA wal_checkpoint(PASSIVE);");
}

}  // namespace bot::store
