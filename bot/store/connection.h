// Owns one SQLite connection: prepared statements with typed values, and transactions. Every failure comes out as an Error.
// Must not know tables. One thread; statements and transactions must not outlive their connection.
#pragma once

#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "bot/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace bot::store {

// Bytes stored as they are, in a BLOB column.
struct Blob {
    std::string_view bytes;
};

// One run of a prepared statement, borrowed from the connection and given back clean when it goes.
class Statement {
   public:
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;
    ~Statement();

    // True if there is one more row to read.
    Result<bool> row();

    // Values of the current row; columns count from 0. Text and blobs alike come as their exact bytes.
    std::int64_t integer(int column) const;
    std::string text(int column) const;

   private:
    friend class Connection;
    Statement(class Connection* connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}

    void bind(int index, std::string_view text);
    void bind(int index, Blob blob);
    void bind(int index, std::int64_t number);
    void bind(int index, std::integral auto number) { bind(index, static_cast<std::int64_t>(number)); }

    class Connection* connection_;
    sqlite3_stmt* statement_;
    int bad_ = 0;  // the first failure to bind; reported by row()
};

class Connection {
   public:
    // Opens an existing file for reading and writing, with the settings that make hostile content harmless. Nothing is written.
    // busy_for is how long to wait for another program's write lock.
    static Result<std::unique_ptr<Connection>> open(const std::string& path, std::chrono::milliseconds busy_for);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Binds the values to ?1, ?2, ... and leaves the rows to be read.
    template <class... Values>
    Result<Statement> query(std::string_view sql, const Values&... values) {
        auto statement = prepare(sql);
        if (!statement) return statement;
        int index = 0;
        (statement->bind(++index, values), ...);
        return statement;
    }

    // The same for a statement without a result.
    template <class... Values>
    Status run(std::string_view sql, const Values&... values) {
        auto statement = query(sql, values...);
        if (!statement) return tl::unexpected(statement.error());
        return to_the_end(*statement);
    }

    // The integer in the first column of the first row; 0 if there is none.
    Result<std::int64_t> number(std::string_view sql);

    // Several statements without values.
    Status script(const char* sql);

    std::int64_t last_id() const;  // of the last INSERT
    std::int64_t changed() const;  // rows of the last UPDATE or DELETE
    bool read_only() const;
    bool in_transaction() const;
    // True if the file is no longer where it was opened: what is written now would be lost.
    bool moved() const;

    // The last failure in words. code is SQLite's result code.
    Error failure(int code) const;
    const std::string& path() const { return path_; }

   private:
    Connection(sqlite3* database, std::string path) : database_(database), path_(std::move(path)) {}
    Result<Statement> prepare(std::string_view sql);
    Status to_the_end(Statement& statement);
    Status harden(std::chrono::milliseconds busy_for);

    sqlite3* database_;
    std::string path_;
    std::map<std::string, sqlite3_stmt*, std::less<>> prepared_;
};

// A write transaction: all or nothing. Undone when it goes without commit().
class Transaction {
   public:
    // Takes the write lock at once. Fails if the file was moved away, since a commit would be lost.
    static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept : connection_(other.connection_) { other.connection_ = nullptr; }
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // Durable at return, as far as the connection's synchronous setting goes.
    Status commit();

   private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_;
};

}  // namespace bot::store
