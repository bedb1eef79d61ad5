// Owns where files are looked for when nobody says: the places of the database. Must not touch the file system or read the environment itself.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/base/result.h"

namespace bot::app {

// A variable's value; nullopt if it is not set. The composition root passes the process's own.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// Which database: each program has its own when nothing else is said.
enum class Role { kConsole, kServer };

// The option (empty = not given), else VIVA_DB, else $STATE_DIRECTORY/viva.db (of a service manager's list the first), else
// ${XDG_STATE_HOME:-~/.local/state}/viva/{console,server}.db. An empty variable counts as not set, and so does a relative XDG_STATE_HOME.
// kInvalidInput if there is no home either.
Result<std::string> database_path(const std::string& option, Role role, const Environment& environment);

}  // namespace bot::app
