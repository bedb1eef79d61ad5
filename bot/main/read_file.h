// Owns reading a small file whole, for configuration and secrets. Must not be used for content (sources.h is).
#pragma once

#include <string>

#include "bot/base/result.h"

namespace bot::main {

// At most 1 MiB. kNotFound if there is none, kInvalidInput if it is longer or no file, kDenied if it may not be read.
Result<std::string> read_file(const std::string& path);

}  // namespace bot::main
