// Owns the stable text of a session, for tests and bug reports. Must not be read back: the store has its own codec.
#pragma once

#include <string>

#include "bot/engine/session.h"

namespace bot::engine {

// One fact a line, everything that decides the next reply.
std::string dump(const Session& session);

}  // namespace bot::engine
