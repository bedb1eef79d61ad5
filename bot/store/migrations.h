// Owns the statements that make the tables what they are, oldest first. Must not run them (schema.cc does).
#pragma once

#include <span>

namespace bot::store {

// The first makes an empty file version 1, each further one the next version.
std::span<const char* const> migrations();

}  // namespace bot::store
