// Owns the tables: what they are, how an older file becomes today's, and the settings a durable file needs.
// Must not read or write their rows.
#pragma once

#include <cstdint>
#include <string>

#include "bot/base/result.h"
#include "bot/store/connection.h"
#include "bot/store/store.h"

namespace bot::store {

// The schema this program reads and writes: PRAGMA user_version.
int schema_version();

// "x was written by a newer viva ...": for a file of a schema above schema_version().
Error newer(const std::string& path, std::int64_t version);

// Makes an empty or older file today's in one transaction, then sets the journal and the durability.
// Fails and changes nothing: kInvalidInput if the file is another program's or newer than this one, kDenied if it cannot be written.
Status prepare(Connection& connection, Durability durability);

}  // namespace bot::store
