// Owns check(): the answer to a broken invariant in every build. Must never be reachable from input.
#pragma once

namespace bot {

// Prints where and what to stderr, then aborts. State is durable, so the service manager's restart is the recovery.
[[noreturn]] void check_failed(const char* what, const char* file, int line);

}  // namespace bot

#define VIVA_CHECK(condition) ((condition) ? void(0) : ::bot::check_failed(#condition, __FILE__, __LINE__))
