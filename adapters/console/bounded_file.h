// Owns reading a file that may be of any size or kind into bounded memory. Must not know what it holds.
#pragma once

#include <cstddef>
#include <string>

namespace adapters::console {

// At most so many bytes from the start. Empty if the file is absent or cannot be read; never waits for a pipe's writer.
std::string first_bytes(const std::string& path, std::size_t most);

// The whole lines within the last so many bytes; of a file that is no longer than that, all of it. Empty as above, and for what has no end (a pipe).
std::string last_lines(const std::string& path, std::size_t most);

}  // namespace adapters::console
