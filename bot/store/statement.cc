// Owns every call that binds, steps, reads and resets.
#include "bot/store/statement.h"

#include <sqlite3.h>

#include "bot/base/check.h"
#include "bot/store/connection.h"

namespace bot::store {

Statement::Statement(Statement&& other) noexcept : connection_(other.connection_), statement_(other.statement_), copies_(other.copies_), bad_(other.bad_) {
    other.statement_ = nullptr;
}

Statement::~Statement() {
    if (!statement_) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
}

Result<bool> Statement::row() {
    if (bad_ != SQLITE_OK) return tl::unexpected(connection_->failure(bad_));
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    VIVA_CHECK((code & 0xff) != SQLITE_MISUSE);
    return tl::unexpected(connection_->failure(code));
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string_view Statement::view(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return bytes ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string_view();
}

bool Statement::null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

namespace {
// A caller's temporary may go before the rows are read, unless they are read at once.
sqlite3_destructor_type lifetime(bool copies) { return copies ? SQLITE_TRANSIENT : SQLITE_STATIC; }
}  // namespace

void Statement::bind(int index, std::string_view text) {
    const int code = sqlite3_bind_text64(statement_, index, text.data() ? text.data() : "", text.size(), lifetime(copies_), SQLITE_UTF8);
    if (bad_ == SQLITE_OK) bad_ = code;
}

void Statement::bind(int index, Blob blob) {
    const int code = sqlite3_bind_blob64(statement_, index, blob.bytes.data() ? blob.bytes.data() : "", blob.bytes.size(), lifetime(copies_));
    if (bad_ == SQLITE_OK) bad_ = code;
}

void Statement::bind(int index, std::nullopt_t) {
    const int code = sqlite3_bind_null(statement_, index);
    if (bad_ == SQLITE_OK) bad_ = code;
}

void Statement::bind(int index, std::int64_t number) {
    const int code = sqlite3_bind_int64(statement_, index, number);
    if (bad_ == SQLITE_OK) bad_ = code;
}

void Statement::bind(int index, double number) {
    const int code = sqlite3_bind_double(statement_, index, number);
    if (bad_ == SQLITE_OK) bad_ = code;
}

}  // namespace bot::store
