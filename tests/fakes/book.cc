// Owns what book.h promises.
#include "tests/fakes/book.h"

#include <sqlite3.h>

#include <cstdlib>
#include <functional>
#include <stdexcept>

namespace tests {
namespace {

std::string text_at(sqlite3_stmt* row, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
    return bytes ? std::string(bytes, std::size_t(sqlite3_column_bytes(row, column))) : std::string();
}

void each_row(sqlite3* connection, const char* sql, const std::function<void(sqlite3_stmt*)>& take) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr) != SQLITE_OK) throw std::runtime_error(std::string("book: ") + sqlite3_errmsg(connection));
    int state = SQLITE_ROW;
    while ((state = sqlite3_step(statement)) == SQLITE_ROW) take(statement);
    sqlite3_finalize(statement);
    if (state != SQLITE_DONE) throw std::runtime_error(std::string("book: ") + sqlite3_errmsg(connection));
}

std::int64_t number_of(const std::string& key) {
    const auto digits = key.find_first_of("-0123456789");
    return digits == std::string::npos ? 0 : std::atoll(key.c_str() + digits);
}

std::int64_t ask(sqlite3* connection, const char* sql) {
    std::int64_t number = 0;
    each_row(connection, sql, [&](sqlite3_stmt* row) { number = sqlite3_column_int64(row, 0); });
    return number;
}

sqlite3* open_reader(const std::string& database) {
    sqlite3* connection = nullptr;
    if (sqlite3_open_v2(database.c_str(), &connection, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK) {
        sqlite3_close(connection);
        return nullptr;
    }
    sqlite3_busy_timeout(connection, 5000);
    return connection;
}

}  // namespace

Book read_book(const std::string& database) {
    sqlite3* connection = open_reader(database);
    if (!connection) throw std::runtime_error("book: cannot open " + database);
    Book book;
    each_row(connection, "SELECT event FROM inbox", [&](sqlite3_stmt* row) { book.events.insert(text_at(row, 0)); });
    for (const auto& event : book.events) book.received.insert(number_of(event));
    each_row(connection,
             "SELECT room.room_key, chat.thread, person.user_key, question, turn, target, score, answer, room.account FROM attempt "
             "JOIN chat ON chat.session = attempt.session JOIN room ON room.id = chat.room JOIN person ON person.id = attempt.person ORDER BY attempt.id",
             [&](sqlite3_stmt* row) {
                 book.attempts.push_back({number_of(text_at(row, 0)), text_at(row, 1), text_at(row, 2), text_at(row, 3), sqlite3_column_int64(row, 4),
                                          text_at(row, 5), sqlite3_column_int64(row, 6), text_at(row, 7), text_at(row, 8)});
             });
    book.letters = ask(connection, "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'outbox'), 0)");
    book.unsent = ask(connection, "SELECT count(*) FROM outbox");
    book.stranded = ask(connection, "SELECT count(*) FROM outbox JOIN room ON room.id = outbox.room WHERE reachable = 0");
    book.sent = ask(connection, "SELECT count(*) FROM sent");
    book.dead = ask(connection, "SELECT count(*) FROM dead_letter");
    book.buried = ask(connection, "SELECT count(*) FROM buried");
    each_row(connection, "PRAGMA integrity_check", [&](sqlite3_stmt* row) { book.integrity += text_at(row, 0); });
    each_row(connection, "SELECT value FROM cursor", [&](sqlite3_stmt* row) { book.cursor = text_at(row, 0); });
    each_row(connection, "SELECT id, account || '/' || user_key FROM person",
             [&](sqlite3_stmt* row) { book.numbers["person " + text_at(row, 0)] = text_at(row, 1); });
    each_row(connection,
             "SELECT session, room.account || '/' || room_key || '/' || thread || '/' || user_key FROM chat JOIN room ON room.id = chat.room "
             "JOIN person ON person.id = chat.person",
             [&](sqlite3_stmt* row) { book.numbers["session " + text_at(row, 0)] = text_at(row, 1); });
    sqlite3_close(connection);
    return book;
}

BookWatch::BookWatch(std::string database) : database_(std::move(database)) {}
BookWatch::~BookWatch() { close(); }

void BookWatch::close() {
    sqlite3_close(static_cast<sqlite3*>(connection_));
    connection_ = nullptr;
}

bool BookWatch::open() {
    if (!connection_) connection_ = open_reader(database_);
    return connection_ != nullptr;
}

std::int64_t BookWatch::number(const std::string& sql) {
    if (!open()) return -1;
    try {
        return ask(static_cast<sqlite3*>(connection_), sql.c_str());
    } catch (const std::runtime_error&) {
        // The server may be making it just now.
        close();
        return -1;
    }
}

bool BookWatch::is_settled(std::int64_t received_at_least) {
    return number("SELECT (SELECT count(*) FROM inbox) >= " + std::to_string(received_at_least) + " AND NOT EXISTS(SELECT 1 FROM outbox)") == 1;
}

}  // namespace tests
