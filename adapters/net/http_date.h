// Owns reading the date that a server's answer carries. Pure and total.
// Must not read a clock.
#pragma once

#include <optional>
#include <string_view>

#include "bot/base/time.h"

namespace adapters::net {

// "Sun, 06 Nov 1994 08:49:37 GMT"; nullopt for other forms.
std::optional<bot::Instant> read_http_date(std::string_view text);

}  // namespace adapters::net
