// Owns the stored form of a message to a chat (versioned JSON), and the readable form of an event that could not be handled.
// Must not know tables or platforms. Reading is total: any bytes give a value or kCorrupt.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bot/base/inbound.h"
#include "bot/base/message.h"
#include "bot/base/result.h"

namespace bot::store {

// Raised whenever a field is added, removed or changes its meaning; older versions stay readable.
inline constexpr int kMessageVersion = 1;

// Longer texts are refused in both directions. A file of bytes takes twice its size.
inline constexpr std::size_t kMaxMessageBytes = std::size_t{4} * 1024 * 1024;

// Valid UTF-8 whatever bytes the strings hold. decode_message(encode(x)) == x. The size is for the caller to check. Pure; any thread.
std::string encode(const Outbound& message);
Result<Outbound> decode_message(std::string_view bytes);  // kCorrupt; only what encode() writes is read

// For people who look into what went wrong; it is not read back.
std::string encode(const Inbound& event);

}  // namespace bot::store
