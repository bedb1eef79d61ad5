// Owns one SQLite connection and its prepared statements. Every failure comes out as an Error.
// Must not know tables. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "bot/base/result.h"
#include "bot/store/statement.h"

struct sqlite3;

namespace bot::store {

class Connection {
   public:
    // Opens an existing file for reading and writing, with the settings that make hostile content harmless. Nothing is written.
    // busy_for is how long to wait for another program's write lock.
    static Result<std::unique_ptr<Connection>> open(const std::string& path, std::chrono::milliseconds busy_for);
    // The same for reading only, beside a program that owns the file: never writes, never copies the log into the file.
    static Result<std::unique_ptr<Connection>> open_to_read(const std::string& path, std::chrono::milliseconds busy_for);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Binds the values to ?1, ?2, ... and leaves the rows to be read.
    template <class... Values>
    Result<Statement> query(Sql sql, const Values&... values) {
        return bound(sql, true, values...);
    }

    // The same for a statement without a result.
    template <class... Values>
    Status run(Sql sql, const Values&... values) {
        auto statement = bound(sql, false, values...);
        if (!statement) return tl::unexpected(statement.error());
        return to_the_end(*statement);
    }

    // What read(const Statement&) makes of the first row; nullopt if there is none.
    template <class Read, class... Values>
    auto first(Sql sql, Read&& read, const Values&... values) -> Result<std::optional<std::invoke_result_t<Read, const Statement&>>> {
        auto statement = bound(sql, false, values...);
        if (!statement) return tl::unexpected(statement.error());
        const auto found = statement->row();
        if (!found) return tl::unexpected(found.error());
        if (!*found) return std::nullopt;
        return read(*statement);
    }

    // The same of every row.
    template <class Read, class... Values>
    auto all(Sql sql, Read&& read, const Values&... values) -> Result<std::vector<std::invoke_result_t<Read, const Statement&>>> {
        auto statement = bound(sql, false, values...);
        if (!statement) return tl::unexpected(statement.error());
        std::vector<std::invoke_result_t<Read, const Statement&>> rows;
        for (;;) {
            const auto more = statement->row();
            if (!more) return tl::unexpected(more.error());
            if (!*more) return rows;
            rows.push_back(read(*statement));
        }
    }

    // The integer in the first column of the first row; 0 if there is none.
    template <class... Values>
    Result<std::int64_t> number(Sql sql, const Values&... values) {
        const auto found = first(
            sql, [](const Statement& row) { return row.integer(0); }, values...);
        if (!found) return tl::unexpected(found.error());
        return found->value_or(0);
    }

    // Several statements without values.
    Status script(const char* sql);

    std::int64_t last_id() const;  // of the last INSERT
    std::int64_t changed() const;  // rows of the last INSERT, UPDATE or DELETE
    bool read_only() const;
    bool in_transaction() const;
    int nesting() const { return depth_; }  // transactions that are open, the outermost included
    // True if the file is no longer where it was opened: what is written now would be lost.
    bool moved() const;
    // Rows that the statements looked at without an index since they were prepared, and how often they sorted. For tests.
    std::int64_t scanned() const;
    // SQLite's own handle, for its online backup.
    sqlite3* handle() const { return database_; }

    // The last failure in words. code is SQLite's result code.
    Error failure(int code) const;
    const std::string& path() const { return path_; }

   private:
    friend class Transaction;
    Connection(sqlite3* database, std::string path) : database_(database), path_(std::move(path)) {}
    static Result<std::unique_ptr<Connection>> open_with(int flags, const std::string& path, std::chrono::milliseconds busy_for);

    template <class... Values>
    Result<Statement> bound(Sql sql, bool copies, const Values&... values) {
        auto statement = prepare(sql, copies);
        if (!statement) return statement;
        int index = 0;
        (statement->bind(++index, values), ...);
        return statement;
    }
    Result<Statement> prepare(Sql sql, bool copies);
    Status to_the_end(Statement& statement);
    Status harden(std::chrono::milliseconds busy_for);

    sqlite3* database_;
    std::string path_;
    int depth_ = 0;
    int scopes_ = 0;        // of these, how many are scopes
    bool spoiled_ = false;  // a part of the scope failed half-way: the scope must be undone
    std::unordered_map<const char*, sqlite3_stmt*> prepared_;
};

}  // namespace bot::store
