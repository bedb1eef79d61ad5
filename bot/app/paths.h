// Owns where files are looked for when nobody says: the places of the database. Must not touch the file system or read the environment itself.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "bot/base/result.h"

namespace bot::app {

// A variable's value; nullopt if it is not set. The composition root passes the process's own.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// Which database: each program has its own when nothing else is said.
enum class DatabaseOf { kConsole, kServer };

// --db, else VIVA_DB, else $STATE_DIRECTORY/viva.db (of a service manager's list the first), else ${XDG_STATE_HOME:-~/.local/state}/viva/{console,server}.db.
// An empty variable counts as not set, and so does a relative XDG_STATE_HOME. kInvalidInput if the flag is given but empty, or if there is no home either.
Result<std::string> database_path(const std::optional<std::string>& flag, DatabaseOf program, const Environment& environment);

}  // namespace bot::app
