// Owns one run of a prepared statement: typed values in and out.
// Must not know tables. One thread; a statement must not outlive its connection.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/ids.h"
#include "bot/base/result.h"
#include "bot/base/time.h"

struct sqlite3_stmt;

namespace bot::store {

// Bytes stored as they are, in a BLOB column.
struct Blob {
    std::string_view bytes;
};

// A statement as written in the source: its address finds the prepared one again.
struct Sql {
    consteval Sql(const char* literal) : text(literal) {}
    const char* text;
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
    double real(int column) const;
    std::string_view view(int column) const;  // until the next row
    std::string text(int column) const { return std::string(view(column)); }
    Instant instant(int column) const { return Instant(Duration(integer(column))); }
    bool null(int column) const;

   private:
    friend class Connection;
    Statement(class Connection* connection, sqlite3_stmt* statement, bool copies) : connection_(connection), statement_(statement), copies_(copies) {}

    void bind(int index, std::string_view text);
    void bind(int index, Blob blob);
    void bind(int index, std::int64_t number);
    void bind(int index, double number);
    void bind(int index, std::nullopt_t);
    void bind(int index, std::integral auto number) { bind(index, static_cast<std::int64_t>(number)); }
    void bind(int index, Instant at) { bind(index, std::int64_t{at.time_since_epoch().count()}); }
    template <class Tag>
    void bind(int index, Id<Tag> id) {
        bind(index, id.value);
    }
    template <class T>
    void bind(int index, const std::optional<T>& value) {
        value ? bind(index, *value) : bind(index, std::nullopt);
    }

    class Connection* connection_;
    sqlite3_stmt* statement_;
    bool copies_;  // the values may go before the rows are read
    int bad_ = 0;  // the first failure to bind; reported by row()
};

}  // namespace bot::store
